"""Publication: a figure that was shown stays until a correction is about enough people.

Whoever keeps an older table can take it from a newer one. So the cells of a period, once shown, are
kept, and replaced where every difference there is to take (any cells, added up) is about enough
people, and does not say of those that hardly any or nearly all of them did it. Cells are replaced
once: then what was shown before and what is shown now are the only two figures of them there are.
Under a smaller minimum they stay as they are, under a larger one they are added up.
Nothing about single people is needed for that, and it holds whatever the change came from: a late
file, a roster, an undo, an erasure, other areas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd

from signpost.metrics.disclosure.blocks import joined_labels
from signpost.metrics.disclosure.cells import FEW_PEOPLE, OUT, Booleans
from signpost.metrics.disclosure.other_minimum import MINIMUM, coarsened_rows, is_under_smaller

RANGE_ENDS = [f"{name}_{end}" for name in ("numerator", "denominator") for end in ("low", "high")]
STATE = ["since", "until"]
"""The version from which a row was shown, and the one from which another is; 0: none yet."""
WAITS = "waits"
"""The column that says that a correction of some row of the period waits for more people."""
IS_BEHIND = "is_behind"
"""The column that says that some row of any period waits: which ones would say when the few
people of a correction did something."""
OUTDATED = "outdated"
"""The column that says of which row; never shown."""
FigureKind = Literal["share", "open", "sum"]
"""A numerator: some of the denominator's people; numbers that are no behaviour; what people did."""
MOST_CHANGES = 8
"""Changes of both signs in a period above which none is made: their sums are too many to check."""
_Cell = tuple[frozenset[str], tuple[float, ...]]
"""Groups of a cell, and its figures (RANGE_ENDS)."""
_Part = tuple[frozenset[str], "Sequence[Change] | None"]
"""Groups that belong together, and what changed of them; None where it may not be shown."""


@dataclass(frozen=True)
class Change:
    """Least and greatest change of the numerator and the denominator of some cells."""

    low: tuple[float, float] = (0.0, 0.0)
    high: tuple[float, float] = (0.0, 0.0)
    is_new: bool = False
    """Nothing was shown of these cells before."""

    def __add__(self, other: Change) -> Change:
        """Return both changes together."""
        low = (self.low[0] + other.low[0], self.low[1] + other.low[1])
        high = (self.high[0] + other.high[0], self.high[1] + other.high[1])
        return Change(low, high, self.is_new and other.is_new)

    @property
    def least(self) -> tuple[float, float]:
        """Return how much numerator and denominator changed at least, with its sign."""
        ends = zip(self.low, self.high, strict=True)
        first, second = (max(low, 0.0) + min(high, 0.0) for low, high in ends)
        return first, second

    @property
    def is_none(self) -> bool:
        """Return whether nothing changed."""
        return self.low == self.high == (0.0, 0.0)


def published_rows(
    before: pd.DataFrame | None,
    raw: pd.DataFrame,
    *,
    version: int,
    minimum: int,
    kinds: Mapping[str, FigureKind],
) -> pd.DataFrame:
    """Return all rows that were ever shown, with those that are shown from this version on.

    `raw` are the cells of this version: metric, group, period (a label), cell, pooled and
    RANGE_ENDS; `before` is the answer for the version before, or None.
    """
    fresh = raw.assign(since=version, until=0, waits=False, outdated=False, minimum=minimum)
    if before is None or before.empty:
        return fresh
    before = _under_minimum(before, fresh, version, minimum)
    fresh["cell"] = np.where(fresh["cell"] == OUT, OUT, fresh["cell"] + before["cell"].max() + 1)
    known = set(before["period"].unique())
    is_shown = (before["until"] == 0).to_numpy()
    taken = ~fresh["period"].isin(known).to_numpy()
    gone, waits, is_other = *np.zeros((2, len(before)), dtype=bool), _is_other(before, fresh)
    for period in _changed_periods(before[is_shown], fresh):
        is_new: Booleans = (fresh["period"] == period).to_numpy()
        is_old: Booleans = (before["period"] == period).to_numpy()
        is_of_now = (before.loc[is_old & is_shown, MINIMUM] <= minimum).all()
        rows = _replaced(before[is_old], fresh[is_new], minimum, kinds) if is_of_now else []
        taken = taken | (is_new & _keys(fresh).isin(rows))
        is_replaced = _keys(before).isin(rows)
        gone = gone | (is_old & is_shown & is_replaced)
        waits = waits | (is_old & is_shown & ~is_replaced)
    until = np.where(gone, version, before["until"])
    kept = before.assign(until=until, waits=waits, outdated=waits & is_other)
    return pd.concat([kept, fresh[taken]], ignore_index=True)


