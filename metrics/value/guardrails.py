"""Guardrail KPIs of a use case, and the working time that those in hours add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import (
    Evidence,
    Factor,
    Finding,
    Floats,
    MoneyEstimate,
    Refusal,
    Verdict,
)
from signpost.metrics.value.costs import TIME, cost_sharers
from signpost.metrics.value.pricing import MONEY_DRAWS, MONEY_SEED, factor_draws, money_band


@dataclass(frozen=True)
class GuardrailResult:
    """Result of one guardrail KPI of a use case: whether it got worse by a worthwhile change."""

    kpi: str
    label: str
    evidence: Evidence
    verdict: Verdict
    at_stake: MoneyEstimate | Refusal
    """What its change is worth, as a benefit: negative where it got worse. No costs in it."""


def sharing_use_cases(case: UseCase, programme: Programme) -> int:
    """Return how many use cases of the same platform are under way, this one included."""
    return sum(other.platform == case.platform for other in cost_sharers(programme, case))


def extra_time(
    guards: Sequence[GuardrailResult],
    programme: Programme,
    case: UseCase,
    n: int = MONEY_DRAWS,
    seed: int = MONEY_SEED,
) -> tuple[Floats, Floats] | Refusal:
    """Return simulated shares of the extra hours and of their cost for this use case, each (n,).

    The time is that of guardrails whose card says `is_time`, with the whole interval of their
    effect, also where it cannot be told from nothing.
    """
    timed = {kpi.id for kpi in programme.kpis if kpi.is_time}
    timed_guards = [guardrail for guardrail in guards if guardrail.kpi in timed]
    if not timed_guards:
        return Refusal(
            "The working time that this use case takes is not measured.",
            "Name a KPI of hours as a guardrail and set is_time on its card.",
        )
    hours, spent = np.zeros(n), np.zeros(n)
    for guard in timed_guards:
        if isinstance(guard.at_stake, Refusal):
            return guard.at_stake
        better, factors = guard.evidence.question.better, guard.at_stake.factors
        spent -= factor_draws(factors, better, n, seed).benefit
        bare = tuple(f for f in factors if f.name != "money per unit")
        hours -= factor_draws(bare, better, n, seed).benefit
    share = sharing_use_cases(case, programme)
    return hours / share, spent / share


def time_factor(
    guards: Sequence[GuardrailResult], programme: Programme, case: UseCase
) -> Factor | None:
    """Return the working time as a cost with its 90 % range; None where it is not measured."""
    extra = extra_time(guards, programme, case)
    if isinstance(extra, Refusal):
        return None
    low, point, high = money_band(extra[1])
    timed = {kpi.id: kpi.label for kpi in programme.kpis if kpi.is_time}
    names = tuple(timed[guard.kpi] for guard in guards if guard.kpi in timed)
    hours, sharing = money_band(extra[0])[1], sharing_use_cases(case, programme)
    listed = ", ".join(names)
    source = f"{hours:,.0f} hours by {listed}, at the hourly rate; shared by {sharing} use cases"
    owner = programme.hourly_rate.owner if programme.hourly_rate else ""
    origin = Finding(
        "factor.working_time",
        {"hours": hours, "kpis": names, "use_cases": sharing},
        {"hours": "hours"},
    )
    return Factor(TIME, point, low, high, source, owner, origin=origin)
