"""What a seat may cost, in words."""

from __future__ import annotations

import pytest

from signpost.metrics.model.types import Refusal
from signpost.metrics.value.pricing import MoneyBand
from signpost.presentation.tables.tool_costs import newest_frame, price_frame, price_words


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
