"""Portfolio of all use cases: grades, value counted once, what is not counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, get_args

import numpy as np

from signpost.metrics.causal.inference.intervals import RISK
from signpost.metrics.model.schema import Area, Kpi, UseCase
from signpost.metrics.model.types import (
    Evidence,
    Factor,
    Floats,
    Grade,
    MoneyEstimate,
    Panel,
    Refusal,
    Text,
    Verdict,
)
from signpost.metrics.value.costs import COST
from signpost.metrics.value.pricing import (
    MONEY_DRAWS,
    MONEY_SEED,
    MoneyBand,
    draw_factor,
    factor_draws,
    money_band,
)

_STRENGTHS = ("strong", "moderate", "suggestive")
MIN_MEASURED_TO_SHRINK = 6


class AnsweredCase(Protocol):
    """Protocol of an answer as the portfolio reads it."""

    @property
    def use_case(self) -> UseCase: ...  # noqa: D102
    @property
    def kpi(self) -> Kpi | None: ...  # noqa: D102
    @property
    def panel(self) -> Panel | None: ...  # noqa: D102
    @property
    def evidence(self) -> Evidence: ...  # noqa: D102
    @property
    def verdict(self) -> Verdict: ...  # noqa: D102
    @property
    def money(self) -> MoneyEstimate | Refusal: ...  # noqa: D102
    @property
    def at_stake(self) -> MoneyEstimate | Refusal: ...  # noqa: D102


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


@dataclass(frozen=True)
class Portfolio:
    """The sponsor's summary. Bands are (5th percentile, median, 95th percentile)."""

    currency: str
    net: MoneyBand | Refusal
    """Benefits that are claimed, each once, less the costs of everything that was measured."""
    benefit: MoneyBand
    cost: MoneyBand
    chance_pays_back: float | None
    shrunk_benefit: float | None
    """The sum of claimed benefits with the luck of winners taken out; None below six measured."""
    counted: tuple[str, ...]
    not_counted: tuple[NotCounted, ...]
    uncosted: tuple[str, ...]
    """Use cases whose cost is not known, so that it is missing in `cost`."""
    areas: tuple[AreaSummary, ...]
    grades: Mapping[Grade, int]
    looks: int
    by_chance: float
    """Findings to expect among that many looks if nothing worked."""


def portfolio_summary(
    answers: Sequence[AnsweredCase], *, n: int = MONEY_DRAWS, seed: int = MONEY_SEED
) -> Portfolio:
    """Return the summary of all answers of a programme."""
    counted, left = count_once(answers)
    measured = [a for a in answers if isinstance(a.at_stake, MoneyEstimate)]
    benefit = _total((_benefit(a, n, seed) for a in counted), n)
    cost = cost_draws(measured, n, seed)
    money = next((m for a in answers if isinstance(m := a.at_stake, MoneyEstimate)), None)
    net = money_band(benefit - cost) if money else _no_money()
    estimated = [a.evidence for a in answers if a.evidence.estimates]
    looks = max([len(estimated), *(evidence.looks for evidence in estimated)]) if estimated else 0
    return Portfolio(
        currency=money.currency if money else "",
        net=net,
        benefit=money_band(benefit),
        cost=money_band(cost),
        chance_pays_back=float((benefit > cost).mean()) if money else None,
        shrunk_benefit=shrunk_sum(measured, counted, n, seed),
        counted=tuple(a.use_case.id for a in counted),
        not_counted=left,
        uncosted=tuple(a.use_case.id for a in answers if isinstance(a.at_stake, Refusal)),
        areas=tuple(_area(area, answers, counted, n, seed) for area in get_args(Area)),
        grades=_grades(answers),
        looks=looks,
        by_chance=RISK * looks,
    )


def count_once(
    answers: Sequence[AnsweredCase],
) -> tuple[tuple[AnsweredCase, ...], tuple[NotCounted, ...]]:
    """Return whose benefit is in the sum: one KPI change in one group belongs to one use case.

    The better evidence goes first, then the pre-registered, then the smaller claim.
    """
    counted: list[AnsweredCase] = []
    left: list[NotCounted] = []
    claims = [a for a in answers if isinstance(a.money, MoneyEstimate)]
    for answer in sorted(claims, key=_rank):
        rival = next((c for c in counted if is_same_money(answer, c)), None)
        if rival is None:
            counted.append(answer)
        else:
            reason = f"The same money is already counted for {rival.use_case.label}."
            left.append(NotCounted(answer.use_case.id, reason))
    left += [
        NotCounted(answer.use_case.id, answer.money.reason)
        for answer in answers
        if isinstance(answer.money, Refusal)
    ]
    return tuple(counted), tuple(left)


