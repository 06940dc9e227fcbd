"""Breaks in a series: another source, unit, denominator, or size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from signpost.metrics.model.calendar import Period, period_of
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Floats, SeriesBreak
from signpost.warehouse import Reader

_SQL = statements("panel/panel.sql")
HEADCOUNT_JUMP = 0.40
"""A larger change from one period to the next is a reorganisation, not turnover."""


def series_breaks(
    reader: Reader, kpi: str, platform: str, periods: Sequence[Period]
) -> tuple[SeriesBreak, ...]:
    """Return the periods from which KPI or usage has another source or another count."""
    outcome = reader.frame(_SQL["outcome_sources"], [kpi])
    usage = reader.frame(_SQL["usage_sources"], [platform])
    # A file of bare values beside one with volumes changes what an average over groups means.
    outcome["volume"] = np.where(outcome["largest"] > 1, "with", "without")
    return (
        *_changes(outcome, "source_id", periods, f"{kpi} comes from {{new}} instead of {{old}}"),
        *_changes(outcome, "unit", periods, f"{kpi} is in {{new!r}} instead of {{old!r}}"),
        *_changes(outcome, "volume", periods, f"{kpi} comes {{new}} its volume, {{old}} it before"),
        *_changes(usage, "source_id", periods, f"{platform} usage comes from {{new}}, not {{old}}"),
    )


def _changes(
    rows: pd.DataFrame, column: str, periods: Sequence[Period], words: str
) -> list[SeriesBreak]:
    number = {period: i for i, period in enumerate(periods)}
    breaks: list[SeriesBreak] = []
    before: set[str] = set()
    for _, own in rows.groupby("last_day", sort=True):
        now = set(own[column])
        at = number.get(period_of(own["last_day"].iloc[0].date(), periods[0].window))
        if before and now.isdisjoint(before) and at:
            old, new = ", ".join(sorted(before)), ", ".join(sorted(now))
            breaks.append(SeriesBreak(at, words.format(old=old, new=new) + "."))
        before = now
    return breaks


def headcount_jumps(groups: Sequence[str], headcount: Floats) -> tuple[SeriesBreak, ...]:
    """Return a break for each group and period whose headcount (G, T) jumped."""
    before, after = headcount[:, :-1], headcount[:, 1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        jumped = (np.abs(after - before) / before > HEADCOUNT_JUMP) & (before > 0)
    return tuple(
        SeriesBreak(
            int(t) + 1, f"{groups[g]} went from {before[g, t]:.0f} to {after[g, t]:.0f} people."
        )
        for t, g in zip(*np.nonzero(jumped.T), strict=True)
    )
