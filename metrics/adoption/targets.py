"""Adoption targets: position of each group, its pace and whether the target is in reach in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.model.calendar import Period, from_label
from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import Programme, Target
from signpost.metrics.model.types import Floats, Window
from signpost.metrics.register.group_spellings import group_spellings
from signpost.warehouse import Warehouse, WarehouseError

PACE_PERIODS = {"week": 8, "month": 4}
"""Periods a pace is measured over."""
_MIN_PERIODS = 3
_WITHHELD = "Its figures are not shown: a small group would follow from them."
_Status = Literal["reached", "on pace", "behind", "missed", "cannot tell"]


@dataclass(frozen=True)
class TargetStatus:
    """One target and the position of its group. Shares are 0-1; paces are shares per period."""

    target: Target
    status: _Status
    why: str
    window: Window
    period: str = ""
    """The newest complete period."""
    value: float | None = None
    pace: float | None = None
    needed: float | None = None


def target_statuses(warehouse: Warehouse, programme: Programme) -> tuple[TargetStatus, ...]:
    """Return each target's status, in the order of the programme; small groups are withheld."""
    spellings = group_spellings(warehouse.read())
    tables: dict[tuple[str, str], tuple[Window, pd.DataFrame] | str] = {}
    statuses = []
    for target in programme.targets:
        key = (target.platform, target.metric)
        if key not in tables:
            tables[key] = _table(warehouse, programme, target)
        table = tables[key]
        if isinstance(table, str):
            statuses.append(TargetStatus(target, "cannot tell", table, "week"))
            continue
        window, frame = table
        own = frame[frame["group_id"] == group_key(target.group, spellings)]
        statuses.append(target_status(target, own, window))
    return tuple(statuses)


def _table(
    warehouse: Warehouse, programme: Programme, target: Target
) -> tuple[Window, pd.DataFrame] | str:
    reason = ""
    windows: tuple[Window, ...] = ("week", "month")
    for window in windows:
        try:
            frame = adoption_table(
                warehouse, programme, metric=target.metric, platform=target.platform, window=window
            )
        except WarehouseError as trouble:
            reason = reason or trouble.message
        else:
            return window, frame
    return reason


def target_status(target: Target, own: pd.DataFrame, window: Window) -> TargetStatus:
    """Return the status of one target from the rows of its group: period, value, withheld."""
    if own.empty:
        return TargetStatus(target, "cannot tell", f"No usage of {target.group} is known.", window)
    rows = own.sort_values("period")
    last = from_label(str(rows["period"].iloc[-1]))
    values = rows["value"].to_numpy(float)
    if not np.isfinite(values[-1]):
        why = _WITHHELD if rows["withheld"].iloc[-1] else "Nothing known."
        return TargetStatus(target, "cannot tell", why, window, last.label)
    value, pace = float(values[-1]), recent_pace(values[-PACE_PERIODS[window] :])
    left = periods_left(last, target)
    needed = (target.value - value) / left if left > 0 else None
    status, why = judge_pace(target.value - value, left, pace, needed)
    return TargetStatus(target, status, why, window, last.label, value, pace, needed)


def recent_pace(values: Floats) -> float | None:
    """Return the least-squares slope per period of the measured values; None below three."""
    is_measured = np.isfinite(values)
    if is_measured.sum() < _MIN_PERIODS:
        return None
    return float(np.polyfit(np.flatnonzero(is_measured), values[is_measured], 1)[0])


def periods_left(last: Period, target: Target) -> int:
    """Return how many complete periods end between the newest one and the target's day."""
    count, period = 0, last.shift(1)
    while period.last <= target.by:
        count, period = count + 1, period.shift(1)
    return count


def judge_pace(
    missing: float, left: int, pace: float | None, needed: float | None
) -> tuple[_Status, str]:
    """Return a target's status from the missing share, the periods left and the recent pace."""
    if missing <= 0:
        return "reached", "The target is reached."
    if left <= 0 or needed is None:
        return "missed", "The deadline has passed and the target is missed."
    if pace is None:
        return "cannot tell", "Too few periods to tell the pace."
    if pace >= needed:
        return "on pace", "At the recent pace it will be reached in time."
    return "behind", "At the recent pace it will not be reached in time."
