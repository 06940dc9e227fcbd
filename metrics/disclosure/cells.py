"""Base cells: sums over blocks that may be shown, coded where they are about a few.

A cell whose figure is about fewer than the minimum is added up with others to one that is not.
A count of yes or no that is 0, everybody, or within FEW of either, is replaced by the middle of its
range, in every table and total alike: a total can then not betray it. What is shown are sums of
these cells and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from signpost.metrics.disclosure.suppression import label_cells
from signpost.metrics.model.types import Floats, Ints

FEW = 2
"""A count up to this, or that close to everybody, is coded."""
OUT = -1
"""The cell of what is in no table and no total."""
Flags = NDArray[np.bool_]
Rule = Callable[[Floats], Flags]
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

    def added(self, cell: Ints, cells: int) -> Coded:
        """Return the sums over cells."""

        def total(part: Floats) -> Floats:
            return np.asarray(np.bincount(cell, part, cells), dtype=np.float64)

        return Coded(total(self.value), total(self.low), total(self.high))

    def times(self, factor: Floats) -> Coded:
        """Return the counts times a constant."""
        return Coded(self.value * factor, self.low * factor, self.high * factor)


def coded_counts(count: Floats, of: Floats, everybody: Coded) -> Coded:
    """Return counts of yes, coded where 0 to FEW said yes or no.

    `of` is of how many people, exactly; `everybody` the same as it is shown.
    """
    is_low = count <= FEW
    is_high = ~is_low & (of - count <= FEW)
    half = FEW / 2
    value = np.where(is_low, half, np.where(is_high, everybody.value - half, count))
    low = np.where(is_low, 0.0, np.where(is_high, everybody.low - FEW, count))
    high = np.where(is_low, float(FEW), np.where(is_high, everybody.high, count))
    return Coded(value, np.maximum(low, 0.0), high)


def shown_cells(period: Ints, near: Ints, people: Floats, figures: Floats, may_stand: Rule) -> Ints:
    """Return (units,) the cell of each unit, named by one of its units; OUT where none is safe.

    Units that may not stand alone are added up: with those of the same `near` if there are two or
    more and they may stand together, else with those of everywhere, and if need be with the
    smallest unit (`people`) that could stand alone, one of the same `near` first.
    """
    cell = np.arange(len(period))
    for now in np.unique(period):
        rows = np.flatnonzero(period == now)
        stands = may_stand(figures[rows])
        if not stands.all():
            cell[rows] = _cells_of_period(rows, stands, near, people, figures, may_stand)
    return cell


def _cells_of_period(
    rows: Ints, stands: Flags, near: Ints, people: Floats, figures: Floats, may_stand: Rule
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


def cell_table(units: pd.DataFrame, cell: Ints, table: str, figures: Sequence[str]) -> pd.DataFrame:
    """Return period, label, figures, withheld: sums of whole cells, NaN where a label cuts one.

    `units` has the period, the label column `table` and the figures of the cell, the same in each
    of its rows.
    """
    label, keys = label_cells(units, table)
    pairs = np.unique(np.stack([cell, label]), axis=1)
    cut = np.flatnonzero(np.bincount(pairs[0][pairs[0] >= 0], minlength=1) > 1)
    withheld = np.zeros(len(keys), dtype=bool)
    withheld[label[np.isin(cell, cut) | (cell == OUT)]] = True
    first = ~pd.Series(cell).duplicated().to_numpy()
    for column in figures:
        own = np.where(first, units[column].to_numpy(float), 0.0)
        keys[column] = np.where(withheld, np.nan, np.bincount(label, own, len(keys)))
    return keys.assign(withheld=withheld)
