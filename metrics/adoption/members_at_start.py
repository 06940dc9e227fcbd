"""Adoption over the members of the day it began: joining or leaving later changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from signpost.metrics.model.calendar import from_label
from signpost.metrics.model.types import Floats, Panel, Refusal
from signpost.metrics.panel.adoption_counts import adoption_counts
from signpost.metrics.panel.membership import roster_begins
from signpost.warehouse import Warehouse


def frozen_at_start(warehouse: Warehouse, panel: Panel) -> Panel | Refusal:
    """Return the panel with adoption over the members of the day on which the first group started.

    They count under the group they were in then, wherever they are now; outcomes stay as they are,
    because a KPI belongs to the group. Adoption that the panel withholds stays withheld.
    """
    started = panel.start[panel.start >= 0]
    if not started.size:
        return Refusal("No group has started.", "Enter the day of each group's roll-out.")
    reader, day = warehouse.read(), from_label(panel.periods[int(started.min())]).first
    begins = roster_begins(reader)
    if begins is None or begins > day:
        return Refusal(f"Nobody's group on {day} is known.", f"Load a roster of {day}.")
    question = panel.question
    counts = adoption_counts(
        reader, question.adoption_metric, question.platform, question.window, members_on=day
    )
    if isinstance(counts, Refusal):
        return counts
    long = counts.assign(period=[p.label for p in counts["period"]]).dropna(subset=["group"])
    is_measured = True if panel.adoption is None else np.isfinite(panel.adoption)
    return replace(
        panel,
        adoption_numerator=np.where(is_measured, _on_grid(long, "numerator", panel), np.nan),
        adoption_denominator=np.where(is_measured, _on_grid(long, "denominator", panel), np.nan),
    )


def _on_grid(long: pd.DataFrame, column: str, panel: Panel) -> Floats:
    """Return (G, T) of a long frame with group and period labels; absent is NaN."""
    wide = long.pivot_table(index="group", columns="period", values=column, aggfunc="sum")
    return wide.reindex(index=list(panel.groups), columns=list(panel.periods)).to_numpy(float)
