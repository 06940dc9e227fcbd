"""Hours people say an assistant saves them, beside what the KPI did in the same groups.

What is said is no measurement: studies that asked and measured found both far apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from signpost.metrics.disclosure.suppression import allowed_minimum
from signpost.metrics.interventions.published_answers import published_answers
from signpost.metrics.model.keys import platform_key
from signpost.metrics.model.schema import FactorInput, Kpi, Programme, UseCase
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Evidence, Refusal, Window
from signpost.metrics.panel.kpi_series import kpi_series
from signpost.metrics.panel.membership import membership
from signpost.warehouse import Reader

_SQL = statements("interventions/reported_savings.sql")
_WORDINGS = (
    re.compile(r"hours saved(?::\s*(?P<platform>.+))?"),
    re.compile(r"how (?:many hours|much time) did (?P<platform>.+?) save you (?:last|a|per) week"),
)
_IT = ("it", "the assistant")
WEEKS_A_MONTH = 52 / 12
Band = tuple[float, float, float]
ReportedBy = Literal["people", "assistant"]
_Said = tuple[float, int | None, ReportedBy]
"""Hours, answers and by whom."""


@dataclass(frozen=True)
class ReportedHours:
    """Hours a week that the people of one group say they save, in their newest survey."""

    group: str
    platform: str
    """Empty where the question named none."""
    day: date
    hours: float | None
    """Mean; None where too few answered to show it."""
    answers: int | None
    """None for the assistant's own estimate."""
    by: ReportedBy = "people"
    heads: float = 0.0
    """Heads the assistant's own estimate is about."""

    @property
    def weight(self) -> float:
        """Return how much it counts among groups."""
        return float(self.answers or 0) if self.by == "people" else self.heads


@dataclass(frozen=True)
class SavingsCase:
    """One use case: its evidence and the groups that have it."""

    use_case: UseCase
    kpi: Kpi | None
    evidence: Evidence
    groups: frozenset[str] | None
    """None: a pilot of people inside groups, which shows no group."""


@dataclass(frozen=True)
class ReportedAndMeasured:
    """One use case, or one of its groups: hours said, and what its KPI did."""

    use_case: str
    kpi: str
    group: str | None
    """None: all of its groups together."""
    reported: float
    """Hours a person and week."""
    answers: int | None
    """None for the assistant's own estimate."""
    by: ReportedBy
    measured: Band | None
    """Effect (low, point, high) in the KPI's unit; None where there is no answer."""
    unit: str
    found_again: Band | None
    """Share of the hours said that the KPI shows; None where it does not count hours a head."""
    recapture: FactorInput
    """Share of freed time that is taken to become money: an assumption, with its owner."""


def asked_about(question: str) -> str | None:
    """Return the platform a question about hours saved names, '' for none; None: another one."""
    text = " ".join(question.casefold().split()).rstrip("?. ")
    for wording in _WORDINGS:
        found = wording.fullmatch(text)
        if found:
            named = (found["platform"] or "").strip()
            return "" if named in _IT else platform_key(named)
    return None


def reported_hours(reader: Reader, minimum: int) -> tuple[ReportedHours, ...]:
    """Return the newest survey of each group and platform; below `minimum` answers withheld."""
    about = {q: asked_about(q) for (q,) in reader.rows(_SQL["questions"])}
    known = {question: platform for question, platform in about.items() if platform is not None}
    if not known:
        return ()
    rows = reader.frame(_SQL["hours"], {"questions": list(known)})
    newest: dict[tuple[str, str], ReportedHours] = {}
    told = published_answers(reader, "hours saved", rows, minimum)
    for one in sorted(told, key=lambda one: one.day):  # the newest survey comes last
        platform = known[one.question]
        newest[one.group, platform] = ReportedHours(
            one.group, platform, one.day, one.mean, one.answers
        )
    return tuple(newest.values())


_BOTH: tuple[ReportedBy, ...] = ("people", "assistant")
_NEWEST: dict[Window, int] = {"week": 13, "month": 3}
"""Periods of the assistant's own estimate that count."""


def estimated_hours(reader: Reader, programme: Programme) -> tuple[ReportedHours, ...]:
    """Return what assistants estimate by themselves, of the newest quarter, group by group.

    Of groups that are large enough; from KPIs whose card says `estimates_savings_of`.
    """
    return tuple(
        one
        for card in programme.kpis
        if card.estimates_savings_of
        for one in _estimates(reader, card, programme.minimum_group_size)
    )


