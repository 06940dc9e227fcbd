"""What if an assumption were different: the same sum, nothing saved."""

from __future__ import annotations

import pytest

from signpost.answers.what_if import adjustable_factors, with_changed_factors
from signpost.metrics.model.money import Factor
from signpost.metrics.value.costs import COST
from signpost.metrics.value.pricing import summarise
from signpost.presentation.words.money import factor_words

FACTORS = (
    Factor("effect", -6.0, -8.0, -4.0, "measured", "Signpost"),
    Factor("exposed volume", 1_000.0, 1_000.0, 1_000.0, "counted", ""),
    Factor("money per unit", 40.0, 40.0, 40.0, "Finance", ""),
    Factor("attribution", 0.9, 0.9, 0.9, "said", ""),
    Factor(f"{COST}: licences", 50_000.0, 50_000.0, 50_000.0, "invoice", ""),
)


def test_nothing_changed_is_the_same_figure() -> None:
    money = summarise(FACTORS, "lower", "EUR", "a year")
    assert with_changed_factors(money, "lower", {}) is money
    assert with_changed_factors(money, "lower", {"attribution": 1.0}) is money


def test_half_the_worth_is_half_the_benefit_and_a_share_stays_a_share() -> None:
    money = summarise(FACTORS, "lower", "EUR", "a year")
    half = with_changed_factors(money, "lower", {"money per unit": 0.5})
    assert half.benefit[1] == pytest.approx(money.benefit[1] / 2, rel=0.02)
    assert half.cost == money.cost
    more = with_changed_factors(money, "lower", {"attribution": 2.0})
    assert next(one.value for one in more.factors if one.name == "attribution") == 1.0


def test_only_what_somebody_gave_can_be_changed_and_has_a_name() -> None:
    money = summarise(FACTORS, "lower", "EUR", "a year")
    assert [factor_words(one.name) for one in adjustable_factors(money)] == [
        "Worth of one unit",
        "Share due to this use case",
        "Licences",
    ]
