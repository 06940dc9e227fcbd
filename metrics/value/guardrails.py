"""Guardrail KPIs of a use case, and the working time that those in hours add up to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from signpost.metrics.value.account import money_pool
from signpost.metrics.value.costs import GUARDRAIL, TIME
from signpost.metrics.value.pricing import MONEY_DRAWS, MONEY_SEED, factor_draws, money_band


@dataclass(frozen=True)
class GuardrailResult:
    """Result of one guardrail KPI of a use case: whether it got worse by a worthwhile change."""

    kpi: str
    label: str
    evidence: Evidence
    verdict: Verdict
    at_stake: MoneyEstimate | Refusal
    """What its change is worth: harm where it got worse. No costs in it."""


def sharing_use_cases(case: UseCase, programme: Programme) -> int:
    """Return among how many use cases of its platform working time is divided.

    0: the use case is a draft beside others that are under way, and bears none.
    """
    alike = [other for other in programme.use_cases if other.platform == case.platform]
    under_way = [other for other in alike if other.stage != "explore"]
    if not under_way:
        return len({case.id, *(other.id for other in alike)})
    is_draft = case.stage == "explore"
    return 0 if is_draft else len({case.id, *(other.id for other in under_way)})


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
            "Name a KPI of hours as a guardrail and say on its card that one unit is an "
            "hour of working time.",
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
    return (hours / share, spent / share) if share else (0.0 * hours, 0.0 * spent)


def time_factor(
    guards: Sequence[GuardrailResult], programme: Programme, case: UseCase
) -> Factor | None:
    """Return the working time as a cost with its 90 % range; None where it is not measured."""
    extra = extra_time(guards, programme, case)
    if isinstance(extra, Refusal):
        return None
    low, point, high = money_band(extra[1])
    if low == high == 0:
        return None
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


def guardrail_harms(
    guards: Sequence[GuardrailResult],
    programme: Programme,
    groups: Collection[str],
    seen: set[tuple[str, str]],
) -> tuple[Factor, ...]:
    """Return guardrails that got worse and have a price, as costs; working time is not among them.

    `groups` are those exposed. `seen` are the (money pool, group) whose change is counted already;
    those found here are added.
    """
    cards = {kpi.id: kpi for kpi in programme.kpis if not kpi.is_time}
    found = []
    for guard in guards:
        if guard.kpi not in cards or guard.verdict.grade != "harmful":
            continue
        if isinstance(guard.at_stake, Refusal) or not guard.at_stake.harm[1]:
            continue
        cells = {(money_pool(cards[guard.kpi]), group) for group in groups}
        if cells & seen:
            continue
        seen |= cells
        low, point, high = guard.at_stake.harm
        name, kpi = f"{GUARDRAIL}{guard.label}", cards[guard.kpi]
        origin = Finding("factor.guardrail", {"kpi": guard.label})
        found.append(
            Factor(name, point, low, high, f"guardrail {kpi.label}", kpi.owner, origin=origin)
        )
    return tuple(found)