def _estimates(reader: Reader, card: Kpi, minimum: int) -> Iterator[ReportedHours]:
    windows: tuple[tuple[Window, float], ...] = (("week", 1.0), ("month", WEEKS_A_MONTH))
    for window, weeks in windows:
        series = kpi_series(reader, card, window)
        if isinstance(series, Refusal):
            continue
        newest = list(series.numerator.columns[-_NEWEST[window] :])
        size = membership(reader, series.periods).headcount[newest].min(axis=1)
        large = [g for g in series.numerator.index if size.get(g, 0) >= allowed_minimum(minimum)]
        above = series.numerator.loc[large, newest].sum(axis=1)
        below = series.denominator.loc[large, newest].sum(axis=1)
        for group in large:
            if below[group] > 0:
                hours = above[group] / below[group] / weeks * card.per
                yield _estimate(card, str(group), hours, below[group])
        return


def _estimate(card: Kpi, group: str, hours: float, heads: float) -> ReportedHours:
    platform = card.estimates_savings_of
    return ReportedHours(group, platform, date.min, float(hours), None, "assistant", float(heads))


def reported_and_measured(
    said: Sequence[ReportedHours], cases: Iterable[SavingsCase]
) -> tuple[ReportedAndMeasured, ...]:
    """Return per use case the hours said in its groups beside its effect, then group by group."""
    cases = list(cases)
    rows: list[ReportedAndMeasured] = []
    for case in cases:
        for by in _BOTH:
            asked = [one for one in said if one.by == by]
            mine = _of_case(asked, case, _started_elsewhere(case, cases))
            if mine:
                rows += [_together(case, mine), *_by_group(case, mine)]
    return tuple(rows)


def _started_elsewhere(case: SavingsCase, cases: Sequence[SavingsCase]) -> frozenset[str]:
    """Return groups that have the platform by waves: they are no part of a pilot of people."""
    others = [one.groups for one in cases if one.use_case.platform == case.use_case.platform]
    return frozenset().union(*(groups for groups in others if groups is not None))


def _of_case(
    said: Sequence[ReportedHours], case: SavingsCase, elsewhere: Collection[str]
) -> list[ReportedHours]:
    named = [one for one in said if one.platform == case.use_case.platform]
    return [
        one
        for one in named or [one for one in said if not one.platform]
        if one.hours is not None
        and (one.group in case.groups if case.groups is not None else one.group not in elsewhere)
    ]


def _together(case: SavingsCase, mine: Sequence[ReportedHours]) -> ReportedAndMeasured:
    weight = sum(one.weight for one in mine)
    hours = sum((one.hours or 0.0) * one.weight for one in mine) / weight
    headline = next(iter(case.evidence.estimates), None)
    told = None if headline is None else (headline.low, headline.point, headline.high)
    answers = sum(one.answers or 0 for one in mine) if mine[0].by == "people" else None
    return _row(case, None, (hours, answers, mine[0].by), told)


def _by_group(case: SavingsCase, mine: Sequence[ReportedHours]) -> list[ReportedAndMeasured]:
    effects = {one.group: (one.low, one.point, one.high) for one in case.evidence.group_effects}
    return [
        _row(case, one.group, (one.hours or 0.0, one.answers, one.by), effects[one.group])
        for one in sorted(mine, key=lambda one: one.group)
        if one.group in effects
    ]


def _row(
    case: SavingsCase, group: str | None, said: _Said, measured: Band | None
) -> ReportedAndMeasured:
    use, card = case.use_case, case.kpi
    unit = card.unit if card else ""
    return ReportedAndMeasured(
        use.id,
        use.kpi,
        group,
        *said,
        measured,
        unit,
        _found_again(case, said[0], measured),
        use.recapture,
    )


def _found_again(case: SavingsCase, said: float, measured: Band | None) -> Band | None:
    """Return the share of the hours said that a KPI in hours a head shows as freed."""
    card = case.kpi
    if card is None or measured is None or said <= 0 or not card.unit.startswith("hours per head"):
        return None
    weeks = WEEKS_A_MONTH if case.use_case.window == "month" else 1.0
    sign = 1.0 if card.better == "higher" else -1.0
    ends = sorted(sign * end / weeks / said for end in measured)
    return ends[0], ends[1], ends[2]
