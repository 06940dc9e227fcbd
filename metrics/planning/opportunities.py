"""Opportunities before a use case: gap of a KPI, worth of closing it, readiness of groups.

Opportunities, never effects: a group far from the best of its kind may have its reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.causal.inference.noise import change_error
from signpost.metrics.interventions.barriers import STRONG_SCORE, barrier_scores, latest_scores
from signpost.metrics.model.keys import platform_key
from signpost.metrics.model.schema import Kpi, Programme
from signpost.metrics.model.types import Finding, Floats, Refusal, Window
from signpost.metrics.panel.group_hierarchy import hierarchy
from signpost.metrics.panel.kpi_series import KpiSeries, kpi_series
from signpost.metrics.panel.membership import membership
from signpost.metrics.planning.benchmark_gap import BenchmarkGap, benchmark_gap
from signpost.metrics.planning.pilot_design import (
    MIN_GROUPS,
    MIN_PERIODS,
    PERIODS_PER_HALF_YEAR,
    smallest_detectable,
)
from signpost.metrics.value.exposure import PERIODS_PER_YEAR
from signpost.metrics.value.factors import Z90
from signpost.metrics.value.pricing import MoneyBand
from signpost.warehouse import Reader, Warehouse, WarehouseError

READY_ADOPTION = 0.30
"""Share of licensed members active from which a group knows the platform."""
MAX_PILOT_GROUPS = 3
READY, ROLL_OUT_FIRST, UNKNOWN = "ready", "roll out first", "not known"
STARTED, STOPPED = "has started", "on the stop list"


@dataclass(frozen=True)
class Opportunity:
    """Distance of one group from the best of its kind on one KPI: an opportunity, not an effect."""

    kpi: str
    group: str
    area: str
    level: float
    best: float
    room: float
    """Distance in the good direction, luck taken out, in the KPI's unit; 0: none."""
    worth: MoneyBand | None
    """Money a year if all of it were closed (low, point, high); None where it has no price."""
    readiness: str
    """ready, roll out first, barrier first: …, has started, on the stop list, not known."""


@dataclass(frozen=True)
class PilotProposal:
    """Groups that could show whether the gap of a KPI can be closed."""

    kpi: str
    platform: str
    focus: tuple[str, ...]
    room: float
    """Mean room of these groups, in the KPI's unit."""
    worth: MoneyBand | None
    detectable: float
    """Smallest change half a year with these groups would find."""
    provable: bool
    """Whether closing the room would show."""


