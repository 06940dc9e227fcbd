"""Small groups are never shown, nor can they be computed from what is shown.

Groups under the minimum are pooled, each with the group nearest to it, until every pool (block)
holds at least the minimum number of people. A figure is published only if it is about whole blocks.
Whatever totals, drill-downs or tables are then added to or taken from each other, the result is
about whole blocks again, so never about fewer people than the minimum: the indicator of a set of
people that is a combination of unions of blocks is itself a union of blocks. This is cell
suppression with complementary suppression (Hundepool et al., Statistical Disclosure Control, 2012,
chapter 4) in its strictest form: it does not rest on which tables a reader has seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics.evidence import Floats, Ints

FLOOR = 5
"""No setting goes below this."""
MIXED = -1
"""The label of a block whose groups do not share one."""


def allowed_minimum(asked: int) -> int:
    """Return the minimum group size to use; ValueError below the floor."""
    if asked < FLOOR:
        raise ValueError(f"minimum group size == {asked}, must be >= {FLOOR}.")
    return asked


def blocks(people: Floats, near: Ints, minimum: int, within: Ints | None = None) -> Ints:
    """Pool units into blocks of at least `minimum` people; (units,) number of each unit's block.

    `people` is (units,), `near` (tables, units): what each unit is counted under. The smallest
    block is joined first, to the one it shares most tables with, if possible one that is hidden
    anyway, else one of about the smallest size (within a factor of two), the first in order: so the
    choice hardly moves from period to period, or when a number is corrected. Units without people
    stay alone. Only units that are alike in `within` (units,) are joined. Where all of those
    together are too few, their block stays under the minimum.
    """
    block, alone = np.arange(len(people)), np.zeros(len(people), dtype=bool)
    inside = np.zeros(len(people), dtype=np.int64) if within is None else within
    sizes, shared = people.astype(float), near.copy()
    scale, hidden = np.floor(np.log2(np.maximum(sizes, 1.0))), sizes < minimum
    while (small := np.flatnonzero((sizes > 0) & (sizes < minimum) & ~alone)).size:
        one = int(small[np.argmin(sizes[small])])
        others = np.flatnonzero((sizes > 0) & (inside == inside[one]))
        others = others[others != one]
        if not others.size:
            alone[one] = True
            continue
        same = ((shared[:, others] == shared[:, [one]]) & (shared[:, [one]] != MIXED)).sum(axis=0)
        to = int(others[np.lexsort((others, scale[others], ~hidden[others], -same))[0]])
        shared[:, to] = np.where(shared[:, to] == shared[:, one], shared[:, to], MIXED)
        sizes[to], sizes[one], hidden[to] = sizes[to] + sizes[one], 0.0, True
        block[block == one] = to
    return block


def pools(units: pd.DataFrame, near: Sequence[str], *, minimum: int, within: str = "") -> Ints:
    """(units,) the block of each row, named by one of its rows; no block spans two periods.

    A period's blocks depend on that period's rows alone, so that they stay when others are added.
    With `within`, a column of blocks published before, the new blocks are parts of those, so that
    both publications together give nothing away.
    """
    minimum = allowed_minimum(minimum)
    found, order = np.arange(len(units)), units[near[0]].argsort(kind="stable").to_numpy()
    people = units["people"].to_numpy(float)
    for place in units.iloc[order].groupby("period", sort=True).indices.values():
        rows = order[place]
        if not ((people[rows] > 0) & (people[rows] < minimum)).any():
            continue
        some = units.iloc[rows]
        labels = np.stack([pd.factorize(some[table])[0] for table in near])
        inside = some[within].to_numpy() if within else None
        found[rows] = rows[blocks(people[rows], labels, minimum, inside)]
    return found


def protect(
    units: pd.DataFrame,
    tables: Sequence[str],
    figures: Sequence[str],
    *,
    minimum: int,
    near: Sequence[str] = (),
    within: str = "",
) -> dict[str, pd.DataFrame]:
    """Add units up into every table at once and withhold what would give a small group away.

    `units` has one row per period and smallest unit: column `period`, one label column per table
    (the units' own name is one of them), `people` (how many the figures are about) and the additive
    `figures`. Answer: table -> frame of period, label, people, figures, withheld; withheld figures
    are NaN. Always pass every unit and table there is and filter afterwards: what is withheld must
    not depend on what was asked. `near` names the columns that say which units are near each other
    (default: the tables); where those never change, tables may. `within` as in `pools`.
    """
    units = units.reset_index(drop=True)
    block = pools(units, near or tables, minimum=minimum, within=within)
    full = units.assign(block=block)[units["people"] > 0]
    size = full.groupby("block")["people"].transform("sum")
    return {
        table: _withhold(_total(units, table, figures), _unsafe(full, table, size < minimum), table)
        for table in tables
    }


def _unsafe(full: pd.DataFrame, table: str, small: pd.Series) -> pd.DataFrame:
    """(period, label) that cut a block in two, or are of a block under the minimum."""
    pairs = full.assign(small=small)[["period", table, "block", "small"]].drop_duplicates()
    torn = pairs["block"].duplicated(keep=False)
    return pairs.loc[torn | pairs["small"], ["period", table]].drop_duplicates()


def _total(units: pd.DataFrame, table: str, figures: Sequence[str]) -> pd.DataFrame:
    # min_count: a sum over nothing known is not known.
    columns = units.groupby(["period", table])[["people", *figures]]
    return columns.sum(min_count=1).astype(float).reset_index()


def _withhold(totals: pd.DataFrame, unsafe: pd.DataFrame, table: str) -> pd.DataFrame:
    found = totals.merge(unsafe, on=["period", table], how="left", indicator="withheld")
    withheld = found["withheld"] == "both"
    numbers = [c for c in totals.columns if c not in ("period", table)]
    return found.assign(withheld=withheld, **{n: found[n].mask(withheld) for n in numbers})