def is_same_money(claim: AnsweredCase, other: AnsweredCase) -> bool:
    """Return whether two claims are about the same money in a group that both expose."""
    if claim.kpi is None or other.kpi is None or claim.panel is None or other.panel is None:
        return False
    pools = (claim.kpi.money_pool or claim.kpi.id, other.kpi.money_pool or other.kpi.id)
    return pools[0] == pools[1] and bool(_exposed(claim.panel) & _exposed(other.panel))


def _exposed(panel: Panel) -> set[str]:
    none = bool((panel.start < 0).all())
    return {g for g, s in zip(panel.groups, panel.start, strict=True) if s >= 0 or none}


def _rank(answer: AnsweredCase) -> tuple[int, bool, float, str]:
    strength = answer.verdict.strength
    rank = _STRENGTHS.index(strength) if strength else len(_STRENGTHS)
    exploratory = answer.evidence.question.registered == "exploratory"
    claim = abs(answer.money.benefit[1]) if isinstance(answer.money, MoneyEstimate) else 0.0
    return rank, exploratory, claim, answer.use_case.id


def _benefit(answer: AnsweredCase, n: int, seed: int) -> Floats:
    factors = answer.at_stake.factors if isinstance(answer.at_stake, MoneyEstimate) else ()
    return factor_draws(factors, answer.evidence.question.better, n, seed).benefit


def cost_draws(answers: Iterable[AnsweredCase], n: int, seed: int) -> Floats:
    """Return (n,) costs of all these use cases: those without an effect were paid for too."""
    factors: list[Factor] = []
    for answer in answers:
        if isinstance(answer.at_stake, MoneyEstimate):
            factors += [f for f in answer.at_stake.factors if f.name.startswith(COST)]
    return _total((draw_factor(f, n, seed) for f in factors), n)


def _total(parts: Iterable[Floats], n: int) -> Floats:
    total = np.zeros(n)
    for part in parts:
        total = total + part
    return total


def _no_money() -> Refusal:
    return Refusal(
        "No use case could be priced yet.",
        "Give a use case a KPI with money per unit, and groups with a roll-out day.",
    )


def shrunk_sum(
    measured: Sequence[AnsweredCase], counted: Sequence[AnsweredCase], n: int, seed: int
) -> float | None:
    """Return the sum of the counted benefits, shrunk by the chance in all measured ones.

    Positive-part James-Stein towards zero over all that was measured, not the winners alone.
    """
    if len(measured) < MIN_MEASURED_TO_SHRINK:
        return None
    drawn = {a.use_case.id: _benefit(a, n, seed) for a in measured}
    points = np.array([np.median(draws) for draws in drawn.values()])
    spreads = np.array([draws.std() for draws in drawn.values()])
    shrunk = dict(zip(drawn, james_stein(points, spreads), strict=True))
    return float(sum(shrunk[a.use_case.id] for a in counted))


def james_stein(points: Floats, spreads: Floats) -> Floats:
    """Return (K,) positive-part James-Stein estimates towards 0, standard errors known, K >= 3.

    James and Stein (1961); Efron and Morris (1975) for unequal errors: each point is shrunk by
    the same factor max(0, 1 - (K - 2) / sum of squared z).
    """
    z2 = float(np.sum((points / spreads) ** 2))
    factor = max(0.0, 1.0 - (len(points) - 2) / z2) if z2 > 0 else 0.0
    return points * factor


def _area(
    area: Area, answers: Sequence[AnsweredCase], counted: Sequence[AnsweredCase], n: int, seed: int
) -> AreaSummary:
    inside = [a for a in answers if a.use_case.area == area]
    measured = [a for a in inside if isinstance(a.at_stake, MoneyEstimate)]
    benefit = _total((_benefit(a, n, seed) for a in counted if a in inside), n)
    net = money_band(benefit - cost_draws(measured, n, seed)) if measured else None
    ids = tuple(a.use_case.id for a in inside)
    return AreaSummary(area, ids, _grades(inside), net, _gap(inside))


def _gap(inside: Sequence[AnsweredCase]) -> str:
    if not inside:
        return "No use case: nothing is known about this area."
    unknown = [a for a in inside if a.verdict.grade == "cannot_tell"]
    if len(unknown) == len(inside):
        return "Nothing can be told yet about any use case of this area."
    unpriced = [a for a in inside if isinstance(a.at_stake, Refusal)]
    if unpriced:
        return f"{len(unpriced)} of {len(inside)} use cases could not be priced."
    return ""


def _grades(answers: Iterable[AnsweredCase]) -> Mapping[Grade, int]:
    counts = Counter(a.verdict.grade for a in answers)
    return {grade: counts.get(grade, 0) for grade in get_args(Grade)}
