"""Marks on charts over time: one letter per month with events, none outside the chart."""

from __future__ import annotations

from datetime import date

import pandas as pd

from signpost.metrics.model.adoption_metrics import CATALOGUE
from signpost.presentation.exhibits.adoption import metric_exhibit
from signpost.presentation.exhibits.time_marks import MOST_MARKS, TimeEvent, marks_between
from signpost.presentation.theme import LIGHT

WEEKS = ["2026-01-05", "2026-01-12", "2026-01-19", "2026-02-02", "2026-02-09"]
EVENTS = (
    TimeEvent(date(2026, 2, 4), "training", 1),
    TimeEvent(date(2026, 1, 14), "roll-out", 2),
    TimeEvent(date(2026, 1, 20), "roll-out", 1),
    TimeEvent(date(2025, 6, 1), "roll-out", 9),
    TimeEvent(date(2026, 2, 3), "reorganisation"),
)


def test_a_month_has_one_letter_at_the_period_of_its_first_event() -> None:
    found = marks_between(EVENTS, WEEKS)
    assert [(mark.at, mark.word) for mark in found.marks] == [
        ("2026-01-12", "A"),
        ("2026-02-02", "B"),
    ]
    assert found.words == (
        "A Jan 26: roll-out in 3 groups; B Feb 26: reorganisation, training in 1 group"
    )


def test_months_are_periods_too() -> None:
    found = marks_between(EVENTS, ["2026-01", "2026-02"])
    assert [mark.at for mark in found.marks] == ["2026-01", "2026-02"]
    assert marks_between(EVENTS, ["2026-02"]).words.startswith("A Feb 26")


def test_more_months_than_can_be_read_are_counted() -> None:
    many = [TimeEvent(date(2025, month, 3), "training", month) for month in range(1, 13)]
    found = marks_between(many, [f"2025-{month:02}" for month in range(1, 13)])
    assert len(found.marks) == MOST_MARKS
    assert "training in 12 groups" in found.words
    assert "training in 1 group" not in found.words.replace("training in 1 group;", "x")
    assert found.words.endswith("not drawn: 4 more events")


def test_nothing_happened_or_nothing_is_drawn() -> None:
    assert marks_between((), WEEKS).marks == ()
    assert marks_between(EVENTS, ()).words == ""


def test_marks_are_drawn_and_their_letters_explained() -> None:
    table = pd.DataFrame(
        {"group": "all", "period": WEEKS, "value": 0.5, "denominator": 10, "numerator": 5}
        | {"coded": ""}
    )
    card = next(one for one in CATALOGUE if one.id == "active")
    shown = metric_exhibit(table, card, "Half are active", EVENTS)
    assert shown.figure is not None
    drawn = [line.x0 for line in shown.figure(LIGHT).layout.shapes]
    assert drawn == ["2026-01-12", "2026-02-02"]
    assert shown.events.startswith("A Jan 26")
