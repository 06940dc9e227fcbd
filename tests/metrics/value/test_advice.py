from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest

from signpost.metrics.model.types import EffectOverTime, Estimate, GroupEffect, Refusal, Verdict
from signpost.metrics.value.advice import (
    ADVICE_RULES,
    GROUP_RULES,
    AdviceFacts,
    advise,
    group_rule_for,
    rule_for,
)
from signpost.metrics.value.forecast import (
    draw_money,
    expected_money,
    has_room,
    latest_adoption,
    step_year,
)
from signpost.metrics.value.pricing import price
from signpost.presentation.words.catalogue import say

GRADES = ("works", "no_worthwhile_effect", "harmful", "cannot_tell")


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        # grade, adoption moved, pays back, strength, spare groups, harms a guardrail, lasts
        (("harmful", True, False, "strong", True, False, "unknown"), "stop"),
        (("cannot_tell", False, None, None, True, False, "unknown"), "fix"),
        (("cannot_tell", True, None, None, True, False, "unknown"), "wait"),
        (("cannot_tell", None, None, None, False, False, "unknown"), "wait"),
        (("no_worthwhile_effect", False, False, None, True, False, "unknown"), "fix"),
        (("no_worthwhile_effect", True, False, None, True, False, "unknown"), "stop"),
        (("works", True, False, "strong", True, False, "lasting"), "fix"),
        (("works", True, True, "suggestive", True, False, "lasting"), "wait"),
        (("works", True, True, "strong", True, False, "lasting"), "scale"),
        (("works", None, None, "moderate", True, False, "lasting"), "scale"),
        (("works", True, True, "strong", False, False, "lasting"), "promote"),
        (("works", True, True, "strong", True, True, "lasting"), "fix"),
        (("works", True, True, "strong", True, False, "fading"), "fix"),
        (("works", True, True, "strong", True, False, "unknown"), "promote"),
        (("cannot_tell", True, None, None, True, False, "gone"), "stop"),
        (("no_worthwhile_effect", True, None, None, True, False, "gone"), "stop"),
        (("cannot_tell", True, None, None, True, False, "turned"), "stop"),
        (("harmful", True, None, None, True, False, "turned"), "stop"),
    ],
)
def test_each_verdict_leads_to_one_step(facts, what):
    assert rule_for(*facts).what == what


def test_every_situation_has_a_rule_and_every_rule_a_situation():
    strengths = ("strong", "moderate", "suggestive", None)
    flags = (True, False, None)
    lasts = ("lasting", "fading", "gone", "turned", "unknown")
    every = product(GRADES, flags, flags, strengths, (True, False), (True, False), lasts)
    used = {rule_for(*facts) for facts in every}
    assert used == set(ADVICE_RULES)
    claims = ("better", "worse", "no_worthwhile_effect", "unclear", None)
    every = product(GRADES, (True, False), claims, (True, False), lasts)
    assert {group_rule_for(*facts) for facts in every} == {*GROUP_RULES, None}


@pytest.fixture
def facts(programme, make_panel, make_evidence):
    panel = make_panel()
    group = GroupEffect("north", -2.0, -3.0, -1.0, -2.1, 0.4, "better")
    moved = Estimate("imputation", 0.4, 0.3, 0.5, 0.95, "", 4, 12, 2, effect="adoption")
    evidence = replace(make_evidence(panel), group_effects=(group,), chain=(moved,))
    case = programme.use_case("fewer-escalations")
    free = programme.model_copy(update={"costs": (), "interventions": ()})
    money = price(evidence, panel, free, case)
    verdict = Verdict("works", "strong", (), (), "lasting")
    return AdviceFacts(free, case, panel, evidence, verdict, money)


def test_what_works_is_scaled_to_the_groups_without_it(facts):
    whole, *groups = advise(facts)
    assert (whole.what, whole.group, whole.owner) == ("scale", None, "Head of care")
    assert {a.group: a.what for a in groups} == {
        "north": "promote",
        "east": "scale",
        "west": "scale",
    }
    # 7,000 calls were exposed; two groups of 500 calls a week have 52,179 a year
    times = 2 * 500 * 365.25 / 7 / 7000
    assert whole.expected[1] == pytest.approx(facts.money.point * times)
    one = next(a for a in groups if a.group == "east")
    assert one.expected[1] == pytest.approx(whole.expected[1] / 2)


def test_a_group_on_the_stop_list_is_brought_no_more_and_not_in_what_is_expected(facts):
    whole, *_ = advise(facts)
    less, *rest = advise(replace(facts, stopped=frozenset({"west", "north"})))
    assert (less.what, {a.group: a.what for a in rest}) == ("scale", {"east": "scale"})
    assert less.expected[1] == pytest.approx(whole.expected[1] / 2)
    nowhere, *none = advise(replace(facts, stopped=frozenset({"east", "west"})))
    assert nowhere.what == "promote"
    assert [a.group for a in none] == ["north"]


@pytest.mark.parametrize(("lasts", "step"), [("fading", "fix"), (None, "promote")])
def test_what_may_not_last_is_not_scaled(facts, lasts, step):
    whole, *groups = advise(replace(facts, verdict=replace(facts.verdict, durability=lasts)))
    assert whole.what == step
    assert "scale" not in {a.what for a in groups}


