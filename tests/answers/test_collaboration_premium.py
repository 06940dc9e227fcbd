from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signpost.answers.answer import Answer
from signpost.answers.collaboration_premium import collaboration_premium
from signpost.metrics.model.schema import Kpi
from signpost.metrics.model.types import Factor, Refusal, Verdict
from signpost.metrics.value.costs import NO_CHARGE, TIME, Charge
from signpost.metrics.value.guardrails import GuardrailResult, time_factor
from signpost.metrics.value.pricing import claimed, draw_factor, price
from tests.metrics.conftest import charged

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
    def build(extra=0.1, grade="works", programme=timed):
        case = timed.use_case("fewer-escalations")
        panel = make_panel()
        evidence = make_evidence(panel)
        verdict = Verdict(grade, "strong", (), ())
        asked = case.model_copy(update={"kpi": "hours"})
        whole = asked.model_copy(update={"attribution": case.recapture})
        question = replace(panel.question, kpi="hours")
        guard_evidence = replace(make_evidence(panel, point=extra, half=0.02), question=question)
        worth = price(guard_evidence, panel, timed, whole, charge=NO_CHARGE)
        guard = GuardrailResult("hours", "Meeting hours", guard_evidence, verdict, worth)
        paid = charged(price(evidence, panel, timed, case))
        time = time_factor((guard,), programme, case)
        charge = Charge((*paid.factors, *((time,) if time else ())))
        at_stake = price(evidence, panel, timed, case, charge=charge)
        known = (case, timed.kpi("escalations"), panel, evidence, verdict)
        return Answer(*known, claimed(at_stake, verdict), at_stake, (), (guard,), charge)

    return build


def test_time_is_taken_off_the_return(timed, told):
    answer = told(extra=0.1)
    found = collaboration_premium(answer, timed)
    # 0.1 hours for each of 7,000 (exposed head-weeks here), at 60
    assert found.hours[1] == pytest.approx(700, rel=0.01)
    assert found.collaboration[1] == pytest.approx(700 * 60, rel=0.02)
    assert found.returns == pytest.approx(answer.money.benefit)
    assert found.opportunity[1] == pytest.approx(answer.money.cost[1] - found.collaboration[1])
    assert found.chance < 0.01


def test_the_premium_is_the_net_value_of_the_account(timed, told):
    answer = told(extra=0.1)
    case, guards = answer.use_case, answer.guardrails
    time = time_factor(guards, timed, case)
    assert time.name == "cost: working time"
    assert time.value == pytest.approx(700 * 60, rel=0.02)
    assert time.low < time.value < time.high
    assert time.source.startswith("700 hours by Meeting hours, at the hourly rate; shared by 1")
    found = collaboration_premium(answer, timed)
    assert found.collaboration[1] == pytest.approx(time.value)
    assert found.premium == (answer.money.low, answer.money.point, answer.money.high)
    left = found.returns[1] - found.opportunity[1] - found.collaboration[1]
    assert found.premium[1] == pytest.approx(left)
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
    assert found.premium[1] > found.returns[1] - found.opportunity[1]
    assert found.chance > 0.99
    # time saved is a benefit, never a negative cost
    assert answer.money.benefit[1] == pytest.approx(found.returns[1] - found.collaboration[1])
    assert answer.money.cost[1] == pytest.approx(found.opportunity[1])


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
