"""A sponsor of one part sees no other group's figure and no other group's name."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from signpost.answers.access import Access
from signpost.answers.answer import Answer
from signpost.answers.scope import (
    WITHHELD,
    Sight,
    scoped_answers,
    scoped_programme,
    seen_by,
    touches_scope,
)
from signpost.metrics.model.schema import CostItem, Intervention, Programme, Target, UseCase
from signpost.metrics.model.types import (
    CheckResult,
    Estimate,
    Evidence,
    Factor,
    Finding,
    GroupEffect,
    LeftOut,
    MoneyEstimate,
    Panel,
    Question,
    Refusal,
    SeriesBreak,
    Shape,
    Verdict,
)
from signpost.metrics.value.advice import Advice
from signpost.metrics.value.costs import Charge
from signpost.metrics.value.guardrails import GuardrailResult
from signpost.presentation.words.catalogue import say

ELSEWHERE = "another group"
DAY = date(2026, 3, 2)
LABELS = {"care north": "Care North", "care south": "Care South", "billing": "Billing", "it": "IT"}
GROUPS = tuple(LABELS)
TYPED = "Care North, Care South, Billing and IT moved; it did not help care south."
EVERYBODY = Finding(
    "everybody.moved",
    {
        "effect": 1.0,
        "nested": Finding("groups.some", {"more": False}, groups=GROUPS),
        "listed": (Finding("left_out.small", {"minimum": 5}, groups=GROUPS[:1]), "x"),
    },
    groups=GROUPS,
)


def panel() -> Panel:
    size = len(GROUPS)
    grid = np.arange(size * 3, dtype=float).reshape(size, 3)
    return Panel(
        question=question(),
        groups=GROUPS,
        periods=("2026-01", "2026-02", "2026-03"),
        outcome_numerator=grid,
        outcome_denominator=grid + 1,
        adoption_numerator=grid,
        adoption_denominator=grid + 2,
        weight=np.arange(1.0, size + 1),
        start=np.array([1, 1, -1, -1]),
        headcount=grid + 10,
        moved=grid,
        contact=np.eye(size),
        placebo=grid,
        stable_outcome=grid,
        breaks=(SeriesBreak(1, EVERYBODY),),
        left_out=(
            LeftOut("billing", Finding("left_out.no_kpi", {"kpi": "x"}, groups=("billing",))),
        ),
    )


def question() -> Question:
    return Question(
        "escalations", "lower", 2.0, focus=("Care North", "Billing"), comparison=("IT",)
    )


def answer(**changes: object) -> Answer:
    evidence = Evidence(
        question(),
        (Estimate("imputation", -4, -6, -2, 0.95, "x", 4, 3, 2),),
        (CheckResult("placebo", True, EVERYBODY),),
        shape=Shape("flat", None, None, None, EVERYBODY),
        refusal=Refusal(EVERYBODY, EVERYBODY),
        group_effects=tuple(GroupEffect(g, -1, -2, 0, -1, 0.1, "unclear") for g in GROUPS),
    )
    money = MoneyEstimate(
        1,
        0,
        2,
        "EUR",
        "year",
        (Factor(f"cost: {TYPED}", 1, 0, 2, TYPED, "cfo"),),
        tornado=((f"cost: {TYPED}", 0, 1),),
    )
    base = {
        "use_case": UseCase(
            id="uc",
            label="Help for Billing",
            area="customer",
            problem=TYPED,
            mechanism=TYPED,
            platform="teams",
            kpi="escalations",
            decision_rule=TYPED,
            focus=("Care North", " BILLING "),
            comparison=("IT",),
        ),
        "kpi": None,
        "panel": panel(),
        "evidence": evidence,
        "verdict": Verdict("works", "strong", (EVERYBODY,), (EVERYBODY,)),
        "money": money,
        "at_stake": Refusal(EVERYBODY, EVERYBODY),
        "charge": Charge(money.factors, Refusal(EVERYBODY, EVERYBODY)),
        "advice": (
            Advice("uc", None, "scale", EVERYBODY, None, "owner", None),
            Advice("uc", "billing", "stop", EVERYBODY, None, "owner", None),
        ),
        "guardrails": (
            GuardrailResult(
                "csat",
                "Answers by Care North",
                evidence,
                Verdict("works", None, (EVERYBODY,), (EVERYBODY,)),
                Refusal(EVERYBODY, EVERYBODY),
            ),
        ),
    }
    return Answer(**{**base, **changes})  # type: ignore[arg-type]


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from texts(value.model_dump())
    elif isinstance(value, Finding):
        yield from say(value, LABELS).splitlines()
        yield from texts((value.values, value.groups))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, dict):
        for pair in value.items():
            yield from texts(pair)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)


@given(st.frozensets(st.sampled_from(GROUPS), min_size=1, max_size=3))
def test_no_other_group_is_named_anywhere(seen: frozenset[str]) -> None:
    (found,) = scoped_answers([answer()], seen, LABELS)
    found = dataclasses.replace(found, guardrails=_without_label(found))
    others = {name for group in set(GROUPS) - seen for name in (group, LABELS[group])} - {"it"}
    for text in texts(found):
        assert not [name for name in others if re.search(rf"\b{name}\b", text)], text


def _without_label(found: Answer) -> tuple[GuardrailResult, ...]:
    """A KPI's own label is no group's name, whatever it says."""
    assert [one.label for one in found.guardrails] == ["Answers by Care North"]
    return tuple(dataclasses.replace(one, label="") for one in found.guardrails)


def test_the_texts_name_every_group_to_those_who_may_see_all() -> None:
    named = " ".join(texts(answer()))
    assert all(label in named for label in LABELS.values())


@given(st.frozensets(st.sampled_from(GROUPS), min_size=1, max_size=3))
def test_figures_of_other_groups_are_gone_and_own_ones_unchanged(seen: frozenset[str]) -> None:
    whole = answer()
    (found,) = scoped_answers([whole], seen, LABELS)
    assert {one.group for one in found.evidence.group_effects} == seen
    assert found.panel is not None
    assert whole.panel is not None
    assert set(found.panel.groups) == seen
    assert found.panel.contact is None
    for group in seen:
        mine, was = found.panel.groups.index(group), whole.panel.groups.index(group)
        assert found.panel.start[mine] == whole.panel.start[was]
        np.testing.assert_array_equal(found.panel.outcome[mine], whole.panel.outcome[was])
        assert found.panel.adoption is not None
        assert whole.panel.adoption is not None
        np.testing.assert_array_equal(found.panel.adoption[mine], whole.panel.adoption[was])
    assert found.evidence.estimates == whole.evidence.estimates
    assert found.verdict.grade == whole.verdict.grade


def test_advice_for_other_groups_is_gone() -> None:
    (north,) = scoped_answers([answer()], {"care north"}, LABELS)
    assert [one.group for one in north.advice] == [None]
    assert north.use_case.focus == ("Care North",)
    assert north.use_case.comparison == ()
    assert north.use_case.label == "uc"
    assert north.use_case.problem == WITHHELD


def test_a_use_case_of_other_groups_is_not_shown() -> None:
    only_south = answer(panel=None)
    assert touches_scope(only_south, {"billing"})
    assert not touches_scope(only_south, {"it"})
    assert scoped_answers([only_south], {"it"}, LABELS) == ()
    assert not touches_scope(answer(), {"unheard of"})


@pytest.mark.parametrize("name", ["Sales", "it", "Group 2026.25"])
def test_a_finding_loses_a_name_and_no_word_of_its_sentence(name: str) -> None:
    sight = Sight({"own"}, {"own": "Own", name.lower(): name})
    found = Finding(
        "leave_one_out.group_decides", {"without": -0.5, "effect": 2.5}, groups=(name.lower(),)
    )
    words = "Without {} the effect would be −0.5 instead of +2.5: a single group decides."
    assert say(found, sight.labels) == words.format(name)
    assert say(sight.finding(found), sight.labels) == words.format(ELSEWHERE)
    assert sight.finding(found).to_dict()["groups"] == [None]
    kpi = Finding("left_out.no_kpi", {"kpi": "Sales pipeline per head"}, groups=("own",))
    assert say(sight.finding(kpi)) == "No figures of Sales pipeline per head are loaded for it."


def test_a_group_of_others_keeps_its_headcount_to_itself() -> None:
    values = {"before": 70.0, "after": 104.0}
    found = Finding("break.headcount", values, {}, ("billing",), tuple(values))
    assert say(found, LABELS) == "Billing went from 70 to 104 people."
    hidden = Sight({"it"}, LABELS).finding(found)
    assert say(hidden, LABELS) == "The headcount of another group changed much."
    assert "70" not in str(hidden.to_dict())


def test_what_somebody_typed_is_withheld_whole_where_it_names_another_group() -> None:
    sight = Sight({"billing"}, {"care": "Care", "a.*b": "A.*B", "it": "IT", "billing": "Billing"})
    assert sight.typed("Help for Care.") == WITHHELD
    assert sight.typed("Care") == WITHHELD
    assert sight.typed("IT's own") == WITHHELD
    assert sight.typed("(A.*B)") == WITHHELD
    for text in ("Careful AxxB people", "it works", "Help Billing", "", "Care_less"):
        assert sight.typed(text) == text


def test_what_is_seen_is_the_scope_and_below() -> None:
    parents = {"care north": "care", "care south": "care", "billing": None}
    access = Access("x", "sponsor", frozenset({"care", "unlisted"}))
    assert seen_by(access, parents) == {"care north", "care south", "care", "unlisted"}


def test_the_programme_names_only_what_may_be_seen() -> None:
    whole = Programme(
        areas={"Care North": "customer", "Billing": "operational"},
        use_cases=(answer().use_case, answer().use_case.model_copy(update={"focus": ("IT",)})),
        interventions=(
            Intervention(id="i", kind="training", groups=("Care North", "IT"), from_day=DAY),
            Intervention(id="j", kind="training", groups=("IT",), from_day=DAY),
        ),
        targets=(Target(group="Billing", platform="teams", value=0.5, by=DAY),),
        costs=(CostItem(item="Coach for Billing", amount=1),),
    )
    found = scoped_programme(whole, {"care north"}, LABELS)
    assert list(found.areas) == ["Care North"]
    assert [one.focus for one in found.use_cases] == [("Care North",)]
    assert [one.groups for one in found.interventions] == [("Care North",)]
    assert found.targets == ()
    assert not [text for text in texts(found) if re.search(r"\bBilling\b|\bIT\b|South", text)]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Answer, "use_case kpi panel evidence verdict money at_stake advice guardrails charge"),
        (GuardrailResult, "kpi label evidence verdict at_stake"),
        (Evidence, "question estimates checks looks chain naive event_study group_effects shape "
         "refusal design highest threshold over_time subgroup_effects"),
        (Panel, "question groups periods outcome_numerator outcome_denominator adoption_numerator "
         "adoption_denominator weight start headcount moved contact placebo stable_outcome breaks "
         "left_out ordered_by_chance division other_rollouts other_starts"),
        (Verdict, "grade strength because would_change durability over_time"),
        (Advice, "use_case group what why expected owner recheck lines"),
    ],
)  # fmt: skip
def test_a_new_field_must_be_narrowed_too(kind: type, fields: str) -> None:
    # A field this list lacks: narrow it in answers/scope.py, then write it here.
    assert {field.name for field in dataclasses.fields(kind)} == set(fields.split())


@pytest.mark.parametrize("name", ["money", "at_stake"])
def test_a_refusal_of_money_names_no_other_group(name: str) -> None:
    (found,) = scoped_answers(
        [answer(**{name: Refusal(EVERYBODY, Finding("method.load_usage"))})], {"it"}, LABELS
    )
    assert "Billing" not in say(getattr(found, name).reason, LABELS)
