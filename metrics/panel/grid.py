"""Grid of a panel: its groups and periods, and how facts are brought to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from signpost.metrics.model.calendar import Period
from signpost.metrics.model.types import Floats
from signpost.metrics.panel.kpi_series import KpiSeries


@dataclass(frozen=True)
class PeriodGrid:
    """Groups and periods of a panel; every fact is brought to them."""

    groups: tuple[str, ...]
    periods: tuple[Period, ...]
    first: int
    """Number of the first period in the outcome's frames."""

    def cut(self, frame: pd.DataFrame) -> Floats:
        """Return (G, T) of a frame of groups x the outcome's period numbers; absent is NaN."""
        columns = range(self.first, self.first + len(self.periods))
        return frame.reindex(index=list(self.groups), columns=columns).to_numpy(float)

    def lay(self, long: pd.DataFrame, column: str) -> Floats:
        """Return (G, T) of a long frame with group and period; absent is NaN."""
        wide = long.pivot_table(index="group", columns="period", values=column, aggfunc="sum")
        wide = wide.reindex(index=list(self.groups), columns=list(self.periods))
        return wide.to_numpy(float)


def grid_of(series: KpiSeries, groups: tuple[str, ...]) -> PeriodGrid:
    """Return the grid from the first to the last measured period of these groups."""
    is_measured = series.denominator.reindex(list(groups)).notna().any(axis=0).to_numpy()
    first, last = int(np.argmax(is_measured)), len(is_measured) - int(np.argmax(is_measured[::-1]))
    return PeriodGrid(groups, series.periods[first:last], first)
