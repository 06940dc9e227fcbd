"""What a seat may cost, in words."""

from __future__ import annotations

import pytest

from signpost.metrics.model.schema import CostItem
from signpost.metrics.model.types import Refusal
from signpost.metrics.value.pricing import MoneyBand
from signpost.presentation.tables.tool_costs import (
    amount_words,
    newest_frame,
    price_frame,
    price_words,
    unassigned_words,
    unit_words,
)


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ((20.0, 35.0, 50.0), "€35.00 (€20.00 to €50.00)"),
        ((-10.0, 5.0, 20.0), "€5.00 (−€10.00 to €20.00)"),
        ((-50.0, -35.0, -20.0), "nothing: even a free seat loses €35.00 a month"),
    ],
)
def test_a_price_below_nothing_is_no_price(price: MoneyBand, said: str) -> None:
    (row,) = price_frame({"ask": price}, {"ask": "Ask first"}, "EUR").to_numpy().tolist()
    assert row == ["Ask first", said, ""]
    assert said in price_words(price, "EUR")


def test_what_cannot_be_priced_says_why() -> None:
    why = Refusal("No seats are charged.", "Enter a price.")
    (row,) = price_frame({"ask": why}, {}, "EUR").to_numpy().tolist()
    assert row == ["ask", "No seats are charged.", "Enter a price."]
    assert price_words(why, "EUR") == ""


def test_without_platforms_there_is_no_newest_month() -> None:
    assert newest_frame(()).empty


@pytest.mark.parametrize(
    ("band", "said"),
    [
        ((28.1, 28.1, 28.1), "€28.10"),
        ((20.0, 28.1, 30.0), "€28.10 (€20.00 to €30.00)"),
        ((365.0, 365.0, 1300.0), "€365 to €1,300"),  # a coded number of people has no point
    ],
)
def test_an_amount_has_a_point_where_there_is_one(band: MoneyBand, said: str) -> None:
    assert amount_words(band, "EUR") == said


def test_costs_of_no_platform_are_named_with_what_they_come_to() -> None:
    office = CostItem(item="Adoption office", amount=7_391.0, per="month", months=17.0)
    fee = CostItem(item="teams licences", amount=9.5, per="licence-month")
    assert unassigned_words((office, fee), "EUR") == (
        "The account also charges costs that name no platform: Adoption office (€125,647 in 17 "
        "months); Teams licences (€9.50 per licence and month). Name the platform of a cost under "
        "Set-up, and it stands with that platform."
    )
    assert unassigned_words((), "EUR") == ""


def test_units_of_bills_are_said_as_people_say_them() -> None:
    assert [unit_words(one) for one in ("ai-credits", "requests", "overage-credits")] == [
        "AI credits", "requests", "overage credits",
    ]  # fmt: skip