def _under_minimum(
    before: pd.DataFrame, fresh: pd.DataFrame, version: int, minimum: int
) -> pd.DataFrame:
    """Return the rows there were, with those shown under a smaller minimum added up."""
    is_small = (before["until"] == 0) & is_under_smaller(before, minimum)
    if not is_small.any():
        return before
    shown = before[is_small]
    coarse = coarsened_rows(shown, fresh, minimum)
    same = (coarse["cell"] == shown["cell"]).groupby(shown["period"]).transform("all")
    before = before.copy()
    before.loc[same[same].index, MINIMUM] = minimum
    before.loc[same[~same].index, "until"] = version
    return pd.concat([before, coarse[~same].assign(since=version)], ignore_index=True)


def rows_at(rows: pd.DataFrame, version: int) -> pd.DataFrame:
    """Return what is shown at a version."""
    is_shown = (rows["since"] <= version) & ((rows["until"] == 0) | (rows["until"] > version))
    return rows[is_shown].drop(columns=STATE).reset_index(drop=True)


def _changed_periods(shown: pd.DataFrame, fresh: pd.DataFrame) -> list[str]:
    """Periods that both have, in which a figure or a group is another one."""
    keys = ["period", "metric", "group"]
    both = shown[[*keys, *RANGE_ENDS, "cell"]].merge(
        fresh[[*keys, *RANGE_ENDS, "cell"]],
        on=keys,
        how="outer",
        suffixes=("", "_new"),
        indicator=True,
    )
    same: Booleans = (both["_merge"] == "both").to_numpy()
    for end in RANGE_ENDS:
        same = same & (both[end] == both[f"{end}_new"]).to_numpy()
    same = same & ((both["cell"] == OUT) == (both["cell_new"] == OUT)).to_numpy()
    by_cell = both.groupby(["period", "metric", "cell"])["cell_new"]
    pairs = both.groupby(["period", "metric", "cell_new"])["cell"]
    cuts = (by_cell.transform("nunique") > 1) | (pairs.transform("nunique") > 1)
    changed = set(both.loc[~same | cuts.to_numpy(), "period"])
    return sorted(changed & set(shown["period"]) & set(fresh["period"]))


def _is_other(before: pd.DataFrame, fresh: pd.DataFrame) -> Booleans:
    """Return (rows,) whether the figures of a row before are others now."""
    keys = ["period", "metric", "group"]
    now = fresh.set_index(keys)[RANGE_ENDS].reindex(pd.MultiIndex.from_frame(before[keys]))
    return np.asarray((now.to_numpy(float) != before[RANGE_ENDS].to_numpy(float)).any(axis=1))


def _keys(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[["metric", "group"]])


def _replaced(
    before: pd.DataFrame, fresh: pd.DataFrame, minimum: int, kinds: Mapping[str, FigureKind]
) -> list[tuple[str, str]]:
    """Return metric and group of the rows of one period that are replaced."""
    accepted: dict[str, set[str]] = {}
    added: dict[str, list[frozenset[str]]] = {}
    waiting: set[str] = set()
    for metric in sorted({*before["metric"], *fresh["metric"]}):
        own, new = before[before["metric"] == metric], fresh[fresh["metric"] == metric]
        decided = _decided(own, new, _Rule(minimum, kinds[metric]))
        accepted[metric], added[metric] = decided.replaced, decided.added
        waiting |= decided.waiting
    for metric, parts in added.items():  # nothing is shown beside a figure that it would correct
        accepted[metric] |= {g for part in parts if not part & waiting for g in part}
    return [(metric, group) for metric, groups in accepted.items() for group in groups]


@dataclass(frozen=True)
class _Decided:
    """Groups of one metric and period whose cells are replaced, those that wait, and new ones."""

    replaced: set[str]
    waiting: set[str]
    added: list[frozenset[str]]


def _decided(before: pd.DataFrame, fresh: pd.DataFrame, rule: _Rule) -> _Decided:
    shown, gone = before[before["until"] == 0], before[before["until"] != 0]
    own, new = _cells(shown), _cells(fresh)
    once = set(gone["group"])
    unknown = once | set(fresh.loc[fresh["cell"] == OUT, "group"])  # of these no change is told
    had = _changes(_cells(gone), _cells(shown[shown["group"].isin(once)])) or ()
    every = [(part, _within(own, part), _within(new, part)) for part in _components(own, new)]
    added = [part for part, then, _ in every if not then]
    parts: list[_Part] = [
        (part, None if part & unknown else _changes(then, now))
        for part, then, now in every
        if then and then != now
    ]
    arrived = [
        change for part, _, now in every if part in added for change in _changes((), now) or ()
    ]
    accepted = _accepted(parts, had, arrived, rule)
    replaced = {group for part in accepted for group in part}
    waiting = {group for part, _ in parts for group in part} - replaced
    if waiting and any(_is_loss(change) for _, changes in parts for change in changes or ()):
        waiting |= {group for part in added for group in part}
    return _Decided(replaced, waiting, added)


