"""A pilot of people that the programme declares, from the warehouse: people x periods.

Arms are those of the first lottery recorded before the start, whoever got a licence; without one
they are read from the days licences began, and nobody says that chance decided. P people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from signpost.metrics.causal.people.sample import PeoplePanel, Subgroups
from signpost.metrics.model.calendar import (
    DAY,
    Period,
    complete_periods,
    period_of,
    periods_between,
)
from signpost.metrics.model.keys import platform_key
from signpost.metrics.model.schema import Kpi, PeoplePilot, Programme, Records, UseCase
from signpost.metrics.model.sql_files import day_rows, statements
from signpost.metrics.model.types import Finding, Floats, Question, Refusal
from signpost.metrics.panel.adoption_counts import usage_periods
from signpost.metrics.panel.record_kpis import covered_periods, person_outcomes
from signpost.metrics.register.draws import has_drawn_before
from signpost.metrics.register.versions import programme_history, registration, result_known
from signpost.warehouse import Reader, Warehouse

_SQL = statements("panel/people/people.sql")
_HEADCOUNT = "headcount"
ATTRIBUTES = "level", "tenure", "location"


@dataclass(frozen=True)
class _Arms:
    """Those who take part: one row per person with person_id, block and arm."""

    people: pd.DataFrame
    recorded: bool

    def row_of(self, person: pd.Series) -> pd.Series:
        """Return the row of each person; NaN for those who take no part."""
        rows = pd.Series(np.arange(len(self.people)), self.people["person_id"])
        return person.map(rows)


def build_people_panel(
    warehouse: Warehouse, programme: Programme, use_case: UseCase, *, looks: int = 1
) -> PeoplePanel | Refusal:
    """Return the panel of a use case whose `people` are compared, or the reason for none.

    The KPI must be made of records that name people; the outcome of a person and period is its
    numerator over its denominator times the card's `per`.
    """
    pilot, reader = use_case.people, warehouse.read()
    kpi = next((card for card in programme.kpis if card.id == use_case.kpi), None)
    if pilot is None or kpi is None or kpi.records is None:
        return Refusal(Finding("people.no_records"), Finding("people.load_records"))
    periods = _periods(reader, kpi.records, use_case)
    if not periods:
        return Refusal(Finding("people.no_records"), Finding("people.load_records"))
    arms = _arms(reader, use_case, pilot)
    if arms.people.empty:
        return Refusal(Finding("people.no_arms"), Finding("people.draw_or_load_licences"))
    outcome = _outcome(reader, kpi, periods, arms)
    if isinstance(outcome, Refusal):
        return outcome
    return PeoplePanel(
        question=_question(reader, use_case, kpi, pilot, looks),
        outcome=outcome,
        group=np.unique(arms.people["block"], return_inverse=True)[1].astype(np.int64),
        arm=arms.people["arm"].to_numpy(np.int64),
        start=_index(periods, period_of(pilot.starts, use_case.window)),
        use=_use(reader, use_case, periods, arms),
        until=None
        if pilot.until is None
        else _index(periods, period_of(pilot.until, use_case.window)),
        recorded_draw=arms.recorded,
        minimum=programme.minimum_group_size,
        subgroups=_subgroups(reader, pilot, arms),
    )


def _periods(reader: Reader, card: Records, use_case: UseCase) -> tuple[Period, ...]:
    """Return the periods from the first to the last whole one that records cover."""
    whole = complete_periods(covered_periods(reader, card), use_case.window)
    if not whole:
        return ()
    return periods_between(whole[0].first, whole[-1].last, use_case.window)


def _index(periods: tuple[Period, ...], period: Period) -> int:
    """Return the place of a period: 0 if before the first, their number if after the last."""
    return sum(one < period for one in periods)


def _arms(reader: Reader, use_case: UseCase, pilot: PeoplePilot) -> _Arms:
    """Return the people drawn if a lottery was recorded in time, else those of the licences."""
    if has_drawn_before(reader, use_case.id, pilot.starts):
        drawn = reader.frame(_SQL["drawn"], {"use_case": use_case.id})
        return _Arms(drawn, recorded=True)
    given = {
        "platform": platform_key(use_case.platform),
        "before": pilot.starts - DAY,
        "starts": pilot.starts,
        "until": period_of(pilot.starts, use_case.window).last,
    }
    return _Arms(reader.frame(_SQL["licensed"], given), recorded=False)


def _outcome(
    reader: Reader, kpi: Kpi, periods: tuple[Period, ...], arms: _Arms
) -> Floats | Refusal:
    """(P, T) outcome; NaN where a person was not there or, for a ratio, had no record."""
    assert kpi.records is not None  # noqa: S101 - the caller looked
    long = person_outcomes(reader, kpi.records, periods)
    if isinstance(long, Refusal):
        return long
    shape = len(arms.people), len(periods)
    known = _placed(arms, long, "numerator", shape)
    if not np.isfinite(known).any():
        return Refusal(Finding("people.records_name_nobody"), Finding("people.load_records"))
    days = day_rows([(i, period.last) for i, period in enumerate(periods)])
    present = _placed(
        arms, reader.frame(_SQL["present"].format(days=days)).assign(there=1.0), "there", shape
    )
    if kpi.records.denominator == _HEADCOUNT:
        return np.where(present == 1, np.nan_to_num(known), np.nan) * kpi.per
    below = _placed(arms, long, "denominator", shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = known / below * kpi.per
    return np.where(np.isfinite(rate) & (present == 1), rate, np.nan)


def _use(
    reader: Reader, use_case: UseCase, periods: tuple[Period, ...], arms: _Arms
) -> Floats | None:
    """(P, T) whether each person was active; NaN in periods without usage; None: none is loaded."""
    usage = usage_periods(reader, use_case.platform, use_case.window)
    if isinstance(usage, Refusal):
        return None
    sql = _SQL["used"].format(days=usage.days)
    long = reader.frame(sql, {"platform": platform_key(use_case.platform)})
    number = {period: i for i, period in enumerate(periods)}
    here = {i: number.get(period, -1) for i, period in enumerate(usage.every)}
    long = long.assign(period=long["period"].map(here))
    used = _placed(arms, long, "used", (len(arms.people), len(periods)))
    loaded = np.array([period in usage.parts for period in periods])
    return np.where(loaded, np.nan_to_num(used), np.nan) if loaded.any() else None


def _subgroups(reader: Reader, pilot: PeoplePilot, arms: _Arms) -> tuple[Subgroups, ...]:
    """Return level, tenure and location of the people on the day before, where known."""
    found = reader.frame(_SQL["attributes"], {"before": pilot.starts - DAY})
    mine = found.set_index("person_id").reindex(arms.people["person_id"])
    kinds = []
    for attribute in ATTRIBUTES:
        known = mine[attribute].notna().to_numpy()
        labels = tuple(sorted(set(mine.loc[known, attribute])))
        place = mine[attribute].map({label: at for at, label in enumerate(labels)})
        if len(labels) > 1:
            number = place.fillna(-1).to_numpy(np.int64)
            kinds.append(Subgroups(attribute, labels, number, attribute == pilot.for_whom))
    return tuple(kinds)


def _placed(arms: _Arms, long: pd.DataFrame, column: str, shape: tuple[int, int]) -> Floats:
    """(P, T) of person_id, period and a column; others and other periods are left out."""
    table = np.full(shape, np.nan)
    row, period = arms.row_of(long["person_id"]), long["period"]
    inside = (row.notna() & period.between(0, shape[1] - 1)).to_numpy()
    at = row[inside].to_numpy(int), period[inside].to_numpy(int)
    table[at] = long.loc[inside, column].to_numpy(float)
    return table


def _question(
    reader: Reader, use_case: UseCase, kpi: Kpi, pilot: PeoplePilot, looks: int
) -> Question:
    known = result_known(reader, kpi, pilot.starts)
    return Question(
        kpi=kpi.id,
        better=kpi.better,
        worthwhile=use_case.worthwhile_change or kpi.worthwhile_change,
        platform=use_case.platform,
        window=use_case.window,
        lag=use_case.lag,
        unit=kpi.unit,
        label=kpi.label,
        looks=looks,
        registered=registration(programme_history(reader), use_case.id, pilot.starts, known),
    )
