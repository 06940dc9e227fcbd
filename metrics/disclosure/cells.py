"""Base cells: sums over blocks that may be shown, coded where they are about a few.

A cell whose figure is about fewer than the minimum is added up with others to one that is not.
A count of people that is nearly nobody or nearly everybody is coded, in every table and total
alike, so that a total cannot betray it: of a group under its own name as nobody or everybody, of
several groups together as three or all but three, else something would be said of each of them.
What is shown are sums of these cells and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from signpost.metrics.disclosure.suppression import label_cells
from signpost.metrics.model.types import Floats, Ints

FEW_PEOPLE = 2
"""A count up to this, or that close to everybody, is coded."""
OUT = -1
"""The cell of what is in no table and no total."""
Booleans = NDArray[np.bool_]
StandingRule = Callable[[Floats], Booleans]
"""(cells, figures) sums -> (cells,) whether each may stand alone."""


@dataclass(frozen=True)
class Coded:
    """Counts as shown, and the range each is in: the same three numbers where it is exact."""

    value: Floats
    low: Floats
    high: Floats

    @classmethod
    def exact(cls, value: Floats) -> Coded:
        """Return counts that are shown as they are."""
        return cls(value, value, value)

    def times(self, factor: Floats) -> Coded:
        """Return the counts times a constant."""
        return Coded(self.value * factor, self.low * factor, self.high * factor)

    def where(self, flags: Booleans, other: Coded) -> Coded:
        """Return these counts where flagged, the others elsewhere."""
        pairs = ((self.value, other.value), (self.low, other.low), (self.high, other.high))
        return Coded(*(np.where(flags, own, rest) for own, rest in pairs))

    def less(self, part: Coded) -> Coded:
        """Return the counts of who is not in a part."""
        low = np.maximum(self.low - part.high, 0.0)
        return Coded(self.value - part.value, low, self.high - part.low)


def coded_counts(count: Floats, of: Floats, everybody: Coded, pooled: Booleans) -> Coded:
    """Return counts of yes, coded where a few said yes or no.

    `of` is of how many people, exactly; `everybody` the same as it is shown; `pooled` where the
    count is of several groups together.
    """
    few = np.where(pooled, FEW_PEOPLE + 1.0, float(FEW_PEOPLE))
    inner = np.where(pooled, few, 0.0)
    is_low = count <= few
    is_high = ~is_low & (of - count <= few)
    top = np.maximum(everybody.value - inner, inner)
    value = np.where(is_low, inner, np.where(is_high, top, count))
    low = np.where(is_low, 0.0, np.where(is_high, everybody.low - few, count))
    high = np.where(is_low, few, np.where(is_high, everybody.high, count))
    return Coded(value, np.maximum(low, 0.0), high)


def coded_sums(total: Floats, people: Coded, most: Floats, pooled: Booleans) -> Coded:
    """Return sums over people, coded where they say that each did the least, or the most, there is.

    The least is 1 for each of the people, who are known as a range; `most` is the most, or inf.
    """
    room = np.where(pooled, FEW_PEOPLE + 1.0, 0.0)
    is_open = pooled | (people.low < people.high)
    least = people.high + room
    top = np.multiply(most, people.low, out=np.full_like(least, np.inf), where=np.isfinite(most))
    most_shown = np.maximum(top - room, least)
    is_low, is_high = is_open & (total < least), is_open & (total > most_shown)
    value = np.where(is_low, least, np.where(is_high, most_shown, total))
    low = np.where(is_low, people.low, np.where(is_high, most_shown, total))
    high = np.where(is_low, least, np.where(is_high, most * people.high, total))
    return Coded(value, low, high)


def combined_cells(
    period: Ints, near: Ints, people: Floats, figures: Floats, may_stand: StandingRule
) -> Ints:
    """Return (units,) the cell of each unit, named by one of its units; OUT where none is safe.

    Units that may not stand alone are added up: with those of the same `near` if there are two or
    more and they may stand together, else with those of everywhere, and if need be with the
    smallest unit (`people`) that could stand alone, one of the same `near` first.
    """
    cell = np.arange(len(period))
    stands = may_stand(figures)
    for now in np.unique(period[~stands]):
        rows = np.flatnonzero(period == now)
        cell[rows] = _cells_of_period(rows, stands[rows], near, people, figures, may_stand)
    return cell


def _cells_of_period(
    rows: Ints,
    stands: Booleans,
    near: Ints,
    people: Floats,
    figures: Floats,
    may_stand: StandingRule,
) -> Ints:
    cell = dict(zip(rows.tolist(), rows.tolist(), strict=True))

    def together(units: list[int]) -> bool:
        return len(units) > 1 and bool(may_stand(figures[units].sum(axis=0, keepdims=True))[0])

    rest: list[int] = []
    for label in np.unique(near[rows[~stands]]):
        few = [int(i) for i in rows[~stands] if near[i] == label]
        if together(few):
            cell |= dict.fromkeys(few, few[0])
        else:
            rest += few
    places = set(near[rest].tolist())
    spare = [i for i in rows.tolist() if i not in rest]
    spare.sort(key=lambda i: (near[i] not in places, people[i], i))
    while rest and not together(rest):
        if not spare:
            return np.full(len(rows), OUT)
        added = [i for i in spare if cell[i] == cell[spare[0]]]
        rest, spare = rest + added, [i for i in spare if i not in added]
    return np.array([rest[0] if i in rest else cell[i] for i in rows.tolist()])


def cell_table(
    units: pd.DataFrame, cell: Ints, table: str, figures: Sequence[str], *, own: bool
) -> pd.DataFrame:
    """Return period, label, figures, withheld: sums of whole cells, NaN where a label cuts one.

    `units` has the period, the label column `table`, the figures of the cell, the same in each of
    its rows, and `pooled`: the cell is of several units, so that with `own` (the label is the
    unit's name) none of them has a figure.
    """
    label, keys = label_cells(units, table)
    pairs = np.unique(np.stack([cell, label]), axis=1)
    cut = np.flatnonzero(np.bincount(pairs[0][pairs[0] >= 0], minlength=1) > 1)
    hidden = np.isin(cell, cut) | (cell == OUT)
    if own:
        hidden |= units["pooled"].to_numpy(bool)
    withheld = np.zeros(len(keys), dtype=bool)
    withheld[label[hidden]] = True
    first = ~pd.Series(cell).duplicated().to_numpy()
    sums = {}
    for column in figures:
        of_cell = np.where(first, units[column].to_numpy(float), 0.0)
        sums[column] = np.where(withheld, np.nan, np.bincount(label, of_cell, len(keys)))
    return keys.assign(**sums, withheld=withheld)