@dataclass(frozen=True)
class TriedAlready:
    """Past use of a platform: nothing is proposed that has begun, is asked about or stopped."""

    started: frozenset[str] = frozenset()
    """Groups where it started, or has a day to start."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """KPI -> the use case that asks what the platform does for it."""
    stopped: frozenset[str] = frozenset()
    """Groups on the stop list."""


@dataclass(frozen=True)
class Opportunities:
    """Opportunities and pilot proposals, the most worth first."""

    rooms: tuple[Opportunity, ...]
    pilots: tuple[PilotProposal, ...]
    gaps: tuple[Finding, ...]
    """KPIs that could not be explored, and why."""


@dataclass(frozen=True)
class KpiHistory:
    """The last year of one KPI in the groups that are large enough; numbers are (G, T)."""

    groups: tuple[str, ...]
    areas: tuple[str, ...]
    numerator: Floats
    denominator: Floats
    window: Window
    bare: bool


def find_opportunities(
    warehouse: Warehouse,
    programme: Programme,
    *,
    platform: str = "",
    tried: TriedAlready = TriedAlready(),
) -> Opportunities:
    """Return the opportunities of every KPI but placebos; `platform` is the one of a pilot."""
    reader, platform = warehouse.read(), platform_key(platform)
    ready = {
        **readiness(warehouse, programme, platform),
        **dict.fromkeys(tried.started, STARTED),
        **dict.fromkeys(tried.stopped, STOPPED),
    }
    rooms: list[Opportunity] = []
    pilots: list[PilotProposal] = []
    gaps: list[Finding] = []
    placebos = {case.placebo for case in programme.use_cases}
    for kpi in (card for card in programme.kpis if card.id not in placebos):
        history = kpi_history(reader, programme, kpi)
        if isinstance(history, Refusal):
            why = {"kpi": kpi.label, "reason": history.reason, "remedy": history.remedy}
            gaps.append(Finding("explore.gap", why))
            continue
        far = benchmark_gap(history.numerator, history.denominator, history.areas, kpi.better)
        opportunities = opportunities_of(kpi, history, far, ready)
        rooms += opportunities
        if kpi.id in tried.asked:
            known = {"kpi": kpi.label, "use_case": tried.asked[kpi.id]}
            gaps.append(Finding("explore.asked", known))
            continue
        pilot = pilot_proposal(kpi, history, far, opportunities, platform)
        pilots += [pilot] if pilot else []
    return Opportunities(
        tuple(sorted(rooms, key=_by_worth)), tuple(sorted(pilots, key=_by_worth)), tuple(gaps)
    )


def _by_worth(item: Opportunity | PilotProposal) -> tuple[float, float]:
    return -(item.worth[1] if item.worth else 0.0), -item.room


def kpi_history(reader: Reader, programme: Programme, kpi: Kpi) -> KpiHistory | Refusal:
    """Return the last year of a KPI, by week or else by month, for groups of the minimum size."""
    series: KpiSeries | Refusal = Refusal("", "")
    window: Window = "week"
    for window in ("week", "month"):
        series = kpi_series(reader, kpi, window)
        if isinstance(series, KpiSeries):
            break
    if isinstance(series, Refusal):
        return series
    people = membership(reader, series.periods).headcount
    size = people.where(people > 0).median(axis=1)
    recent = series.denominator.columns[-2 * PERIODS_PER_HALF_YEAR[window] :]
    measured = series.denominator[recent].notna().sum(axis=1)
    large = [
        group
        for group in series.numerator.index
        if size.get(group, 0) >= programme.minimum_group_size and measured[group] >= MIN_PERIODS
    ]
    if len(large) < MIN_GROUPS:
        return Refusal(
            f"Only {len(large)} groups of the minimum size have {MIN_PERIODS} periods of it.",
            "Six are needed: load more history, or a roster that names the groups of the KPI.",
        )
    names = hierarchy(reader, programme, large).set_index("group")
    return KpiHistory(
        tuple(large),
        tuple(str(names.loc[group, "area"]) for group in large),
        series.numerator.loc[large, recent].to_numpy(float),
        series.denominator.loc[large, recent].to_numpy(float),
        window,
        series.bare,
    )


def opportunities_of(
    kpi: Kpi, history: KpiHistory, far: BenchmarkGap, ready: Mapping[str, str]
) -> tuple[Opportunity, ...]:
    """Return the room of each group on one KPI."""
    year = np.nanmean(history.denominator, axis=1) * PERIODS_PER_YEAR[history.window] / kpi.per
    opportunities = []
    for row, group in enumerate(history.groups):
        worth = None
        if not (history.bare and kpi.per != 1):
            worth = opportunity_worth(
                kpi, float(far.room[row]), float(far.spread[row]), float(year[row])
            )
        numbers = (float(far.level[row]), float(far.best[row]), float(far.room[row]))
        state = ready.get(group, UNKNOWN)
        opportunities.append(Opportunity(kpi.id, group, history.areas[row], *numbers, worth, state))
    return tuple(opportunities)


def opportunity_worth(kpi: Kpi, room: float, spread: float, volume: float) -> MoneyBand | None:
    """Return money a year for closing a room: both the room and the price at their 90 % ends."""
    card = kpi.money_per_unit
    if card is None:
        return None
    low = card.value if card.low is None else card.low
    high = card.value if card.high is None else card.high
    reach = Z90 * spread if room > 0 else 0.0
    return (
        max(room - reach, 0.0) * volume * low,
        room * volume * card.value,
        (room + reach) * volume * high,
    )


def pilot_proposal(
    kpi: Kpi, history: KpiHistory, far: BenchmarkGap, rooms: Sequence[Opportunity], platform: str
) -> PilotProposal | None:
    """Return the ready groups with most room as a pilot, else those with most room.

    A group that has started or is on the stop list is none of them.
    """
    open_ = [r for r in rooms if r.room > 0 and r.readiness not in (STARTED, STOPPED)]
    chosen = sorted([r for r in open_ if r.readiness == READY] or open_, key=_by_worth)[
        :MAX_PILOT_GROUPS
    ]
    if not chosen:
        return None
    others = len(history.groups) - len(chosen)
    periods = history.numerator.shape[1]
    error = change_error(
        far.noise, len(chosen), others, periods, PERIODS_PER_HALF_YEAR[history.window]
    )
    change = smallest_detectable(error, len(history.groups) - 2)
    mean = float(np.mean([room.room for room in chosen]))
    bands = [room.worth for room in chosen if room.worth is not None]
    worth = None
    if len(bands) == len(chosen):
        low, point, high = (sum(band[end] for band in bands) for end in range(3))
        worth = (low, point, high)
    focus = tuple(room.group for room in chosen)
    return PilotProposal(kpi.id, platform, focus, mean, worth, change, change <= mean)


def readiness(warehouse: Warehouse, programme: Programme, platform: str) -> dict[str, str]:
    """Return group -> its next step, from adoption and barriers that may be published."""
    states: dict[str, str] = {}
    try:
        table = adoption_table(warehouse, programme, platform=platform)
    except WarehouseError:
        table = None  # no usage yet is a common state here, not a trouble
    if table is not None:
        last = table.dropna(subset=["value"]).sort_values("period").groupby("group_id").last()
        states = {
            str(g): READY if v >= READY_ADOPTION else ROLL_OUT_FIRST
            for g, v in last["value"].items()
        }
    for score in reversed(
        latest_scores(barrier_scores(warehouse.read(), programme.minimum_group_size))
    ):
        if score.mean is not None and score.mean >= STRONG_SCORE:
            states[score.group] = f"barrier first: {score.barrier}"
    return states
