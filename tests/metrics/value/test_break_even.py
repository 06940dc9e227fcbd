"""Break-even price of a seat: what is left of the benefit, by seat and month."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from signpost.metrics.model.schema import CostItem, Programme, parse
from signpost.metrics.model.types import Evidence, Factor, MoneyEstimate, Question, Refusal
from signpost.metrics.value.break_even import break_even_price, seat_factors
from signpost.metrics.value.costs import Charge, charge_costs
from signpost.metrics.value.exposure import Exposure
from signpost.metrics.value.factors import EFFECT, VOLUME

PROGRAMME = parse("""
use_cases:
- {id: a, label: A, area: operational, problem: p, mechanism: m, platform: cursor, kpi: k}
kpis: [{id: k, label: K, unit: u, better: lower, worthwhile_change: 1}]
costs:
- {item: Seats, platform: Cursor, amount: 20, per: licence-month}
- {item: Training, use_case: a, amount: 400}
""")
CHARGE = charge_costs(PROGRAMME, {"a": Exposure(("x",), 2.0, (50.0,), 1.0)}, None)["a"]
EFFECTS = (
    Factor(EFFECT, -2.0, -3.0, -1.0, "", ""),
    Factor(VOLUME, 100.0, 100.0, 100.0, "", ""),
    Factor("money per unit", 12.0, 12.0, 12.0, "", ""),
)


@dataclass(frozen=True)
class Answered:
    """An answer as `break_even_price` reads it."""

    money: MoneyEstimate | Refusal
    at_stake: MoneyEstimate | Refusal
    charge: Charge = CHARGE
    programme: Programme = PROGRAMME

    @property
    def use_case(self):
        return PROGRAMME.use_case("a")

    @property
    def evidence(self) -> Evidence:
        return Evidence(Question("k", "lower", 1.0), (), ())


MONEY = MoneyEstimate(1.0, 0.0, 2.0, "EUR", "", (*EFFECTS, *CHARGE.factors))


def test_a_seat_may_cost_what_is_left_of_the_benefit() -> None:
    low, point, high = break_even_price(Answered(MONEY, MONEY), PROGRAMME)
    assert point == pytest.approx((2 * 100 * 12 - 400) / 50, rel=0.02)  # 40 a seat and month
    assert low == pytest.approx((1 * 100 * 12 - 400) / 50, rel=0.25)
    assert low < point < high


def test_what_may_not_be_claimed_has_no_price() -> None:
    refused = Refusal("It cannot be told yet.", "Wait.")
    assert break_even_price(Answered(refused, MONEY), PROGRAMME) == refused


def test_without_seats_there_is_no_price() -> None:
    only_training = replace(CHARGE, factors=CHARGE.factors[1:])
    found = break_even_price(Answered(MONEY, MONEY, only_training), PROGRAMME)
    assert isinstance(found, Refusal)
    assert "licence-month" in str(found.remedy)


def test_the_seats_among_the_costs_are_known_by_their_price() -> None:
    (seats,) = seat_factors(Answered(MONEY, MONEY), PROGRAMME, {})
    assert seats.value == 1000


def test_billed_seats_are_the_seats_of_the_bill() -> None:
    """60 seat-months by the bills, shared by two use cases."""
    cost = CostItem(
        item="bill:seats:cursor", amount=600, per="month", months=2, platform="cursor",
        pays_for="seats",
    )  # fmt: skip
    case = PROGRAMME.use_cases[0]
    both = (case, case.model_copy(update={"id": "b", "label": "B"}))
    billed = PROGRAMME.model_copy(update={"costs": (cost,), "use_cases": both})
    charge = charge_costs(billed, {"a": Exposure(("x",), 2.0, (50.0,), 1.0)}, None)["a"]
    assert [one.value for one in charge.factors] == [600]
    answer = Answered(MONEY, MONEY, charge, billed)
    _, price, _ = break_even_price(answer, billed, {"cursor": 60.0})
    assert price == pytest.approx(2 * 100 * 12 / 30, rel=0.02)
    assert isinstance(break_even_price(answer, billed), Refusal)
