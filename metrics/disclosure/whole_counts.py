"""Counts of everybody together by part (rungs, steps): what was shown stays, few are not shown.

The parts of a period add up to everybody. Once shown they are replaced together and once, where
every sum of parts changed by the minimum or not at all; so no two versions differ by a few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import pandas as pd

from signpost.metrics.disclosure.cells import FEW_PEOPLE, Booleans
from signpost.metrics.model.types import Floats, Ints

MOST_PARTS = 8
"""Parts above which a period is never replaced: their sums are too many to check."""


def published_counts(
    before: pd.DataFrame | None, fresh: pd.DataFrame, *, version: int, minimum: int
) -> pd.DataFrame:
    """Return all rows that were ever shown, with those that are shown from this version on.

    `fresh` has period, part and number; the answer has since and until besides.
    """
    fresh = fresh.assign(since=version, until=0)
    if before is None or before.empty:
        return fresh
    replaced = {
        period
        for period in set(before["period"]) & set(fresh["period"])
        if _is_replaced(before[before["period"] == period], fresh, period, minimum)
    }
    is_gone = before["period"].isin(replaced) & (before["until"] == 0)
    is_taken = fresh["period"].isin(replaced | (set(fresh["period"]) - set(before["period"])))
    kept = before.assign(until=np.where(is_gone, version, before["until"]))
    return pd.concat([kept, fresh[is_taken]], ignore_index=True)


def _is_replaced(before: pd.DataFrame, fresh: pd.DataFrame, period: str, minimum: int) -> bool:
    if (before["until"] != 0).any():
        return False
    then = before.set_index("part")["number"]
    now = fresh[fresh["period"] == period].set_index("part")["number"]
    changes = now.sub(then, fill_value=0.0).to_numpy(float)
    changes = changes[changes != 0]
    if not 0 < changes.size <= MOST_PARTS:
        return False
    sums = (
        sum(some)
        for size in range(1, changes.size + 1)
        for some in combinations(changes.tolist(), size)
    )
    return all(total == 0 or abs(total) >= minimum for total in sums)


def is_about_few(count: Floats) -> Booleans:
    """Return whether a count is of somebody, but of hardly anybody."""
    return np.asarray((count > 0) & (count <= FEW_PEOPLE))


@dataclass(frozen=True)
class MergedParts:
    """Counts in which no part is about a few, and the part each part is counted as."""

    count: Floats
    part: Ints


def merged_few(count: Floats, sides: Sequence[Sequence[int]]) -> MergedParts:
    """Return (rows, parts) counts where a few are counted with the part next to theirs.

    `sides` are the parts, in order, that may be counted as each other; a side that is about a few
    as a whole stays so.
    """
    merged, part = count.copy(), np.tile(np.arange(count.shape[1]), (len(count), 1))
    for side in sides:
        for here, there in (*pairwise(side), *_backwards(side)):
            few = is_about_few(merged[:, here])
            merged[:, there] += np.where(few, merged[:, here], 0.0)
            merged[:, here] = np.where(few, 0.0, merged[:, here])
            part = np.where(few[:, None] & (part == here), there, part)
    return MergedParts(merged, part)


def _backwards(side: Sequence[int]) -> list[tuple[int, int]]:
    return [(side[at], side[at - 1]) for at in range(len(side) - 1, 0, -1)]


def protected_pairs(square: Floats) -> Floats:
    """Return (periods, n, n) counts of moves: few are NaN, and never alone in a row or column."""
    found = square.copy()
    for counts in found:
        hidden = is_about_few(counts)
        while (alone := _alone(hidden, counts)) is not None:
            hidden[alone] = True
        counts[hidden] = np.nan
    return found


def _alone(hidden: Booleans, counts: Floats) -> tuple[int, int] | None:
    """Return the smallest count beside one that is hidden alone in its row or column."""
    for axis in (1, 0):
        lines = np.flatnonzero(hidden.sum(axis=axis) == 1)
        for line in lines:
            values = counts[line] if axis else counts[:, line]
            spare = np.flatnonzero(~(hidden[line] if axis else hidden[:, line]))
            if spare.size:
                chosen = int(spare[np.lexsort((values[spare], values[spare] == 0))[0]])
                return (int(line), chosen) if axis else (chosen, int(line))
    return None
