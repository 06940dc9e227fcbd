"""Break-even price: what a seat may cost a month before a use case takes more than it brings."""

from __future__ import annotations

from collections.abc import Mapping

from signpost.metrics.model.schema import CostItem, Programme
from signpost.metrics.model.types import Factor, Refusal
from signpost.metrics.register.spend_costs import billed_name, entered_costs
from signpost.metrics.value.account import AnsweredCase, effect_draws
from signpost.metrics.value.costs import COST, SHARED
from signpost.metrics.value.pricing import (
    MONEY_DRAWS,
    MONEY_SEED,
    MoneyBand,
    cost_draws,
    money_band,
)


def break_even_price(
    answer: AnsweredCase,
    programme: Programme,
    billed: Mapping[str, float] | None = None,
    *,
    n: int = MONEY_DRAWS,
    seed: int = MONEY_SEED,
) -> MoneyBand | Refusal:
    """Return the price per seat and month at which the net value is nothing, with its range.

    Benefit less harm and all other costs, divided by the seat-months that are charged; `billed`:
    those of each platform's bills. Refused as the use case's money is: what may not be claimed
    buys no seat.
    """
    if isinstance(answer.money, Refusal):
        return answer.money
    paid = billed or {}
    seats = seat_factors(answer, programme, paid)
    months = sum(_months(factor, paid) for factor in seats)
    if not months:
        return Refusal(
            "No seats are charged to this use case, so there is no price to break even at.",
            "Enter what a seat costs under costs: platform, amount, per: licence-month.",
        )
    others = [factor for factor in answer.charge.factors if factor not in seats]
    left = effect_draws(answer, n, seed)
    if others:
        left = left - cost_draws(others, n, seed)
    return money_band(left / months)


def seat_factors(
    answer: AnsweredCase, programme: Programme, billed: Mapping[str, float]
) -> tuple[Factor, ...]:
    """Return the costs of seats among what is charged to a use case."""
    names = [_name(item) for item in entered_costs(programme, answer.use_case.platform)]
    return tuple(
        factor
        for factor in answer.charge.factors
        if _months(factor, billed) and any(factor.name.startswith(name) for name in names)
    )


def _name(item: CostItem) -> str:
    return f"{COST}{item.item}"


def _months(factor: Factor, billed: Mapping[str, float]) -> float:
    """Return the seat-months behind a cost of seats, by price card or bill; 0 for any other."""
    paid = factor.origin.values if factor.origin else {}
    for platform, seat_months in billed.items():
        bearers = paid.get("use_cases")
        if factor.name.removesuffix(SHARED) == f"{COST}{billed_name('seats', platform)}":
            return seat_months / bearers if isinstance(bearers, int) else seat_months
    amount = paid.get("amount")
    is_seat = paid.get("per") == "licence-month" and isinstance(amount, float) and amount > 0
    return factor.value / amount if is_seat and isinstance(amount, float) else 0.0
