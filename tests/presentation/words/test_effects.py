from __future__ import annotations

import pytest

from signpost.metrics.model.types import Estimate
from signpost.presentation.words.effects import (
    change_range,
    effect_change,
    short_effect,
    short_range,
)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-")


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (-11.2, -3.1, "escalations per 1,000 calls",
         "between 3 and 11 fewer escalations per 1,000 calls"),
        (-3.0, 2.0, "escalations per 1,000 calls",
         "anything from 3 fewer to 2 more escalations per 1,000 calls"),
        (0.011, 0.052, "trips per head", "between 0.01 and 0.05 more trips per head"),
        (-41.0, -12.0, "EUR per head and month", "between €12 and €41 less per head and month"),
        (2.1, 4.2, "% of orders", "between 2.1 and 4.2 points higher"),
        (-11.2, -3.1, "score 1-5", "between 3 and 11 lower (score 1-5)"),
        (-0.3, -0.1, "hours to close", "between 0.10 and 0.30 fewer hours to close"),
    ],
)  # fmt: skip
def test_ranges_in_words(low: float, high: float, unit: str, words: str) -> None:
    assert plain(change_range(low, high, unit)) == words


@pytest.mark.parametrize(("low", "high"), [(0.4, 9.0), (-9.0, -0.4)])
def test_an_end_that_is_not_zero_is_never_written_as_zero(low: float, high: float) -> None:
    words = change_range(low, high, "calls")
    assert "0.4" in words
    assert " 0 " not in words


def test_changes_and_tiles() -> None:
    assert plain(effect_change(-4.2, "trips per head")) == "4.2 fewer trips per head"
    assert effect_change(0.0, "trips per head") == "no change"
    assert plain(short_effect(-4.24, "trips per head")) == "-4.2"
    assert plain(short_effect(-41.0, "EUR per head")) == "-€41"
    assert plain(short_effect(2.1, "% of orders")) == "+2.1 points"


def test_short_range_writes_both_ends_alike() -> None:
    estimate = Estimate("imputation", -4.2, -6.14, -2.3, 0.95, "EUR per head", 8, 60, 5)
    assert plain(short_range(estimate)) == "-€6.1 to -€2.3"
