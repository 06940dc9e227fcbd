"""The collaboration premium: what a use case returns less its costs and the time it takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.answer import Answer
from metrics.costs import running
from metrics.evidence import Floats, Refusal
from metrics.programme import Programme
from metrics.value import DRAWS, SEED, Band, band, draws


@dataclass(frozen=True)
class CollaborationPremium:
    """Bands are (5th percentile, median, 95th percentile) in the programme's currency."""

    returns: Band
    opportunity: Band
    """Licences, training, white-glove effort: what could have gone elsewhere."""
    collaboration: Band
    """Working time that collaborating took beyond what it took before, at the hourly rate."""
    premium: Band
    chance: float
    """Of the premium being positive. Below one half: do not do it as it is."""
    hours: Band
    """The extra working hours behind `collaboration`."""
    shared_by: int
    """Use cases of this platform, among which the extra hours are divided equally."""


def collaboration_premium(
    answer: Answer, programme: Programme, *, n: int = DRAWS, seed: int = SEED
) -> CollaborationPremium | Refusal:
    """Return less opportunity cost less collaboration cost (Hansen, Collaboration, 2009).

    The time is that of the guardrail KPIs whose card says `is_time`, with the whole interval of
    their effect, also where it cannot be told from nothing.
    """
    if isinstance(answer.money, Refusal):
        return answer.money
    extra = extra_time(answer, programme, n, seed)
    if isinstance(extra, Refusal):
        return extra
    hours, spent = extra
    main = draws(answer.money.factors, answer.evidence.question.better, n, seed)
    premium = main.net - spent
    return CollaborationPremium(
        returns=band(main.benefit),
        opportunity=band(main.cost),
        collaboration=band(spent),
        premium=band(premium),
        chance=float((premium > 0).mean()),
        hours=band(hours),
        shared_by=sharing(answer, programme),
    )


def sharing(answer: Answer, programme: Programme) -> int:
    """Return how many use cases of the same platform are under way, this one included."""
    cases = running(programme, answer.use_case)
    return sum(case.platform == answer.use_case.platform for case in cases)


def extra_time(
    answer: Answer, programme: Programme, n: int = DRAWS, seed: int = SEED
) -> tuple[Floats, Floats] | Refusal:
    """Simulate this use case's share of the extra hours and what they cost, each (n,)."""
    timed = {kpi.id for kpi in programme.kpis if kpi.is_time}
    guards = [one for one in answer.guardrails if one.kpi in timed]
    if not guards:
        return Refusal(
            "The working time that this use case takes is not measured.",
            "Name a KPI of hours as a guardrail and set is_time on its card.",
        )
    hours, spent = np.zeros(n), np.zeros(n)
    for guard in guards:
        if isinstance(guard.at_stake, Refusal):
            return guard.at_stake
        better, factors = guard.evidence.question.better, guard.at_stake.factors
        spent -= draws(factors, better, n, seed).benefit
        bare = tuple(f for f in factors if f.name != "money per unit")
        hours -= draws(bare, better, n, seed).benefit
    share = sharing(answer, programme)
    return hours / share, spent / share
