"""Panel of one use case: groups x periods with outcome and adoption, or the reason for none.

Each fact is brought to (group, period) before it meets another. The complete periods of the outcome
are the panel's; adoption, starts, headcount, contacts and the placebo are laid beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

import numpy as np
import pandas as pd

from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import Kpi, Programme, UseCase
from signpost.metrics.model.types import Finding, Floats, Ints, LeftOut, Panel, Question, Refusal
from signpost.metrics.panel.adoption_counts import adoption_counts
from signpost.metrics.panel.contact_matrix import contact_shares
from signpost.metrics.panel.grid import PeriodGrid, grid_of
from signpost.metrics.panel.group_hierarchy import NONE, hierarchy
from signpost.metrics.panel.group_selection import (
    GroupsRequested,
    GroupsSelected,
    select_groups,
    without_small_periods,
)
from signpost.metrics.panel.kpi_series import KpiSeries, kpi_series
from signpost.metrics.panel.membership import (
    Grouping,
    Membership,
    counted_members,
    membership,
    roster_begins,
)
from signpost.metrics.panel.series_breaks import headcount_jumps, series_breaks
from signpost.metrics.panel.start_dates import other_start_days, start_days, start_index
from signpost.metrics.register.draws import draw_followed, recorded_draws
from signpost.metrics.register.group_spellings import group_spellings
from signpost.metrics.register.versions import programme_history, registration, result_known
from signpost.warehouse import Reader, Warehouse


def build_panel(
    warehouse: Warehouse, programme: Programme, use_case: UseCase, *, grouping: Grouping = "as-was"
) -> Panel | Refusal:
    """Return the panel of one use case, or the reason why there is none.

    `numerator` carries the KPI card's `per`, so that outcome is in the KPI's unit; `denominator`
    is the plain volume. Groups are group ids, periods ISO Mondays or months.
    """
    reader = warehouse.read()
    kpi = next((card for card in programme.kpis if card.id == use_case.kpi), None)
    if kpi is None:
        return Refusal(
            f"The use case asks for the KPI {use_case.kpi!r}, which has no card.",
            "Add a KPI card of that id to the programme, or correct the use case.",
        )
    outcome = kpi_series(reader, kpi, use_case.window)
    members = _members(reader, use_case, outcome, grouping)
    if isinstance(members, Refusal):
        return members
    if isinstance(outcome, Refusal):
        return outcome
    wanted = _groups_requested(reader, programme, use_case)
    selected = select_groups(list(outcome.numerator.index), members.headcount, wanted, kpi.label)
    if isinstance(selected, Refusal):
        return selected
    request = _PanelRequest(programme, use_case, kpi, grouping)
    return _assemble(reader, request, outcome, members, selected, wanted.started)


def _members(
    reader: Reader, use_case: UseCase, outcome: KpiSeries | Refusal, grouping: Grouping
) -> Membership | Refusal:
    """Return who was in which group: by the roster, else by a usage export that comes per group."""
    if roster_begins(reader) is not None:
        return (
            outcome
            if isinstance(outcome, Refusal)
            else membership(reader, outcome.periods, grouping)
        )
    counts = adoption_counts(reader, use_case.adoption_metric, use_case.platform, use_case.window)
    if isinstance(counts, Refusal):
        return Refusal("No roster is loaded, so nobody's group is known.", "Load a roster.")
    return outcome if isinstance(outcome, Refusal) else counted_members(counts, outcome.periods)


@dataclass(frozen=True)
class _PanelRequest:
    programme: Programme
    use_case: UseCase
    kpi: Kpi
    grouping: Grouping


def _groups_requested(reader: Reader, programme: Programme, use_case: UseCase) -> GroupsRequested:
    spellings = group_spellings(reader)
    return GroupsRequested(
        focus=tuple(group_key(name, spellings) for name in use_case.focus),
        comparison=tuple(group_key(name, spellings) for name in use_case.comparison),
        started=start_days(reader, programme, use_case),
        minimum=programme.minimum_group_size,
    )


def _assemble(
    reader: Reader,
    request: _PanelRequest,
    outcome: KpiSeries,
    members: Membership,
    selected: GroupsSelected,
    started: Mapping[str, date],
) -> Panel | Refusal:
    grid = grid_of(outcome, selected.groups)
    start = start_index(grid.groups, grid.periods, started)
    usage = _usage(reader, request, grid, exposed=bool((start >= 0).any()))
    if isinstance(usage, Refusal):
        return usage
    headcount = grid.cut(members.headcount)
    roster = members.from_roster
    denominator = grid.cut(outcome.denominator)
    placebo, unmatched = _placebo(reader, request, grid)
    first = min((started[g] for g in grid.groups if g in started), default=None)
    panel = Panel(
        question=_question(reader, request, first),
        groups=grid.groups,
        periods=tuple(period.label for period in grid.periods),
        outcome_numerator=grid.cut(outcome.numerator),
        outcome_denominator=denominator,
        adoption_numerator=usage.numerator,
        adoption_denominator=usage.denominator,
        weight=_weight(headcount if outcome.bare else denominator, headcount),
        start=start,
        headcount=headcount if roster else None,
        moved=grid.cut(members.moved) if roster else None,
        contact=contact_shares(reader, grid.groups, first or grid.periods[-1].last),
        placebo=placebo,
        stable_outcome=None if outcome.stable is None else grid.cut(outcome.stable),
        breaks=(
            *series_breaks(reader, request.kpi, request.use_case.platform, grid.periods),
            *(headcount_jumps(grid.groups, headcount) if roster else ()),
        ),
        left_out=(*selected.left_out, *_partial(outcome, grid), *usage.left_out, *unmatched),
        division=_divisions(reader, request, grid),
        **_other_rollouts(reader, request, grid),
        ordered_by_chance=_is_drawn(reader, request, grid, started),
    )
    return without_small_periods(panel, headcount, request.programme.minimum_group_size)


def _is_drawn(
    reader: Reader, request: _PanelRequest, grid: PeriodGrid, started: Mapping[str, date]
) -> bool:
    """Return whether a recorded draw ordered the starts; the programme's word is not enough."""
    mine = {group: day for group, day in started.items() if group in grid.groups}
    return draw_followed(recorded_draws(reader, request.use_case.id), mine)


