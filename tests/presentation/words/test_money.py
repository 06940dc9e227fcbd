"""Money and its factors as people write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from signpost.metrics.model.findings import Finding
from signpost.metrics.model.money import Factor
from signpost.metrics.value.portfolio import WorkingTime
from signpost.presentation.chart_data import ForestRow
from signpost.presentation.formats import SPACE
from signpost.presentation.rounded_account import RoundedAccount, RoundedMoney
from signpost.presentation.tables.evidence import forest_table
from signpost.presentation.tables.money import money_rows_title
from signpost.presentation.theme import GRADES
from signpost.presentation.words.adoption import move_title
from signpost.presentation.words.money import (
    amount,
    amounts,
    factor_value,
    factor_words,
    source_words,
    value_title,
    working_time_words,
)
from signpost.presentation.words.verdicts import money_title


def test_no_hours_of_collaborating_are_no_sentence() -> None:
    nothing = WorkingTime(0.0, (0.0, 0.0, 0.0), (), ("a",), (0.0, 0.2, 0.4))
    said = "No working time is in the account: no guardrail of a use case counts hours."
    assert working_time_words(nothing, RoundedAccount("EUR", 1000, {})) == said
    some = replace(nothing, in_all_a_year=(900.0, 1200.0, 1500.0))
    assert working_time_words(some, RoundedAccount("EUR", 1000, {})) == (
        f"Collaborating takes about 1,200 hours a year in all, estimated. {said}"
    )


def factor(name: str, value: float, low: float, high: float, source: str = "") -> Factor:
    return Factor(name, value, low, high, source, "", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (factor("attribution", 0.9, 0.75, 1.0), "90 % (75 % to 100 %)"),
        (factor("money per unit", 45.0, 32.0, 60.0), "€45.00 (€32.00 to €60.00)"),
        (factor("cost: Licences", 15_775.0, 15_775.0, 15_775.0), "€16 k"),
        (factor("effect", -6.2, -8.4, -4.2), "−6.2 (−8.4 to −4.2)"),
    ],
)
def test_a_factor_is_written_as_what_it_is(one: Factor, words: str) -> None:
    assert factor_value(one, "EUR").replace("\N{NO-BREAK SPACE}", " ") == words


def test_an_amount_without_a_range_ends_its_sentence() -> None:
    spent = RoundedMoney("EUR", 1.0, {"net": (-833.0,) * 3, "cost": (833.0,) * 3}, {"net": -833.0})
    assert value_title(spent) == "Net value to date −€833"
    assert money_title(spent) == "Money to date: −€833 after cost"
    ranged = replace(spent, bands={"net": (-900.0, -833.0, -700.0)})
    assert (
        value_title(ranged) == "Net value to date −€833; nine times in ten between −€900 and −€700"
    )


def test_a_source_names_no_method_and_no_column() -> None:
    measured = {"method": "imputation", "kpi": "Call escalations", "unit": "per 1,000 calls"}
    effect = from_(factor("effect", 1, 1, 1, "x"), Finding("factor.measured", measured))
    counted = Finding("factor.counted", {"volume": "denominator", "per": 1000.0})
    volume = from_(factor("exposed volume", 1, 1, 1, "x"), counted)
    plain = from_(volume, Finding("factor.counted", {"volume": "headcount", "per": 1.0}))
    paid = {"amount": 7391.38, "per": "month", "source": "recorded 2025-05-01 to 2026-09-30"}
    cost = from_(factor("cost: Office", 1, 1, 1), Finding("factor.cost", {**paid, "use_cases": 1}))
    assert source_words(effect) == "Measured: Call escalations, per 1,000 calls"
    assert source_words(volume) == "Counted in the KPI's own data"
    assert factor_value(volume, "EUR") == f"1.0{SPACE}×{SPACE}1,000"
    assert factor_value(plain, "EUR") == "1.0"
    assert source_words(cost).replace("\N{NO-BREAK SPACE}", " ") == (
        "7,391 a month; recorded 1 May 2025 to 30 Sep 2026"
    )
    typed = factor("money per unit", 1, 1, 1, "Finance, 7391.38 per month")
    assert source_words(typed) == "Finance, 7391.38 per month"


def from_(one: Factor, origin: Finding) -> Factor:
    return replace(one, origin=origin)


def test_the_title_of_net_values_counts_only_what_is_clear() -> None:

    rows = [
        ForestRow("a", 5, 1, 9, GRADES["works"]),
        ForestRow("b", 1, -1, 3, GRADES["works"]),
        ForestRow("c", -5, -9, -1, GRADES["harmful"]),
    ]
    assert money_rows_title(rows) == (
        "1 of 3 use cases brings more than the cost, 1 costs more, 1 is not clear yet"
    )
    untold = ForestRow("d", -5, -5, -5, GRADES["cannot_tell"])
    assert money_rows_title([*rows, untold]) == (
        "1 of 4 use cases brings more than the cost, 1 costs more, 1 is not clear yet, 1 has only "
        "cost so far"
    )
    assert money_rows_title([]) == "Net value per use case: no figure yet"
    spent = ForestRow("Ask", -9.0, -9.0, -9.0, GRADES["cannot_tell"])
    assert money_rows_title([spent]) == "1 use case with only cost so far"
    assert len(forest_table(rows, "calls")) == 3


def test_who_is_too_new_neither_climbs_nor_falls() -> None:
    moves = pd.DataFrame(
        [
            ("novice", "power", 77.0),
            ("power", "novice", 69.0),
            ("too_new", "power", 12.0),
            ("power", "too_new", 5.0),
            ("power", "power", 1_000.0),
        ],
        columns=["before", "after", "numerator"],
    )
    assert move_title(moves, 12) == "77 people climbed and 69 fell in 12 weeks"


def test_an_amount_of_a_factor_is_written_in_its_own_kind() -> None:
    written = [
        amount("cost: licences", 19_718.4, "EUR"),
        amount("attribution", 0.9, "EUR"),
        amount("effect", -6.2316, "EUR"),
        amount("recapture", None, "EUR"),
    ]
    assert [one.replace(SPACE, " ") for one in written] == ["€20 k", "90 %", "−6.2", "not there"]


def test_a_cost_that_a_bill_says_is_named_by_its_platform() -> None:
    assert factor_words("cost: bill:metered:github_copilot") == (
        "Metered use of GitHub Copilot, billed"
    )
    assert factor_words("cost: bill:seats:copilot (shared)").startswith("Seats of ")
    assert factor_words("cost: Licences (shared)") == "Licences (shared)"


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("effect", -11.04, -10.94, ("\N{MINUS SIGN}11.0", "\N{MINUS SIGN}10.9")),
        ("effect", 7.1, 7.3, ("7.1", "7.3")),
        ("effect", 7.12, 7.08, ("7.12", "7.08")),
        ("attribution", 0.501, 0.504, ("50.1\N{NO-BREAK SPACE}%", "50.4\N{NO-BREAK SPACE}%")),
        ("cost: licences", 42_100.0, 42_300.0, ("€42,100", "€42,300")),
        ("effect", 7.1, 7.1, ("7.1", "7.1")),
        ("effect", None, 7.1, ("not there", "7.1")),
    ],
)
def test_two_values_that_differ_are_told_apart(
    name: str, before: float | None, after: float, told: tuple[str, str]
) -> None:
    assert amounts(name, before, after, "EUR") == told
