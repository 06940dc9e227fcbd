"""What helped, in words and as lines of a picture."""

from __future__ import annotations

import pytest

from signpost.metrics.causal.inference.mean_differences import Contrast
from signpost.metrics.interventions.by_kind import KindEffect
from signpost.metrics.interventions.white_glove import WhiteGlovePremium
from signpost.presentation.tables.programme import kinds_rows, kinds_table
from signpost.presentation.words.programme import kind_words, kinds_title, premium_words


def kind(name: str, *range_: float, groups: int = 5) -> KindEffect:
    if not range_:
        return KindEffect(name, None, groups, groups)
    low, point, high = range_
    return KindEffect(name, Contrast(point, low, high, 0.99, groups, 0), groups, 0)


FOUND = (
    kind("white-glove", 0.56, 0.66, 0.76), kind("people finder", 0.12, 0.22, 0.32),
    kind("roll-out", -0.04, 0.16, 0.37), kind("channel", -2.4, 0.02, 2.4), kind("champion"),
    kind("reminder", -0.3, -0.2, -0.1),
)  # fmt: skip


@pytest.mark.parametrize(("one", "words"), list(zip(FOUND, [
    "+66 points (+56 to +76)", "+22 points (+12 to +32)",
    "Cannot tell: anything from −4 to +37 points",
    "Cannot tell: too few groups to narrow it down", "Cannot be told apart",
    "−20 points (−30 to −10)",
], strict=True)))  # fmt: skip
def test_a_kind_is_said_as_sure_as_it_is(one: KindEffect, words: str) -> None:
    assert kind_words(one) == words


def test_only_kinds_that_raised_use_are_in_the_title() -> None:
    assert kinds_title(FOUND, "Teams") == (
        "White-glove raised the use of Teams most, then people finder"
    )
    assert kinds_title(FOUND[:1], "Teams") == "White-glove raised the use of Teams most"
    assert kinds_title(FOUND[2:], "Teams") == ""


def test_the_picture_has_the_kinds_whose_range_says_something() -> None:
    rows = kinds_rows(FOUND)
    assert [(row.label, *(round(x) for x in (row.low, row.point, row.high))) for row in rows] == [
        ("White-glove", 56, 66, 76),
        ("People finder", 12, 22, 32),
        ("Roll-out", -4, 16, 37),
        ("Reminder", -30, -20, -10),
    ]
    assert [row.mark.word for row in rows] == [
        "Clear gain",
        "Clear gain",
        "Cannot tell yet",
        "Clear loss",
    ]
    assert len(kinds_table(FOUND)) == len(FOUND)


@pytest.mark.parametrize(("low", "high", "said"), [
    (-10.0, -6.0, "The KPI moved further: between 6 and 10 fewer escalations."),
    (-4.0, 10.0, "Whether the KPI moved further cannot be told: anything from 4 fewer to 10 more "
                 "escalations."),
])  # fmt: skip
def test_the_kpi_moved_further_only_where_it_did(low: float, high: float, said: str) -> None:
    outcome = Contrast((low + high) / 2, low, high, 0.95, 6, 4)
    found = WhiteGlovePremium(Contrast(0.4, 0.2, 0.6, 0.95, 6, 4), outcome, 0.0, (1, 2, 3), None)
    assert said in premium_words(found, "escalations")
