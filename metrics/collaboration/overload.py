"""Overload: groups whose hours per head are far above others' and above their own before.

An observation, not an effect: the evidence of the guardrail says how much of it the platform did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from signpost.metrics.collaboration.time_cost import YEAR_DAYS, HoursBand, hourly_rates
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import Finding, Floats, Ints, Refusal
from signpost.metrics.panel.group_hierarchy import group_labels
from signpost.metrics.panel.kpi_series import KpiSeries, kpi_series
from signpost.metrics.panel.membership import membership
from signpost.metrics.panel.start_dates import start_days, start_index
from signpost.warehouse import Warehouse

MIN_RATIO_TO_OTHERS = 1.5
"""Times the median group's hours per head."""
MIN_RATIO_TO_BEFORE = 1.25
"""Times what the group spent itself before it started."""
_RECENT_PERIODS = 13
"""Last periods that are averaged."""
_MIN_GROUPS = 4
"""Groups needed for a median that says what is usual."""


@dataclass(frozen=True)
class Overload:
    """One group that collaborates far more than others do and than it did before."""

    group: str
    label: str
    per_head: float
    """Hours per head and period, mean of the last periods."""
    before: float
    """The same before its start."""
    usual: float
    """The median group's, in the last periods."""
    extra_hours: float
    """Hours a year above what it spent before."""
    money: HoursBand | None
    """What they are worth a year; None without an hourly rate."""
    finding: Finding


def overloaded_groups(
    warehouse: Warehouse, programme: Programme, use_case: UseCase
) -> tuple[Overload, ...] | Refusal:
    """Return the started groups with unusual measured hours, the most hours first.

    Hours are a KPI whose card says `is_time`: of the use case's guardrails, else any.
    """
    timed = sorted(
        (kpi for kpi in programme.kpis if kpi.is_time),
        key=lambda kpi: kpi.id not in use_case.guardrails,
    )
    if not timed:
        return Refusal(
            "Nobody measures the hours that collaborating takes.",
            "Load a KPI of meeting hours per head, and say on its card that one unit is an "
            "hour of working time.",
        )
    reader = warehouse.read()
    hours = kpi_series(reader, timed[0], use_case.window)
    if isinstance(hours, Refusal):
        return hours
    heads = membership(reader, hours.periods).headcount.reindex(hours.numerator.index)
    large = list(heads.index[heads.median(axis=1) >= programme.minimum_group_size])
    if len(large) < _MIN_GROUPS:
        return Refusal(
            f"{timed[0].label} is known of {len(large)} groups; what is usual cannot be said.",
            f"Load it for at least {_MIN_GROUPS} groups.",
        )
    start = start_index(large, hours.periods, start_days(reader, programme, use_case))
    per_head = (hours.numerator / hours.denominator).reindex(large).to_numpy(float)
    size = heads.reindex(large).to_numpy(float)
    per_head = np.where(size >= programme.minimum_group_size, per_head, np.nan)
    unusual = _unusual(per_head, size, start, hours)
    labels, price = group_labels(reader), hourly_rates(programme)
    overloads = (_overload(large[i], labels, row, price) for i, row in unusual.items())
    return tuple(sorted(overloads, key=lambda overload: -overload.extra_hours))


def _unusual(
    per_head: Floats, size: Floats, start: Ints, hours: KpiSeries
) -> dict[int, tuple[float, float, float, float]]:
    """Return row -> hours per head now, before, usual, and hours a year above before."""
    now = _mean(per_head[:, -_RECENT_PERIODS:])
    usual = float(np.nanmedian(now))
    period = np.arange(per_head.shape[1])[None, :]
    before = _mean(np.where((period < start[:, None]), per_head, np.nan))
    days = (hours.periods[-1].last - hours.periods[-1].first).days + 1
    extra = (now - before) * _mean(size[:, -_RECENT_PERIODS:]) * YEAR_DAYS / days
    rows = np.flatnonzero(
        (now > MIN_RATIO_TO_OTHERS * usual) & (now > MIN_RATIO_TO_BEFORE * before)
    )
    return {int(i): (float(now[i]), float(before[i]), usual, float(extra[i])) for i in rows}


def _mean(values: Floats) -> Floats:
    """Return (G,) the mean over measured periods; NaN where there is none."""
    is_measured = np.isfinite(values)
    total, count = np.where(is_measured, values, 0.0).sum(axis=1), is_measured.sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _overload(
    group: str, labels: Mapping[str, str], row: tuple[float, float, float, float], price: HoursBand
) -> Overload:
    now, before, usual, extra = row
    label = labels.get(group, group)
    money = (
        (extra * price[0], extra * price[1], extra * price[2]) if np.isfinite(price[1]) else None
    )
    values = {"hours": now, "times_usual": now / usual, "times_before": now / before}
    finding = Finding(
        "overload.hours", values, {"hours": "hours per head"}, (group,), group_values=tuple(values)
    )
    return Overload(group, label, now, before, usual, extra, money, finding)
