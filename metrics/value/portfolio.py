"""Portfolio of all use cases: the account summed up, grades, what is not counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from signpost.metrics.causal.inference.intervals import RISK
from signpost.metrics.model.schema import Area
from signpost.metrics.model.types import Finding, Floats, Grade, MoneyEstimate, Refusal, Text
from signpost.metrics.value.account import (
    AccountLine,
    AnsweredCase,
    DrawnLine,
    counted_once,
    drawn_lines,
    effect_draws,
    sides_of,
)
from signpost.metrics.value.pricing import (
    MONEY_DRAWS,
    MONEY_SEED,
    MoneyBand,
    amount_band,
    money_band,
)

MIN_MEASURED_TO_SHRINK = 6


@dataclass(frozen=True)
class NotCounted:
    """A use case whose benefit is not in the sum, and why."""

    use_case: str
    reason: Text


@dataclass(frozen=True)
class AreaSummary:
    """Summary of one of the three areas; a gap is a sentence, never a zero."""

    area: Area
    use_cases: tuple[str, ...]
    grades: Mapping[Grade, int]
    net: MoneyBand | None
    gap: str
    benefit: MoneyBand | None = None
    harm: MoneyBand | None = None
    cost: MoneyBand | None = None


@dataclass(frozen=True)
class CaseSum:
    """The lines of one use case summed up; without a money figure it has only costs."""

    use_case: str
    told: bool
    net: MoneyBand
    benefit: MoneyBand
    harm: MoneyBand
    cost: MoneyBand


@dataclass(frozen=True)
class WorkingTime:
    """Extra working time that guardrails measured, to date: what of it the account has."""

    hours: float
    """More hours than collaborating took before, added over the use cases that measure them."""
    cost: MoneyBand
    """The same at the hourly rate; below 0: time was saved."""
    measured: tuple[str, ...]
    """Use cases whose share of it is in the account."""
    not_measured: tuple[str, ...]
    """Use cases of whose working time the account has none."""
    in_all_a_year: MoneyBand | None = None
    """Hours a year that collaborating on all platforms takes, estimated; None: not asked."""


@dataclass(frozen=True)
class Portfolio:
    """The sponsor's summary, to date. Bands are (5th percentile, mean, 95th percentile).

    benefit - harm - cost = net in the means, which add up over use cases and areas.
    """

    currency: str
    net: MoneyBand | Refusal
    """Benefits that are claimed, each once, less harm and less all that was spent."""
    benefit: MoneyBand
    harm: MoneyBand
    """What use cases that do harm and guardrails that got worse cost, as a positive amount."""
    cost: MoneyBand
    not_told: MoneyBand
    """What use cases without a money figure have cost, as a negative amount; part of `net`."""
    chance_pays_back: float | None
    shrunk_benefit: float | None
    """The sum of claimed benefits, shrinkage-adjusted; None below six measured."""
    counted: tuple[str, ...]
    not_counted: tuple[NotCounted, ...]
    uncosted: tuple[str, ...]
    """Use cases with a cost that is not known, so that it is missing in `cost`."""
    areas: tuple[AreaSummary, ...]
    grades: Mapping[Grade, int]
    looks: int
    by_chance: float
    """Findings to expect among that many looks if nothing worked."""
    working_time: WorkingTime
    use_cases: tuple[CaseSum, ...]
    """Each use case with a line; their nets add up to `net`."""
    lines: tuple[AccountLine, ...]
    """The account: one line per use case and kind; the counted ones add up to `net`."""
    forecast: tuple[AccountLine, ...] = ()
    """A year of each use case's next step; its lines add up to what is expected of it."""


def portfolio_summary(
    answers: Sequence[AnsweredCase],
    currency: str = "EUR",
    *,
    among: Sequence[AnsweredCase] = (),
    forecast: Iterable[AccountLine] = (),
    n: int = MONEY_DRAWS,
    seed: int = MONEY_SEED,
) -> Portfolio:
    """Return the summary of answers.

    `among`: all answers of the programme, where these are the part that a reader may see; what is
    counted, and its figures, are then as for everybody. `forecast`: lines of their next steps.
    """
    everything = {answer.use_case.id: answer for answer in among or answers}
    mine = [everything[answer.use_case.id] for answer in answers]
    once, left = counted_once(tuple(everything.values()))
    once = tuple(answer for answer in once if answer in mine)
    drawn = drawn_lines(mine, once, n, seed)
    net, benefit, harm, cost = _bands(drawn, n)
    unknown = {a.use_case.id for a in answers if isinstance(a.money, Refusal)}
    looks = questions_asked(answers)
    return Portfolio(
        currency=currency,
        net=net if drawn else _no_money(answers),
        benefit=benefit,
        harm=harm,
        cost=cost,
        not_told=money_band(_net([one for one in drawn if one.line.use_case in unknown], n)),
        chance_pays_back=float((_net(drawn, n) > 0).mean()) if once else None,
        shrunk_benefit=shrunk_sum(tuple(everything.values()), once, n, seed),
        counted=tuple(a.use_case.id for a in once),
        not_counted=_not_counted(answers, {a.use_case.id: b.use_case.id for a, b in left}),
        uncosted=tuple(a.use_case.id for a in answers if a.charge.refusal is not None),
        areas=tuple(_area(area, answers, drawn, n) for area in get_args(Area)),
        grades=_grades(answers),
        looks=looks,
        by_chance=RISK * looks,
        working_time=_working_time(answers, drawn, n),
        use_cases=tuple(_case_sums(answers, drawn, n)),
        lines=tuple(one.line for one in drawn),
        forecast=tuple(forecast),
    )