def test_the_next_year_is_worth_what_it_does_now(facts):
    now, then = (
        replace(facts.evidence.estimates[0], point=p, low=p - 1, high=p + 1) for p in (-1.0, -3.0)
    )
    change = replace(now, point=2.0, low=1.0, high=3.0)
    over_time = EffectOverTime(then, now, change, change, 6, 13, 4)
    lasting = replace(facts.verdict, over_time=over_time)
    fading = replace(lasting, durability=None)
    mean = advise(replace(facts, verdict=lasting))[0].expected[1]
    assert mean == pytest.approx(advise(facts)[0].expected[1])
    panel, kpi = facts.panel, facts.programme.kpi(facts.case.kpi)
    ahead = expected_money(facts.money, fading, panel, kpi)
    point = facts.evidence.estimates[0].point
    assert ahead.benefit[1] == pytest.approx(facts.money.benefit[1] * -1.0 / point, rel=0.02)


def test_a_year_and_its_lines_are_of_one_draw(facts):
    drawn = draw_money(facts.money, facts.panel, facts.programme.kpi(facts.case.kpi))
    times, money = drawn.times([0, 1]), facts.money
    grown = step_year(drawn, "scale", [0, 1])
    assert grown.total == pytest.approx(
        [times * end for end in (money.low, money.point, money.high)]
    )
    for step in ("scale", "promote", "stop"):
        year = step_year(drawn, step, [0, 1])
        assert year.total[1] == pytest.approx(sum(band[1] for band in year.parts.values()))
        assert [line.amount for line in year.lines("a")] == list(year.parts.values())
    assert step_year(drawn, "wait", [0, 1]) is None
    whole = advise(facts)[0]
    assert whole.lines
    assert sum(line.amount[1] for line in whole.lines) == pytest.approx(whole.expected[1])


def test_stopping_frees_harm_and_own_running_costs_only(programme, make_panel, make_evidence):
    panel, case = make_panel(), programme.use_case("fewer-escalations")
    evidence = make_evidence(panel, point=2.0)
    own = programme.costs[0].model_copy(update={"use_case": case.id})
    twin = case.model_copy(update={"id": "twin"})
    for costs, monthly in (((own, programme.costs[1]), 1.0), (programme.costs, 0.0)):
        changes = {"costs": costs, "use_cases": (case, twin)}
        whole = programme.model_copy(update=changes)
        money = price(evidence, panel, whole, case)
        verdict = Verdict("harmful", "strong", (), ())
        stop = advise(AdviceFacts(whole, case, panel, evidence, verdict, money))[0]
        assert stop.what == "stop"
        assert stop.expected[0] < stop.expected[1] < stop.expected[2]
        times = 2 * 500 * 365.25 / 7 / 7000
        licences = 4 * 50 * 14 * 7 / 30.4375 * monthly
        harm = money.harm[1]
        assert stop.expected[1] == pytest.approx((harm + licences) * times, rel=0.01)


def test_waiting_says_what_would_settle_it_and_promises_nothing(facts):
    unsure = Verdict("cannot_tell", None, (), ("8 more weeks would settle it.",))
    refused = Refusal("cannot tell", "wait")
    whole = advise(replace(facts, verdict=unsure, money=refused))[0]
    assert whole.what == "wait"
    assert say(whole.why).endswith("8 more weeks would settle it.")
    assert whole.expected is None


def test_without_adoption_moving_the_step_is_to_fix_it(facts):
    still = replace(facts.evidence.chain[0], low=-0.1, point=0.0, high=0.1)
    unsure = Verdict("cannot_tell", None, (), ())
    stuck = replace(facts, evidence=replace(facts.evidence, chain=(still,)), verdict=unsure)
    assert advise(stuck)[0].what == "fix"


def test_no_group_grows_what_the_whole_does_not(facts):
    for held in (
        replace(facts, harms=True),
        replace(facts, verdict=Verdict("works", "suggestive", (), ())),
        replace(facts, money=replace(facts.money, chance_pays_back=0.2)),
    ):
        whole, *groups = advise(held)
        assert whole.what in ("fix", "wait")
        assert not {a.what for a in groups} & {"scale", "promote"}


def test_the_recheck_lies_after_the_data(facts):
    assert advise(facts)[0].recheck == date(2026, 9, 1)
    past = facts.case.model_copy(update={"review_date": date(2026, 1, 1)})
    assert advise(replace(facts, case=past))[0].recheck == date(2026, 6, 28)
    assert advise(replace(facts, panel=None))[0].recheck == date(2026, 9, 1)


def test_room_is_told_from_the_latest_known_adoption(make_panel):
    panel = make_panel()
    numerator = panel.adoption_numerator.copy()
    numerator[0, -2:] = np.nan
    gap = replace(panel, adoption_numerator=numerator)
    assert latest_adoption(gap) == pytest.approx([0.6, 0.6, 0.2, 0.2])
    assert has_room(gap, 0.75, 0)
    assert not has_room(gap, 0.65, 0)
    assert not has_room(gap, None, 0)
    unknown = replace(panel, adoption_numerator=np.full((4, 12), np.nan))
    assert not has_room(unknown, 0.9, 0)
    assert np.isnan(latest_adoption(unknown)).all()
