"""Areas: questions between them, and what each leads one to expect."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from signpost.answers.decisions import area_lessons
from signpost.answers.goals.between_areas import BetweenAreas, questions_between_areas
from signpost.metrics.model.schema import Kpi
from signpost.metrics.model.types import Evidence, Question, Refusal, Verdict
from signpost.metrics.value.guardrails import GuardrailResult
from signpost.presentation.tables.goals import between_table
from tests.answers.test_doubts import CASE, answer

NOTHING = Refusal("none", "none")


def card(kpi: str) -> Kpi:
    return Kpi(id=kpi, label=kpi, unit="hours", better="lower", worthwhile_change=1.0)


def asked(case: str, area: Any, kpi: str, **guards: Any) -> Any:
    told = tuple(
        GuardrailResult(
            name,
            name,
            Evidence(Question(name, "lower", 1.0), (), ()),
            Verdict(grade, None, (), ()),
            NOTHING,
        )
        for name, grade in guards.items()
    )
    use_case = CASE.model_copy(update={"id": case, "label": case, "area": area, "kpi": kpi})
    return answer(use_case=use_case, kpi=card(kpi), guardrails=told)


def test_each_use_case_meets_the_kpis_of_the_other_areas() -> None:
    found = [
        asked("ask", "customer", "calls", leads="harmful"),
        asked("post", "marketing", "leads"),
        asked("wiki", "customer", "answers"),
    ]
    questions = questions_between_areas(found)
    assert questions[0] == BetweenAreas("ask", "customer", "leads", "marketing", "harmful")
    assert {(one.use_case, one.kpi) for one in questions[1:]} == {
        ("post", "calls"),
        ("post", "answers"),
        ("wiki", "leads"),
    }
    rows = between_table(questions, {"ask": "Ask first"}, {"kpi:leads": "Leads"}).to_numpy()
    assert rows[0].tolist() == [
        "Does Ask first (Customer) move Leads (Marketing)?",
        "yes: it gets worse",
    ]
    assert rows[1][1] == "not asked: name the KPI among its guardrails"


def test_one_area_alone_asks_nothing_of_itself() -> None:
    found = [asked("ask", "customer", "calls"), asked("wiki", "customer", "answers")]
    assert questions_between_areas(found) == ()


def told(area: str, grade: str) -> Any:
    return SimpleNamespace(
        use_case=SimpleNamespace(area=area), verdict=SimpleNamespace(grade=grade)
    )


def test_an_area_leads_to_its_own_expectation() -> None:
    found = [
        *[told("customer", "works")] * 3,
        told("customer", "no_worthwhile_effect"),
        told("marketing", "harmful"),
        told("operational", "cannot_tell"),
    ]
    by_area = {one.area: one for one in area_lessons(found)}
    # all areas: (3 + 1/2) of (5 + 1); one use case of each area's own
    rate = 3.5 / 6
    assert by_area["customer"].expected[1] == pytest.approx((3 + rate) / 5)
    assert by_area["marketing"].expected[1] == pytest.approx(rate / 2)
    assert by_area["operational"].expected[1] == pytest.approx(rate)
    low, point, high = by_area["operational"].expected
    assert low < 0.1 < point < 0.9 < high  # nothing told: nearly anything may come
    assert [(one.tried, one.told, one.won) for one in by_area.values()] == [
        (1, 1, 0),
        (1, 0, 0),
        (4, 4, 3),
    ]


def test_without_use_cases_there_is_no_area() -> None:
    assert area_lessons([]) == ()
