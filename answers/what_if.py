"""What if one assumption were different: the same sum with other factors, nothing saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from signpost.metrics.model.types import Better, Factor, MoneyEstimate
from signpost.metrics.value.pricing import summarise


def adjustable_factors(money: MoneyEstimate) -> tuple[Factor, ...]:
    """Return the factors somebody gave: not the estimate, not the measured volume."""
    measured = ("effect", "exposed volume")
    return tuple(one for one in money.factors if one.name not in measured and one.value > 0)


def with_changed_factors(
    money: MoneyEstimate, better: Better, times: Mapping[str, float]
) -> MoneyEstimate:
    """Return the money with some factors multiplied; their ranges move along.

    A share (attribution, recapture) stays at or below 1.
    """
    if all(times.get(one.name, 1.0) == 1.0 for one in money.factors):
        return money
    changed = tuple(_scaled(one, times.get(one.name, 1.0)) for one in money.factors)
    return summarise(changed, better, money.currency, money.per)


def _scaled(factor: Factor, by: float) -> Factor:
    most = 1.0 if factor.name in ("attribution", "recapture") else float("inf")
    low, value, high = (min(x * by, most) for x in (factor.low, factor.value, factor.high))
    return replace(factor, low=low, value=value, high=high)
