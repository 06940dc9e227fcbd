"""The axes of a panel, and how facts are brought to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from signpost.metrics.model.calendar import Period
from signpost.metrics.model.types import Floats
from signpost.metrics.panel.kpi_series import KpiSeries


@dataclass(frozen=True)
class PeriodGrid:
    """The panel's axes; everything is brought to them."""

    groups: tuple[str, ...]
    periods: tuple[Period, ...]
    first: int
    """Number of the first period in the outcome's frames."""

    def cut(self, frame: pd.DataFrame) -> Floats:
        """(G, T) of a frame of groups x the outcome's period numbers; absent is NaN."""
        columns = range(self.first, self.first + len(self.periods))
        return frame.reindex(index=list(self.groups), columns=columns).to_numpy(float)

    def lay(self, long: pd.DataFrame, column: str) -> Floats:
        """(G, T) of a long frame with group and period; absent is NaN."""
        wide = long.pivot_table(index="group", columns="period", values=column, aggfunc="sum")
        wide = wide.reindex(index=list(self.groups), columns=list(self.periods))
        return wide.to_numpy(float)


def grid_of(found: KpiSeries, groups: tuple[str, ...]) -> PeriodGrid:
    """Cut the outcome's periods to those from the first to the last known of these groups."""
    known = found.denominator.reindex(list(groups)).notna().any(axis=0).to_numpy()
    first, last = int(np.argmax(known)), len(known) - int(np.argmax(known[::-1]))
    return PeriodGrid(groups, found.periods[first:last], first)