def _divisions(reader: Reader, request: _PanelRequest, grid: PeriodGrid) -> Ints | None:
    """Return (G,) number of the part above each group; None where none is known."""
    table = hierarchy(reader, request.programme, grid.groups).set_index("group")
    parents = [str(table.loc[group, "parent"]) for group in grid.groups]
    if all(parent == NONE for parent in parents):
        return None
    alone = [parent if parent != NONE else f"{NONE} {at}" for at, parent in enumerate(parents)]
    return np.unique(alone, return_inverse=True)[1].astype(np.int64)


class _OtherRollouts(TypedDict):
    other_rollouts: tuple[str, ...]
    other_starts: Ints | None


def _other_rollouts(reader: Reader, request: _PanelRequest, grid: PeriodGrid) -> _OtherRollouts:
    found = other_start_days(reader, request.programme, request.use_case)
    starts = [start_index(grid.groups, grid.periods, days) for days in found.values()]
    return {
        "other_rollouts": tuple(found),
        "other_starts": np.stack(starts, axis=1) if starts else None,
    }


def _partial(outcome: KpiSeries, grid: PeriodGrid) -> tuple[LeftOut, ...]:
    window = grid.periods[0].window
    return tuple(
        LeftOut(label, Finding("left_out.incomplete_period", {"window": window}))
        for label in outcome.incomplete
    )


@dataclass(frozen=True)
class _Usage:
    numerator: Floats | None
    denominator: Floats | None
    left_out: tuple[LeftOut, ...] = ()


def _usage(
    reader: Reader, request: _PanelRequest, grid: PeriodGrid, *, exposed: bool
) -> _Usage | Refusal:
    """Return adoption on the panel's grid; a panel with starts is of use without it."""
    case = request.use_case
    counts = adoption_counts(
        reader, case.adoption_metric, case.platform, case.window, request.grouping
    )
    if not isinstance(counts, Refusal):
        numerator, denominator = grid.lay(counts, "numerator"), grid.lay(counts, "denominator")
        if np.isfinite(denominator).any():
            return _Usage(numerator, denominator)
        counts = _no_overlap(request, counts, grid)
    if exposed:
        return _Usage(None, None, (LeftOut(f"adoption of {case.platform}", counts.reason),))
    return Refusal(
        Finding("panel.no_usage_no_start", {"reason": counts.reason, "kinds": case.starts_with}),
        Finding(
            "panel.load_usage_or_starts", {"remedy": counts.remedy, "kind": case.starts_with[0]}
        )
        if case.starts_with
        else counts.remedy,
    )


def _no_overlap(asked: _PanelRequest, counts: pd.DataFrame, grid: PeriodGrid) -> Refusal:
    values = {
        "platform": asked.use_case.platform,
        "usage_from": min(counts["period"]).label,
        "usage_until": max(counts["period"]).label,
        "kpi": asked.kpi.label,
        "kpi_from": grid.periods[0].label,
        "kpi_until": grid.periods[-1].label,
    }
    return Refusal(Finding("panel.no_overlap", values), Finding("panel.load_same_time"))


def _question(reader: Reader, request: _PanelRequest, first: date | None) -> Question:
    case, kpi, spellings = request.use_case, request.kpi, group_spellings(reader)
    return Question(
        kpi=kpi.id,
        better=kpi.better,
        worthwhile=case.worthwhile_change or kpi.worthwhile_change,
        platform=case.platform,
        adoption_metric=case.adoption_metric,
        window=case.window,
        lag=case.lag,
        focus=tuple(group_key(name, spellings) for name in case.focus),
        comparison=tuple(group_key(name, spellings) for name in case.comparison),
        unit=kpi.unit,
        label=kpi.label,
        registered=registration(
            programme_history(reader), case.id, first, result_known(reader, kpi, first)
        ),
        grouping=request.grouping,
    )


def _placebo(
    reader: Reader, request: _PanelRequest, grid: PeriodGrid
) -> tuple[Floats | None, tuple[LeftOut, ...]]:
    name = request.use_case.placebo
    if not name:
        return None, ()
    card = next((card for card in request.programme.kpis if card.id == name), None)
    series = (
        kpi_series(reader, card, request.use_case.window)
        if card
        else Refusal(f"The placebo KPI {name!r} has no card.", "")
    )
    if isinstance(series, Refusal):
        return None, (LeftOut(f"placebo {name}", series.reason),)
    number = {period: i for i, period in enumerate(series.periods)}
    columns = [number.get(period, -1) for period in grid.periods]
    ratio = (series.numerator / series.denominator).reindex(list(grid.groups))
    return ratio.reindex(columns=columns).to_numpy(float), ()


def _weight(volume: Floats, headcount: Floats) -> Floats:
    """Return (G,) mean volume of each group; headcount where there is none, 1 where neither is."""
    for candidate in (volume, headcount):
        is_measured = np.isfinite(candidate)
        mean = np.where(is_measured, candidate, 0.0).sum(axis=1) / np.maximum(
            is_measured.sum(axis=1), 1
        )
        if (mean > 0).all():
            return mean
    return np.ones(len(volume))
