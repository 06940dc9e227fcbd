"""Population cells: groups joined until enough of their people are members and licensed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from signpost.metrics.adoption.group_blocks import group_blocks
from signpost.metrics.disclosure.cells import OUT, Booleans, StandingRule, combined_cells
from signpost.metrics.model.adoption_metrics import AdoptionMetric
from signpost.metrics.model.calendar import Period
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Ints, Refusal, Window
from signpost.metrics.panel.adoption_counts import adoption_counts, usage_periods
from signpost.metrics.panel.group_hierarchy import hierarchy
from signpost.warehouse import Reader

GROUP_PERIOD = ["group", "period"]
NO_CELL = ""
"""The name of units that may be in no cell."""


@dataclass(frozen=True)
class CellRequest:
    """One adoption metric of one platform at one window, of one version."""

    reader: Reader
    programme: Programme
    card: AdoptionMetric
    platform: str
    window: Window
    weeks: Callable[[AdoptionMetric], pd.DataFrame | Refusal]
    """Returns a metric's cells of the weeks as they are shown, which a month is made up of."""

    def counts(self, metric: str) -> pd.DataFrame | Refusal:
        """Return the counts of any metric at the same platform and window, in name order.

        Cells must not depend on the order in which rows come: no two metrics draw other borders.
        """
        found = adoption_counts(self.reader, metric, self.platform, self.window)
        if isinstance(found, Refusal):
            return found
        return found.sort_values(GROUP_PERIOD, ignore_index=True)


def licensed_population(request: CellRequest) -> pd.DataFrame | Refusal:
    """Return who is licensed by group and period, with the cells of a figure about all of them."""
    key = ("population", request.platform, request.window, *disclosure_key(request.programme))

    def work() -> pd.DataFrame | Refusal:
        counts = request.counts("licensed")
        column = "numerator"
        if isinstance(counts, Refusal):  # an export per group says of whom a figure is, no more
            counts, column = request.counts("active"), "people"
        if isinstance(counts, Refusal):
            return counts
        rows = counts[[*GROUP_PERIOD, column]].rename(columns={column: "licensed"})
        rows = with_population_cells(request, rows)
        # who hides a group without licences is not to be told from one that hides nobody
        together = rows.groupby("population")["licensed"].transform("sum")
        return rows[together > 0].reset_index(drop=True)

    return request.reader.once(key, work)


def disclosure_key(programme: Programme) -> tuple[Hashable, ...]:
    """Return what of a programme decides on blocks and cells."""
    return programme.minimum_group_size, tuple(sorted(programme.areas.items()))


def with_population_cells(request: CellRequest, rows: pd.DataFrame) -> pd.DataFrame:
    """Add number and near, and `population`: cells of blocks in which enough are licensed."""
    named = hierarchy(request.reader, request.programme, rows["group"]).set_index("group")
    number, order = pd.factorize(rows["group"])
    area = pd.factorize(named["first_area"].loc[order])[0][number]
    rows = rows.assign(near=area, number=pd.factorize(rows["period"], sort=True)[0])
    block, joined = _blocks_of(request, rows)
    minimum = request.programme.minimum_group_size
    units, unit = units_of(rows, block, ["licensed"])
    units["may_count"] = units["licensed"] > 0
    cell = unit_cells(units, ["licensed"], lambda sums: sums[:, 0] >= minimum)
    cell = np.where(units["may_count"], cell, np.arange(len(units)))[unit]
    return rows.assign(population=cell, pooled=joined | is_shared(cell, unit))


def _blocks_of(request: CellRequest, rows: pd.DataFrame) -> tuple[list[str], Booleans]:
    """Return each row's block on its period's closing day, and whether it has other groups."""
    line = usage_periods(request.reader, request.platform, request.window)
    parts = {} if isinstance(line, Refusal) else line.parts
    blocks = group_blocks(request.reader, request.programme)
    label, joined = rows["group"].to_numpy(object).copy(), np.zeros(len(rows), dtype=bool)
    for key, positions in rows.groupby("period").indices.items():
        period = cast("Period", key)
        closing = parts[period][-1].last if period in parts else period.last
        partition = blocks.on(closing)
        sizes = Counter(partition.values())
        label[positions] = [partition.get(group, group) for group in label[positions]]
        joined[positions] = [sizes[block] > 1 for block in label[positions]]
    return label.tolist(), joined


def units_of(rows: pd.DataFrame, label: list[str], sums: list[str]) -> tuple[pd.DataFrame, Ints]:
    """Return units (number of the period, near, sums), and (rows,) each row's unit."""
    keys = pd.MultiIndex.from_arrays([rows["number"], label])
    unit, names = pd.factorize(keys)
    units = rows.groupby(unit)[sums].sum()
    first = rows.groupby(unit)[["number", "near"]].first()
    units = units.join(first).assign(may_count=[name != NO_CELL for _, name in names])
    return units, unit


def unit_cells(units: pd.DataFrame, about: list[str], may_stand: StandingRule) -> Ints:
    """Return (units,) each unit's cell, OUT where it may be in none."""
    cell = np.full(len(units), OUT)
    inside = np.flatnonzero(units["may_count"])
    if not inside.size:
        return cell
    own = units.iloc[inside]
    found = combined_cells(
        own["number"].to_numpy(),
        own["near"].to_numpy(),
        own["licensed"].to_numpy(float),
        own[about].to_numpy(float),
        may_stand,
    )
    cell[inside] = np.where(found == OUT, OUT, inside[np.maximum(found, 0)])
    return cell


def by_period(rows: pd.DataFrame) -> list[tuple[Period, pd.DataFrame]]:
    """Return each period with its rows, in time order."""
    return [(cast("Period", period), part) for period, part in rows.groupby("period")]


def is_shared(cell: Ints, unit: Ints) -> Booleans:
    """Return (rows,) whether a row's cell is of several units."""
    pairs = np.unique(np.stack([cell, unit]), axis=1)
    several = pairs[0][pairs[0] >= 0]
    return np.asarray(
        np.bincount(several, minlength=cell.max(initial=0) + 1)[np.maximum(cell, 0)] > 1
    )
