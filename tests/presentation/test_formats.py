from __future__ import annotations

import math
from datetime import date

import pytest

from signpost.presentation.formats import (
    count,
    day,
    interval,
    listed,
    money,
    money_range,
    number,
    percent,
    period,
    range_ends,
)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1_234_567, "€1.2 m"),
        (999_600, "€1.0 m"),
        (999_400, "€999 k"),
        (-840_400, "-€840 k"),
        (9_400, "€9,400"),
        (12.5, "€12.50"),
        (0.0, "€0"),
        (2.4e9, "€2.4 bn"),
        (12.4e9, "€12.4 bn"),
        (math.nan, "not known"),
    ],
)
def test_money_is_written_on_a_scale_people_use(value: float, words: str) -> None:
    assert plain(money(value, "EUR")) == words


def test_money_knows_other_currencies_and_signs() -> None:
    assert plain(money(3_000_000, "CHF")) == "CHF 3.0 m"
    assert plain(money(1_500_000, "USD", signed=True)) == "+$1.5 m"
    assert plain(money_range(-40_000, 1_600_000, "EUR")) == "-€40 k to €1.6 m"
    assert plain(money(-40_000, "EUR", like=1.6e6)) == "€0"


@pytest.mark.parametrize(
    ("value", "words"), [(0.614, "61 %"), (0, "0 %"), (1, "100 %"), (math.nan, "not known")]
)
def test_shares_are_percentages(value: float, words: str) -> None:
    assert plain(percent(value)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(1204.4, "1,204"), (0.4213, "0.42"), (-3.14, "-3.1"), (-0.0, "0"), (math.inf, "not known")],
)
def test_numbers_keep_two_figures(value: float, words: str) -> None:
    assert plain(number(value)) == words


def test_a_number_that_rounds_to_zero_has_no_minus() -> None:
    assert number(-0.004, 1) == "0.0"


def test_intervals_share_their_decimals() -> None:
    assert plain(interval(-4.13, 0.31)) == "-4.1 to +0.3"


def test_days_and_periods_in_words() -> None:
    assert plain(day(date(2026, 10, 31))) == "31 Oct 2026"
    assert plain(period("2026-03")) == "Mar 2026"
    assert plain(period("2026-W07")) == "week of 9 Feb 2026"
    assert plain(period("2026-02-09")) == "week of 9 Feb 2026"
    assert period("17") == "17"


def test_counts_and_lists() -> None:
    assert [count(n, "group") for n in (0, 1, 12)] == ["no groups", "1 group", "12 groups"]
    assert listed([]) == ""
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c", "d"]) == "a, b, c and d"
    assert listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


def test_a_range_without_a_width_ends_where_its_amount_is_shown() -> None:
    """An amount rounded so that lines add up lies inside its own range."""
    assert range_ends(-5_500.0, -5_500.0, "−€5\u00a0k", "EUR") == ("−€5\u00a0k", "−€5\u00a0k")
    assert range_ends(-3_000.0, -2_300.0, "−€3\u00a0k", "EUR") == ("−€3,000", "−€2,300")