def questions_asked(answers: Sequence[AnsweredCase]) -> int:
    """Return how many questions were asked of the data; a draft is none beside those under way."""
    estimated = [a for a in answers if a.evidence.estimates]
    asked = [a for a in estimated if a.use_case.stage != "explore"] or estimated
    return max(len(asked), *(a.evidence.looks for a in asked), 0)


def _not_counted(
    answers: Sequence[AnsweredCase], left: Mapping[str, str]
) -> tuple[NotCounted, ...]:
    labels = {answer.use_case.id: answer.use_case.label for answer in answers}
    elsewhere = [
        NotCounted(
            case,
            Finding("money.counted_elsewhere", {"use_case": labels.get(other, "another use case")}),
        )
        for case, other in left.items()
        if case in labels
    ]
    refused = [
        NotCounted(a.use_case.id, a.money.reason) for a in answers if isinstance(a.money, Refusal)
    ]
    return (*elsewhere, *refused)


def _net(drawn: Iterable[DrawnLine], n: int) -> Floats:
    return sum((one.draws for one in drawn if one.line.counted), np.zeros(n))


def _working_time(
    answers: Sequence[AnsweredCase], drawn: Sequence[DrawnLine], n: int
) -> WorkingTime:
    lines = [one for one in drawn if one.line.kind == "working time"]
    measured = tuple(one.line.use_case for one in lines)
    return WorkingTime(
        hours=sum(one.line.hours or 0.0 for one in lines),
        cost=money_band(-_net(lines, n)),
        measured=measured,
        not_measured=tuple(a.use_case.id for a in answers if a.use_case.id not in measured),
    )


def _no_money(answers: Iterable[AnsweredCase]) -> Refusal:
    """Return why there is no account: a cost that is not known, or nothing that has a price."""
    for answer in answers:
        if answer.charge.refusal is not None:
            return answer.charge.refusal
    return Refusal(
        "No use case could be priced yet.",
        "Give a use case a KPI with money per unit, and groups with a roll-out day.",
    )


def shrunk_sum(
    answers: Sequence[AnsweredCase], summed: Sequence[AnsweredCase], n: int, seed: int
) -> float | None:
    """Return the sum of the benefits of `summed`, shrunk by the chance in all measured ones.

    Positive-part James-Stein towards zero over all that was measured, not the winners alone.
    """
    measured = [a for a in answers if isinstance(a.at_stake, MoneyEstimate)]
    if len(measured) < MIN_MEASURED_TO_SHRINK:
        return None
    drawn = {a.use_case.id: effect_draws(a, n, seed) for a in measured}
    points = np.array([draws.mean() for draws in drawn.values()])
    spreads = np.array([draws.std() for draws in drawn.values()])
    shrunk = dict(zip(drawn, james_stein(points, spreads), strict=True))
    return float(sum(max(shrunk[a.use_case.id], 0.0) for a in summed))


def james_stein(points: Floats, spreads: Floats) -> Floats:
    """Return (K,) positive-part James-Stein estimates towards 0, standard errors known, K >= 3.

    James and Stein (1961); Efron and Morris (1975) for unequal errors: each point is shrunk by
    the same factor max(0, 1 - (K - 2) / sum of squared z).
    """
    z2 = float(np.sum((points / spreads) ** 2))
    factor = max(0.0, 1.0 - (len(points) - 2) / z2) if z2 > 0 else 0.0
    return points * factor


def _case_sums(
    answers: Sequence[AnsweredCase], drawn: Sequence[DrawnLine], n: int
) -> Iterator[CaseSum]:
    for answer in answers:
        case = answer.use_case.id
        lines = [one for one in drawn if one.line.use_case == case and one.line.counted]
        if lines:
            yield CaseSum(case, not isinstance(answer.money, Refusal), *_bands(lines, n))


def _bands(lines: Sequence[DrawnLine], n: int) -> tuple[MoneyBand, MoneyBand, MoneyBand, MoneyBand]:
    """Return net, benefit, harm and cost of lines."""
    sides = sides_of(lines, n)
    amounts = (sides.benefit, sides.harm, sides.cost)
    net = money_band(sides.benefit - sides.harm - sides.cost)
    benefit, harm, cost = (amount_band(amount) for amount in amounts)
    return net, benefit, harm, cost


def _area(
    area: Area, answers: Sequence[AnsweredCase], drawn: Sequence[DrawnLine], n: int
) -> AreaSummary:
    inside = [a for a in answers if a.use_case.area == area]
    ids, gap, grades = tuple(a.use_case.id for a in inside), _gap(inside), _grades(inside)
    lines = [one for one in drawn if one.line.use_case in ids and one.line.counted]
    if not lines:
        return AreaSummary(area, ids, grades, None, gap)
    net, *parts = _bands(lines, n)
    return AreaSummary(area, ids, grades, net, gap, *parts)


def _gap(inside: Sequence[AnsweredCase]) -> str:
    if not inside:
        return "No use case, so nothing is known about this area."
    unknown = [a for a in inside if a.verdict.grade == "cannot_tell"]
    if len(unknown) == len(inside):
        return "Nothing can be told yet about any use case of this area."
    unpriced = [a for a in inside if isinstance(a.at_stake, Refusal)]
    if unpriced:
        noun = "use case" if len(inside) == 1 else "use cases"
        return f"{len(unpriced)} of {len(inside)} {noun} could not be priced."
    return ""


def _grades(answers: Iterable[AnsweredCase]) -> Mapping[Grade, int]:
    counts = Counter(a.verdict.grade for a in answers)
    return {grade: counts.get(grade, 0) for grade in get_args(Grade)}
