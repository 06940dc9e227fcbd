from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signpost.answers.answer import Answer
from signpost.answers.stop_list import priced_hours, stop_list
from signpost.metrics.collaboration.channels import Channel
from signpost.metrics.collaboration.overload import Overload
from signpost.metrics.model.findings import Finding
from signpost.metrics.model.schema import FactorInput as Card
from signpost.metrics.model.schema import Kpi
from signpost.metrics.model.types import GroupEffect, Shape, Verdict
from signpost.metrics.value.guardrails import GuardrailResult
from signpost.metrics.value.pricing import claimed, price
from signpost.presentation.words.catalogue import say


@pytest.fixture
def told(programme, make_panel, make_evidence):
    def build(grade, strength="strong", point=-2.0, guards=(), **changes):
        case = programme.use_case("fewer-escalations")
        panel = make_panel()
        evidence = replace(make_evidence(panel, point=point), **changes)
        verdict = Verdict(grade, strength, (), ())
        at_stake = price(evidence, panel, programme, case)
        money = claimed(at_stake, verdict)
        kpi = programme.kpi("escalations")
        return Answer(case, kpi, panel, evidence, verdict, money, at_stake, (), guards)

    return build


def test_what_brought_nothing_frees_its_own_cost_and_hours(programme, told):
    idle = told("no_worthwhile_effect", None, point=0.0)
    (stop,) = stop_list([idle], programme)
    licences = next(f.value for f in idle.money.factors if f.name == "cost: licences")
    assert (stop.what, stop.group, stop.sure) == ("use case", None, "moderate")
    times = 2 * 500 * 365.25 / 7 / 7000  # a year's volume over the volume seen
    assert stop.money[1] == pytest.approx(licences * times, rel=0.02)
    assert stop.money[0] < stop.money[1] < stop.money[2]
    assert stop.hours is None


def test_stopping_frees_the_time_that_a_guardrail_counts(
    programme, told, make_panel, make_evidence
):
    panel = make_panel()
    card = Kpi(
        id="hours", label="Hours", unit="h", better="lower", worthwhile_change=1, is_time=True
    )
    timed = programme.model_copy(update={"kpis": (*programme.kpis, card), "costs": ()})
    case = timed.use_cases[0].model_copy(update={"kpi": "hours", "attribution": Card(value=1)})
    evidence = make_evidence(panel, point=0.1, half=0.02)
    verdict = Verdict("harmful", "strong", (), ())
    free = timed.model_copy(update={"interventions": ()})
    guard = GuardrailResult("hours", "Hours", evidence, verdict, price(evidence, panel, free, case))
    (stop,) = stop_list([told("harmful", point=2.0, guards=(guard,))], timed)
    # 0.1 hours over 7,000 in the eight weeks since the first start
    assert stop.hours[1] == pytest.approx(700 * 12 / (8 * 7 / 30.4375), rel=0.02)
    assert stop.hours[0] < stop.hours[1] < stop.hours[2]


def test_nothing_is_stopped_for_want_of_knowledge(programme, told):
    assert stop_list([told("cannot_tell", None)], programme) == ()
    assert stop_list([told("works")], programme) == ()
    assert stop_list([replace(told("harmful"), panel=None)], programme) == ()


def test_a_group_that_got_worse_is_listed_with_what_it_loses(programme, told):
    groups = (
        GroupEffect("north", 3.0, 1.0, 5.0, 3.5, 0.4, "worse"),
        GroupEffect("south", -3.0, -5.0, -1.0, -3.5, 0.4, "better"),
    )
    (stop,) = stop_list([told("works", group_effects=groups)], programme)
    assert (stop.what, stop.group) == ("group", "north")
    # 3 more per 1,000 of 26,089 calls a year, at 200 each, 80 % of it attributed
    assert stop.money[1] == pytest.approx(3 * 26.089 * 200 * 0.8, rel=1e-3)
    assert 0 < stop.money[0] < stop.money[1] < stop.money[2]


def test_over_collaboration_is_held_at_the_turning_point(programme, told):
    shape = Shape("turning", 0.4, 0.35, 0.5, Finding("shape.worse_again", {"adoption": 0.4}))
    answer = told("works", shape=shape)
    hours = {"north": (900.0, 1000.0, 1100.0)}
    north, south = stop_list([answer], programme, hours)
    assert (north.group, north.what, north.sure) == ("north", "more adoption", "suggestive")
    assert north.hours[1] == pytest.approx(1000 * (1 - 0.5 / 0.6))
    assert north.money[1] == pytest.approx(north.hours[1] * 60)
    assert (south.group, south.hours, south.money) == ("south", None, None)
    assert say(north.why).replace("\N{NO-BREAK SPACE}", " ") == (
        "60 % use it; beyond 50 % more does not help."
    )
    unsure = replace(shape, high=0.65)  # 60 % may still be this side of the turning point
    assert stop_list([told("works", shape=unsure)], programme, hours) == ()
    flat = replace(shape, kind="saturating")
    assert stop_list([told("works", shape=flat)], programme, hours) == ()
    low = np.full((4, 12), 20.0)
    few = replace(answer, panel=replace(answer.panel, adoption_numerator=low))
    assert stop_list([few], programme, hours) == ()


def test_the_surest_comes_first(programme, told):
    found = stop_list(
        [
            told("no_worthwhile_effect", "moderate", point=0.0),
            told("harmful", "suggestive", point=2.0),
            told("harmful", "strong", point=2.0),
        ],
        programme,
    )
    assert [stop.sure for stop in found] == ["strong", "moderate", "suggestive"]


def test_a_channel_opened_without_capacity_is_listed(programme, told):
    field = Channel("field", "Field", 900, 0.3, 48.0, 55, 20, "unanswered", "It answers 30 %.")
    fine = replace(field, group="billing", pace="keeps up")
    weak = told("harmful", "suggestive", point=2.0)
    first, second = stop_list([weak], programme, asked=[field, fine])
    assert (first.what, first.group, first.why) == ("channel", "field", "It answers 30 %.")
    assert (first.sure, first.money) == ("observed", None)
    assert second.sure == "suggestive"


def test_a_group_with_unusual_hours_is_listed_with_what_they_cost(programme):
    busy = Overload("plan", "Planning", 6.6, 3.5, 3.9, 11_000.0, (5e5, 6e5, 8e5), "It sits there.")
    (stop,) = stop_list([], programme, overloaded=[busy])
    assert (stop.what, stop.group, stop.sure) == ("meetings", "plan", "observed")
    assert (stop.hours, stop.money) == ((11_000.0,) * 3, (5e5, 6e5, 8e5))


def test_hours_need_a_rate():
    assert priced_hours((1, 2, 3), None) is None
    assert priced_hours(None, Card(value=10)) is None
    assert priced_hours((1, 2, 3), Card(value=10, low=5, high=20)) == (5, 20, 60)
