"""Breaks in a series: another source, unit, denominator, or size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from signpost.metrics.model.calendar import Period, period_of
from signpost.metrics.model.schema import Kpi
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Finding, Floats, SeriesBreak
from signpost.warehouse import Reader

_SQL = statements("panel/panel.sql")
HEADCOUNT_JUMP_SHARE = 0.40
"""A larger change from one period to the next is a reorganisation, not turnover."""


def series_breaks(
    reader: Reader, kpi: Kpi, platform: str, periods: Sequence[Period]
) -> tuple[SeriesBreak, ...]:
    """Return the periods from which KPI or usage comes from elsewhere or counts otherwise."""
    outcome = reader.frame(_SQL["outcome_sources"], [kpi.id])
    usage = reader.frame(_SQL["usage_sources"], [platform])
    # A file of bare values beside one with volumes changes what an average over groups means.
    outcome["volume"] = outcome["largest"] > 1
    sources, units, volumes = (
        _changes(outcome, column, periods) for column in ("source_id", "unit", "volume")
    )
    uses = _changes(usage, "source_id", periods)
    name = kpi.label
    return (
        *(SeriesBreak(at, Finding("break.source", _change(name, *c))) for at, *c in sources),
        *(SeriesBreak(at, Finding("break.unit", _change(name, *c))) for at, *c in units),
        *(SeriesBreak(at, _volume(name, new)) for at, _, new in volumes),
        *(SeriesBreak(at, Finding("break.usage_source", _change(platform, *c))) for at, *c in uses),
    )


def _change(series: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> dict[str, Any]:
    return {"series": series, "old": old, "new": new}


def _volume(kpi: str, new: tuple[bool, ...]) -> Finding:
    if new == (True,):
        return Finding("break.volume_gained", {"kpi": kpi})
    return Finding("break.volume_lost", {"kpi": kpi})


def _changes(
    rows: pd.DataFrame, column: str, periods: Sequence[Period]
) -> list[tuple[int, tuple[Any, ...], tuple[Any, ...]]]:
    """Return period, old and new values wherever none of the old values goes on."""
    number = {period: i for i, period in enumerate(periods)}
    found = []
    before: set[Any] = set()
    for _, own in rows.groupby("last_day", sort=True):
        now = set(own[column])
        at = number.get(period_of(own["last_day"].iloc[0].date(), periods[0].window))
        if before and now.isdisjoint(before) and at:
            found.append((at, tuple(sorted(before)), tuple(sorted(now))))
        before = now
    return found


def headcount_jumps(groups: Sequence[str], headcount: Floats) -> tuple[SeriesBreak, ...]:
    """Return a break for each group and period whose headcount (G, T) jumped."""
    before, after = headcount[:, :-1], headcount[:, 1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        jumped = (np.abs(after - before) / before > HEADCOUNT_JUMP_SHARE) & (before > 0)
    return tuple(
        SeriesBreak(int(t) + 1, _jump(groups[g], float(before[g, t]), float(after[g, t])))
        for t, g in zip(*np.nonzero(jumped.T), strict=True)
    )


def _jump(group: str, before: float, after: float) -> Finding:
    values = {"before": before, "after": after}
    units = dict.fromkeys(values, "people")
    return Finding("break.headcount", values, units, (group,), group_values=tuple(values))
