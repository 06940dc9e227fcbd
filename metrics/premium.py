"""The collaboration premium: what a use case returns less its costs and the time it takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.answer import Answer
from metrics.evidence import Money, Refusal
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


def collaboration_premium(
    answer: Answer, programme: Programme, *, n: int = DRAWS, seed: int = SEED
) -> CollaborationPremium | Refusal:
    """Return less opportunity cost less collaboration cost (Hansen, Collaboration, 2009).

    The time is that of the guardrail KPIs whose card says `is_time`, with the whole interval of
    their effect, also where it cannot be told from nothing.
    """
    if isinstance(answer.money, Refusal):
        return answer.money
    timed = {kpi.id for kpi in programme.kpis if kpi.is_time}
    guards = [one for one in answer.guardrails if one.kpi in timed]
    stakes = [(one, one.at_stake) for one in guards if isinstance(one.at_stake, Money)]
    if not guards or len(stakes) < len(guards):
        known = next((g.at_stake for g in guards if isinstance(g.at_stake, Refusal)), None)
        return known or Refusal(
            "The working time that this use case takes is not measured.",
            "Name a KPI of hours as a guardrail and set is_time on its card.",
        )
    main = draws(answer.money.factors, answer.evidence.question.better, n, seed)
    spent, hours = np.zeros(n), np.zeros(n)
    for guard, stake in stakes:
        better = guard.evidence.question.better
        spent -= draws(stake.factors, better, n, seed).benefit
        bare = tuple(f for f in stake.factors if f.name != "money per unit")
        hours -= draws(bare, better, n, seed).benefit
    premium = main.net - spent
    return CollaborationPremium(
        returns=band(main.benefit),
        opportunity=band(main.cost),
        collaboration=band(spent),
        premium=band(premium),
        chance=float((premium > 0).mean()),
        hours=band(hours),
    )
