"""Cohorts by first use, and how soon a licence is used. Membership is frozen at the start.

Of everybody together only, as shares to the nearest ten points of thirty people or more, five of
sixty: whoever knows how many began knows no number behind a share to less than two people, and
adds nothing about the few who began at another time. What was shown once stays.
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd

from signpost.metrics.adoption.coded_groups import CodedGroups
from signpost.metrics.adoption.published_totals import long_parts
from signpost.metrics.adoption.segments import SegmentRequest, segment_request
from signpost.metrics.disclosure.cells import FEW_PEOPLE
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Floats, Window
from signpost.warehouse import Warehouse

_SQL = statements("adoption/adoption.sql")
GRACE_DAYS = 30
"""Nobody is called late before this many days have passed since the licence."""
FEWEST_PEOPLE, _MANY_PEOPLE = 30, 60
COARSE_STEP, FINE_STEP = 0.10, 0.05
"""Shares of fewer than _MANY_PEOPLE are to the first: three numbers of people or more have each."""
_EVERYBODY = MappingProxyType({"group": "all", "group_id": "all"})


def cohort_table(
    warehouse: Warehouse, programme: Programme, *, platform: str = "", window: Window = "month"
) -> pd.DataFrame:
    """Return retention by cohort, as it may be shown: who first used it when, who still does.

    Columns group, group_id, cohort (a period label), since (periods), value (active among those who
    are still licensed members, rounded), earlier, withheld. `earlier` marks the
    first loaded period, whose cohort may have begun before it.
    """
    request = segment_request(warehouse, programme, platform, window)
    counted = _as_shown(request.count(_SQL["cohorts"]), request, request.coded("active", window))
    counted = counted.groupby(["cohort", "since"])[["numerator", "denominator", "size"]].sum()
    begun = [request.label(int(cohort)) for cohort, _ in counted.index]
    key = [f"{label}+{since}" for label, (_, since) in zip(begun, counted.index, strict=True)]
    people, active = counted["denominator"].to_numpy(float), counted["numerator"].to_numpy(float)
    lost = counted["size"].to_numpy(float) - people
    parts = pd.DataFrame({"active": active, "idle": people - active, "lost": lost}, index=key)
    shown = request.published(f"cohorts {window}", long_parts(parts))
    wide = shown.pivot_table(index="period", columns="part", values="number").reindex(key)
    value = _share(wide["active"], wide["active"] + wide["idle"], programme.minimum_group_size)
    begins = counted.index.get_level_values("since") == 0  # by definition everybody
    value = np.where(begins & np.isfinite(value), 1.0, value)
    first = min(request.line.numbers())
    return pd.DataFrame(
        {
            "cohort": begun,
            "since": [int(since) for _, since in counted.index],
            "value": value,
            "earlier": [cohort == first for cohort, _ in counted.index],
            "withheld": np.isnan(value),
        }
    ).assign(**_EVERYBODY)


def first_use_table(
    warehouse: Warehouse,
    programme: Programme,
    *,
    platform: str = "",
    window: Window = "week",
    within: int = GRACE_DAYS,
) -> pd.DataFrame:
    """Return how soon a licence is used, as it may be shown: one row, of everybody.

    Columns group, group_id, value (share with first use within so many days, of those licensed at
    least that long ago), never (share of them who did not yet), median_days (to first use, of all
    of them; NaN until more than half have used it), withheld. Who is too new or was licensed before
    the data began, without a licence day, is left out. Days are as exact as the windows.
    """
    request = segment_request(warehouse, programme, platform, window)
    begun, last = request.count(_SQL["beginners"]), request.label(max(request.line.numbers()))
    waits = _waits(begun, min(request.line.numbers()), within)
    days = _as_ever_shown(waits, request.coded("ever", window), last)
    if not days.size:
        return pd.DataFrame(
            columns=["value", "never", "median_days", "withheld", "group", "group_id"]
        )
    in_time, never = float((days <= within).sum()), float(np.isinf(days).sum())
    parts = {"in time": in_time, "later": days.size - in_time - never, "never": never}
    shown = request.published(
        f"first use {window} {within}", long_parts(pd.DataFrame(parts, [last]))
    )
    wide = shown.pivot_table(index="period", columns="part", values="number").loc[[last]]
    of, minimum = wide.sum(axis=1), programme.minimum_group_size
    value, never_used = (_share(wide[part], of, minimum) for part in ("in time", "never"))
    median = pd.DataFrame({"median": [float(np.median(days))]}, [last])
    known = median[np.isfinite(median["median"])]
    half = request.published(f"first use median {window}", long_parts(known)).set_index("period")
    return pd.DataFrame(
        {
            "value": value,
            "never": never_used,
            "median_days": half["number"].reindex([last]).where(np.isfinite(value)).to_numpy(),
            "withheld": np.isnan(value),
        }
    ).assign(**_EVERYBODY)


def _share(count: pd.Series, of: pd.Series, minimum: int) -> Floats:
    """Return shares to the nearest step; NaN of fewer people than are enough.

    The ends, where they would be about less than three people, are one step in.
    """
    people = of.where(of >= max(minimum, FEWEST_PEOPLE)).to_numpy(float)
    step = np.where(people < _MANY_PEOPLE, COARSE_STEP, FINE_STEP)
    rounded = np.floor(count.to_numpy(float) / people / step + 0.5) * step
    inner = np.where(people * step / 2 <= FEW_PEOPLE, step, 0.0)
    return np.asarray(np.clip(rounded, inner, 1 - inner).round(2))


def _as_shown(counted: pd.DataFrame, request: SegmentRequest, coded: CodedGroups) -> pd.DataFrame:
    """Return the counts with groups as their tables show them: nobody begins where nobody is."""
    begun = [request.label(int(cohort)) for cohort in counted["cohort"]]
    own = zip(counted["group"], begun, strict=True)
    is_nobody = np.array([coded.is_everybody.get(key) is False for key in own], dtype=bool)
    labels = [request.label(int(period)) for period in counted["cohort"] + counted["since"]]
    now = [coded.is_everybody.get(k) for k in zip(counted["group_now"], labels, strict=True)]
    active = np.select(
        [[one is False for one in now], [one is True for one in now]],
        [np.zeros(len(counted)), counted["denominator"].to_numpy(float)],
        counted["numerator"].to_numpy(float),
    )
    return counted.assign(numerator=active)[~is_nobody]


def _as_ever_shown(waits: pd.DataFrame, ever: CodedGroups, last: str) -> Floats:
    """Return days of waits with groups of which nobody, or everybody, is shown to have begun."""
    shown = [ever.is_everybody.get((group, last)) for group in waits["group"]]
    days = waits["days"].to_numpy(float)
    is_none = np.array([one is False for one in shown], dtype=bool)
    is_late = np.array([one is True for one in shown], dtype=bool) & np.isinf(days)
    latest = days[np.isfinite(days)].max(initial=0.0)
    return np.where(is_none, np.inf, np.where(is_late, latest, days))


def _waits(beginners: pd.DataFrame, first: int, within: int) -> pd.DataFrame:
    """Group, and days from licence to first use (inf: not yet), of those licensed long enough."""
    licensed = beginners["from_day"].fillna(
        beginners["licensed_day"].where(beginners["first_licensed"] > first)
    )
    days = (beginners["used_day"] - licensed).dt.days.clip(lower=0).astype(float)
    late = (beginners["known_until"] - licensed).dt.days >= within
    is_counted = licensed.notna() & late
    return pd.DataFrame({"group": beginners["group"], "days": days.fillna(np.inf)})[is_counted]