def _accepted(
    parts: Sequence[_Part], had: Sequence[Change], arrived: Sequence[Change], rule: _Rule
) -> list[frozenset[str]]:
    """Return the parts that are replaced, beside what `had` been and what has `arrived`."""
    wanted = [(part, changes) for part, changes in parts if changes is not None]
    changes = [change for _, several in wanted for change in several]
    if any(map(_is_loss, changes)):  # it may have come to another one: all of it, or nothing
        is_whole = len(wanted) == len(parts) and rule.allows([*had, *arrived, *changes])
        return [part for part, _ in wanted] if is_whole else []
    accepted, seen = [], [*had]
    for part, several in wanted:
        if rule.allows([*seen, *several]):
            accepted.append(part)
            seen += several
    return accepted


def _is_loss(change: Change) -> bool:
    return min(change.low) < 0.0


@dataclass(frozen=True)
class _Rule:
    """The changes of one metric that may be seen together."""

    minimum: int
    kind: FigureKind

    def allows(self, every: Sequence[Change]) -> bool:
        """Return whether every sum of these changes is about enough people."""
        changes = [change for change in every if not change.is_none]
        alone = all(change.is_new or self._is_enough(change) for change in changes)
        if not alone or not any(map(_is_loss, changes)):
            return alone
        if len(changes) > MOST_CHANGES:
            return False
        sums = (
            sum(some[1:], some[0])
            for size in range(2, len(changes) + 1)
            for some in combinations(changes, size)
        )
        return all(one.is_none or one.is_new or self._is_enough(one) for one in sums)

    def _is_enough(self, change: Change) -> bool:
        numerator, denominator = change.least
        if self.kind == "sum":
            return abs(denominator) >= self.minimum
        if self.kind == "open":
            ends = zip(change.low, change.high, change.least, strict=True)
            return all(low == high == 0.0 or abs(end) >= self.minimum for low, high, end in ends)
        if change.low[1] == change.high[1] == 0.0:
            return abs(numerator) >= self.minimum
        few = min(abs(numerator), abs(denominator - numerator))
        return abs(denominator) >= self.minimum and few > FEW_PEOPLE


def _cells(rows: pd.DataFrame) -> list[_Cell]:
    inside = rows[rows["cell"] != OUT]
    return [
        (frozenset(part["group"]), tuple(part[RANGE_ENDS].to_numpy(float)[0]))
        for _, part in inside.groupby("cell")
    ]


def _components(own: Sequence[_Cell], new: Sequence[_Cell]) -> list[frozenset[str]]:
    """Return the finest sets of groups that no cell of either cuts."""
    then, now = (
        {group: min(groups) for groups, _ in cells for group in groups} for cells in (own, new)
    )
    parts: dict[str, set[str]] = {}
    for group, name in joined_labels(then, now).items():
        parts.setdefault(name, set()).add(group)
    return [frozenset(parts[name]) for name in sorted(parts)]


def _within(cells: Sequence[_Cell], part: frozenset[str]) -> list[_Cell]:
    return sorted((cell for cell in cells if cell[0] <= part), key=lambda cell: sorted(cell[0]))


def _changes(before: Sequence[_Cell], after: Sequence[_Cell]) -> list[Change] | None:
    """Return what changed; None where cells cross, for parts of them would follow."""
    if any(a & b and not (a <= b or b <= a) for a, _ in before for b, _ in after):
        return None
    every = [groups for groups, _ in (*before, *after)]
    widest = {groups for groups in every if not any(groups < other for other in every)}
    return [_change(before, after, groups) for groups in sorted(widest, key=sorted)]


def _change(before: Sequence[_Cell], after: Sequence[_Cell], groups: frozenset[str]) -> Change:
    old = [figures for own, figures in before if own <= groups]
    new = [figures for own, figures in after if own <= groups]
    if sorted(old) == sorted(new):
        return Change()
    then, now = (np.array(cells).reshape(-1, 4).sum(axis=0) for cells in (old, new))
    low, high = now[[0, 2]] - then[[1, 3]], now[[1, 3]] - then[[0, 2]]
    return Change((low[0], low[1]), (high[0], high[1]), is_new=not old)
