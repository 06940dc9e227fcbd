from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signpost.answers.answer import Answer
from signpost.answers.collaboration_premium import collaboration_premium
from signpost.metrics.model.schema import Kpi
from signpost.metrics.model.types import Factor, Refusal, Verdict
from signpost.metrics.value.costs import TIME
from signpost.metrics.value.guardrails import GuardrailResult, time_factor
from signpost.metrics.value.pricing import claimed, draw_factor, price

HOURS = Kpi(
    id="hours",
    label="Meeting hours",
    unit="hours per head",
    better="lower",
    worthwhile_change=0.5,
    is_time=True,
)


@pytest.fixture
def timed(programme):
    return programme.model_copy(update={"kpis": (*programme.kpis, HOURS)})


@pytest.fixture
def told(timed, make_panel, make_evidence):
    def build(extra=0.1, grade="works"):
        case = timed.use_case("fewer-escalations")
        panel = make_panel()
        evidence = make_evidence(panel)
        verdict = Verdict(grade, "strong", (), ())
        at_stake = price(evidence, panel, timed, case)
        free = timed.model_copy(update={"costs": (), "interventions": ()})
        asked = case.model_copy(update={"kpi": "hours"})
        whole = asked.model_copy(update={"attribution": case.recapture})
        question = replace(panel.question, kpi="hours")
        guard_evidence = replace(make_evidence(panel, point=extra, half=0.02), question=question)
        worth = price(guard_evidence, panel, free, whole)
        guard = GuardrailResult("hours", "Meeting hours", guard_evidence, verdict, worth)
        money = claimed(at_stake, verdict)
        kpi = timed.kpi("escalations")
        return Answer(case, kpi, panel, evidence, verdict, money, at_stake, (), (guard,))

    return build


def test_time_is_taken_off_the_return(timed, told):
    answer = told(extra=0.1)
    found = collaboration_premium(answer, timed)
    # 0.1 hours for each of 7,000 (exposed head-weeks here), at 60
    assert found.hours[1] == pytest.approx(700, rel=0.01)
    assert found.collaboration[1] == pytest.approx(700 * 60, rel=0.02)
    assert found.returns == pytest.approx(answer.money.benefit)
    assert found.opportunity == pytest.approx(answer.money.cost)
    gross = answer.money.point
    assert found.premium[1] == pytest.approx(gross - 700 * 60, rel=0.05)
    assert found.chance < 0.01


def test_the_net_value_counts_the_same_time_once(timed, told):
    answer = told(extra=0.1)
    case, panel, guards = answer.use_case, answer.panel, answer.guardrails
    time = time_factor(guards, timed, case)
    assert time.name == "cost: working time"
    assert time.value == pytest.approx(700 * 60, rel=0.02)
    assert time.low < time.value < time.high
    assert time.source.startswith("700 hours by Meeting hours, at the hourly rate; shared by 1")
    counted = price(answer.evidence, panel, timed, case, beside=(time,))
    assert counted.cost[1] == pytest.approx(answer.money.cost[1] + time.value, rel=0.01)
    assert counted.point == pytest.approx(collaboration_premium(answer, timed).premium[1], rel=0.02)
    with_it = replace(answer, money=counted)
    assert collaboration_premium(with_it, timed).opportunity == pytest.approx(answer.money.cost)
    assert time_factor((), timed, case) is None


def test_shares_of_one_working_time_move_together():
    mine = Factor(TIME, 40.0, 10.0, 90.0, "a", "")
    yours = Factor(TIME, 44.0, 11.0, 99.0, "b", "")
    first, second = draw_factor(mine, 1000, 1), draw_factor(yours, 1000, 1)
    assert np.corrcoef(first, second)[0, 1] > 0.999


def test_time_saved_adds_to_it(timed, told):
    answer = told(extra=-0.1)
    found = collaboration_premium(answer, timed)
    assert found.collaboration[2] < 0
    assert found.premium[1] > answer.money.point
    assert found.chance > 0.99


def test_time_is_divided_among_the_use_cases_of_the_platform(timed, told):
    case = timed.use_cases[0]
    elsewhere = case.model_copy(update={"id": "other", "platform": "slack"})
    draft = case.model_copy(update={"id": "draft", "stage": "explore"})
    beside = case.model_copy(update={"id": "beside"})
    several = timed.model_copy(update={"use_cases": (case, elsewhere, draft, beside)})
    alone = collaboration_premium(told(), timed)
    shared = collaboration_premium(told(), several)
    assert (alone.shared_by, shared.shared_by) == (1, 2)
    assert shared.hours[1] == pytest.approx(alone.hours[1] / 2)


def test_without_a_claim_or_a_measure_of_time_there_is_no_premium(timed, told, programme):
    assert isinstance(collaboration_premium(told(grade="cannot_tell"), timed), Refusal)
    unmeasured = replace(told(), guardrails=())
    assert "not measured" in collaboration_premium(unmeasured, timed).reason
    broken = replace(told().guardrails[0], at_stake=Refusal("no hours", "load them"))
    assert collaboration_premium(replace(told(), guardrails=(broken,)), timed).reason == "no hours"
    assert "not measured" in collaboration_premium(told(), programme).reason
