"""The collaboration premium: what a use case returns less its costs and the time it takes."""

from __future__ import annotations

from dataclasses import dataclass

from signpost.answers.answer import Answer
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Refusal
from signpost.metrics.value.costs import TIME
from signpost.metrics.value.guardrails import extra_time, sharing_use_cases
from signpost.metrics.value.pricing import (
    MONEY_DRAWS,
    MONEY_SEED,
    MoneyBand,
    factor_draws,
    money_band,
)


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

    The net value of an answer has the same three parts; here each is seen by itself.
    """
    if isinstance(answer.money, Refusal):
        return answer.money
    extra = extra_time(answer.guardrails, programme, answer.use_case, n, seed)
    if isinstance(extra, Refusal):
        return extra
    hours, spent = extra
    other = tuple(one for one in answer.money.factors if one.name != TIME)
    main = factor_draws(other, answer.evidence.question.better, n, seed)
    premium = main.net - spent
    return CollaborationPremium(
        returns=money_band(main.benefit),
        opportunity=money_band(main.cost),
        collaboration=money_band(spent),
        premium=money_band(premium),
        chance=float((premium > 0).mean()),
        hours=money_band(hours),
        shared_by=sharing_use_cases(answer.use_case, programme),
    )
