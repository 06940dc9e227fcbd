"""Hours people say they save stand beside what the KPI did in the same groups."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from signpost.metrics.interventions.reported_savings import (
    WEEKS_A_MONTH,
    ReportedHours,
    SavingsCase,
    asked_about,
    estimated_hours,
    reported_and_measured,
    reported_hours,
)
from signpost.metrics.model.schema import FactorInput, Kpi, Programme, UseCase, parse
from signpost.metrics.model.types import Estimate, Evidence, GroupEffect, Question
from signpost.presentation.tables.reported_savings import reported_table
from tests.metrics.small import Small, monday, week

ASKED = "How many hours did Copilot save you last week?"
DAY = date(2026, 9, 21)


@pytest.mark.parametrize(
    ("question", "platform"),
    [
        (ASKED, "copilot"),
        ("how many hours did the assistant save you per week", ""),
        ("Hours saved", ""),
        ("Hours saved: GitHub Copilot", "github_copilot"),
        ("How many hours did Copilot cost you last week?", None),
        ("Hours saved or lost", None),
    ],
)
def test_a_question_about_hours_saved_is_known_by_its_wording(
    question: str, platform: str | None
) -> None:
    assert asked_about(question) == platform


def answer(person: int, day: date, hours: float, number: int = 0) -> dict[str, Any]:
    return {
        "survey": "survey", "answer_id": f"{person}/{day}/{number}", "question": ASKED,
        "group_id": None, "person_id": person, "day": day, "score": hours, "scale_low": None,
        "scale_high": None,
    }  # fmt: skip


def test_the_newest_survey_counts_and_few_answers_are_withheld(tmp_path: Path) -> None:
    small = Small(tmp_path)
    small.roster({"east": range(100, 112), "west": range(200, 212)}, monday(0))
    first, later = monday(1), monday(1) + timedelta(40)
    rows = [answer(who, first, 9.0) for who in range(100, 112)]
    rows += [answer(who, later, 2.0) for who in range(100, 111)]
    rows += [answer(111, later, 1.0), answer(111, later, 3.0, number=1)]  # twice: counts once
    rows += [answer(who, later, 5.0) for who in range(200, 209)]  # nine: too few
    small.load("response", rows)
    found = {one.group: one for one in reported_hours(small.warehouse.read(), 10)}
    assert (found["east"].hours, found["east"].answers) == (pytest.approx(2.0), 12)
    assert found["east"].day == later
    assert (found["west"].hours, found["west"].answers) == (None, None)


def test_nothing_is_said_where_nobody_was_asked(tmp_path: Path) -> None:
    small = Small(tmp_path)
    small.roster({"east": range(100, 112)}, monday(0))
    assert reported_hours(small.warehouse.read(), 10) == ()


def case(unit: str, better: Any, point: float, **more: Any) -> SavingsCase:
    use = UseCase(
        id="minutes", label="Minutes", area="customer", problem="p", mechanism="m",
        platform="copilot", kpi="minutes", **more,
    )  # fmt: skip
    card = Kpi(id="minutes", label="Minutes", unit=unit, better=better, worthwhile_change=0.1)
    told = Estimate("m", point, point - 0.1, point + 0.1, 0.95, unit, 8, 20, 4)
    effects = (GroupEffect("east", point, point - 0.2, point + 0.2, point, None, "better"),)
    question = Question("minutes", better, 0.1, unit=unit)
    evidence = Evidence(question, (told,), (), group_effects=effects)
    return SavingsCase(use, card, evidence, frozenset({"east", "west"}))


SAID = (
    ReportedHours("east", "copilot", DAY, 3.0, 20),
    ReportedHours("west", "copilot", DAY, 1.5, 10),
    ReportedHours("north", "copilot", DAY, 9.0, 30),  # has not started
    ReportedHours("south", "copilot", DAY, None, None),
)


def test_a_kpi_in_hours_a_head_says_how_much_is_found_again() -> None:
    whole, east = reported_and_measured(SAID, [case("hours per head and week", "lower", -0.5)])
    assert (whole.group, whole.answers) == (None, 30)
    assert whole.reported == pytest.approx((3.0 * 20 + 1.5 * 10) / 30)
    assert whole.found_again == pytest.approx((0.4 / 2.5, 0.5 / 2.5, 0.6 / 2.5))
    assert (east.group, east.reported) == ("east", 3.0)
    assert east.found_again == pytest.approx((0.3 / 3, 0.5 / 3, 0.7 / 3))
    table = reported_table([whole], {"minutes": "Minutes by it"}, {"kpi:minutes": "Minutes"})
    assert table.iloc[0].tolist() == [
        "Minutes by it",
        "all its groups",
        "2.5 hours a person and week (30 answers)",
        "Minutes: −0.50 hours per head and week (−0.60 to −0.40)",
        "20\u00a0% of the hours said show in the KPI (16\u00a0% to 24\u00a0%)",
    ]


def test_hours_of_a_month_are_spread_over_its_weeks_and_harm_is_negative() -> None:
    (whole, _) = reported_and_measured(SAID, [case("hours per head", "lower", 0.5, window="month")])
    assert whole.found_again is not None
    assert whole.found_again[1] == pytest.approx(-0.5 / WEEKS_A_MONTH / 2.5)


def test_another_kpi_leaves_the_assumption_with_its_owner() -> None:
    owned = FactorInput(value=0.5, low=0.3, high=0.6, owner="Controlling")
    (whole, _) = reported_and_measured(SAID, [case("calls", "lower", -4.0, recapture=owned)])
    assert whole.found_again is None
    said = reported_table([whole], {}, {})["How much of it becomes money"].iloc[0]
    assert said == "not measured; 50\u00a0% (30\u00a0% to 60\u00a0%) is assumed by Controlling"
    (bare, _) = reported_and_measured(SAID, [case("calls", "lower", -4.0)])
    nobody = reported_table([bare], {}, {})["How much of it becomes money"].iloc[0]
    assert nobody == "not measured; 100\u00a0% is taken, and nobody has said who answers for it"


def test_a_pilot_of_people_leaves_out_groups_that_have_it_by_waves() -> None:
    waves = case("calls", "lower", -4.0)
    people = case("cases", "higher", 9.0)
    pilot = SavingsCase(
        people.use_case.model_copy(update={"id": "pilot"}), people.kpi,
        Evidence(people.evidence.question, people.evidence.estimates, ()), None,
    )  # fmt: skip
    rows = reported_and_measured(SAID, [waves, pilot])
    (mine,) = [one for one in rows if one.use_case == "pilot"]
    assert (mine.group, mine.reported, mine.answers) == (None, 9.0, 30)


def test_answers_about_another_platform_do_not_count() -> None:
    other = (ReportedHours("east", "chatgpt", DAY, 3.0, 20),)
    assert reported_and_measured(other, [case("calls", "lower", -4.0)]) == ()
    unnamed = (ReportedHours("east", "", DAY, 3.0, 20),)
    assert len(reported_and_measured(unnamed, [case("calls", "lower", -4.0)])) == 2


def test_the_own_estimate_of_an_assistant_stands_beside_too(tmp_path: Path) -> None:
    small = Small(tmp_path)
    small.roster({"east": range(100, 112), "west": range(200, 212), "tiny": range(5)}, monday(0))
    hours = {"east": 24.0, "west": 36.0, "tiny": 99.0}
    values = {group: {week(n): (much, 12.0) for n in range(30)} for group, much in hours.items()}
    small.outcome(values, kpi="assisted")
    programme = parse(
        "kpis:\n- {id: assisted, label: Assisted hours, unit: hours per head, better: higher,\n"
        "   worthwhile_change: 1, estimates_savings_of: copilot}\n"
    )
    found = {one.group: one for one in estimated_hours(small.warehouse.read(), programme)}
    assert set(found) == {"east", "west"}
    assert (found["east"].hours, found["east"].by, found["east"].answers) == (
        2.0,
        "assistant",
        None,
    )
    whole, east = reported_and_measured(
        tuple(found.values()), [case("hours per head and week", "lower", -0.5)]
    )
    assert whole.reported == pytest.approx(2.5)
    assert whole.found_again == pytest.approx((0.4 / 2.5, 0.5 / 2.5, 0.6 / 2.5))
    said = reported_table([east], {}, {})["Hours said to be saved"].iloc[0]
    assert said == "2.0 hours a person and week (the assistant's own estimate)"
    assert estimated_hours(small.warehouse.read(), Programme()) == ()
