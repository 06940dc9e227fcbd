"""The collaboration premium: what a use case returns less its costs and the time it takes."""

from __future__ import annotations

from dataclasses import dataclass

from signpost.answers.answer import Answer
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Refusal
from signpost.metrics.value.account import drawn_lines, sides_of
from signpost.metrics.value.costs import COST
from signpost.metrics.value.guardrails import extra_time, sharing_use_cases
from signpost.metrics.value.pricing import MONEY_DRAWS, MONEY_SEED, MoneyBand, money_band


@dataclass(frozen=True)
class CollaborationPremium:
    """Bands are (5th percentile, median, 95th percentile) in the programme's currency."""

    returns: MoneyBand
    opportunity: MoneyBand
    """Licences, training, white-glove effort: what could have gone elsewhere."""
    collaboration: MoneyBand
    """Working time that collaborating took beyond what it took before, at the hourly rate."""
    premium: MoneyBand
    chance: float
    """Of the premium being positive. Below one half: do not do it is."""
    hours: MoneyBand
    """The extra working hours behind `collaboration`."""
    shared_by: int
    """Use cases of this platform, among which the extra hours are divided equally."""


def collaboration_premium(
    answer: Answer, programme: Programme, *, n: int = MONEY_DRAWS, seed: int = MONEY_SEED
) -> CollaborationPremium | Refusal:
    """Return less opportunity cost less collaboration cost (Hansen, Collaboration, 2009).

    These are the lines of the use case in the account; the premium is its net value.
    """
    if isinstance(answer.money, Refusal):
        return answer.money
    extra = extra_time(answer.guardrails, programme, answer.use_case, n, seed)
    if isinstance(extra, Refusal):
        return extra
    is_counted = any(not factor.name.startswith(COST) for factor in answer.money.factors)
    lines = drawn_lines((answer,), (answer,) if is_counted else (), n, seed)
    time = [one for one in lines if one.line.kind == "working time"]
    sides, spent = sides_of(lines, n), sides_of(time, n)
    return CollaborationPremium(
        returns=money_band(sides.benefit - spent.benefit - sides.harm),
        opportunity=money_band(sides.cost - spent.cost),
        collaboration=money_band(spent.cost - spent.benefit),
        premium=(answer.money.low, answer.money.point, answer.money.high),
        chance=answer.money.chance_pays_back or 0.0,
        hours=money_band(extra[0]),
        shared_by=sharing_use_cases(answer.use_case, programme),
    )
