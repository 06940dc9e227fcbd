from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from scipy.stats import beta

from signpost.answers.decisions import (
    decisions,
    decisions_due,
    erase_decision,
    lessons_library,
    outcome_of,
    recheck,
    record_decision,
    win_rate,
)
from signpost.metrics.model.types import MoneyEstimate, Refusal, Verdict
from signpost.metrics.value.advice import Advice
from signpost.metrics.value.costs import NO_CHARGE, Charge
from signpost.metrics.value.forecast import draw_money, step_year
from signpost.metrics.value.pricing import claimed, price
from signpost.warehouse import Warehouse
from tests.metrics.conftest import charged

NOW = datetime.fromisoformat("2026-04-01T10:00:00")
SCALE = Advice(
    "fewer-escalations", None, "scale", "It works.", (1e4, 2e4, 3e4), "Ann", date(2026, 7, 1)
)


@dataclass(frozen=True)
class Told:
    use_case: object
    kpi: object
    panel: object
    evidence: object
    verdict: Verdict
    money: MoneyEstimate | Refusal
    at_stake: MoneyEstimate | Refusal
    charge: Charge = NO_CHARGE


@pytest.fixture
def told(programme, make_panel, make_evidence):
    def build(grade="works", point=-2.0, name="fewer-escalations"):
        case = programme.use_case("fewer-escalations")
        panel = make_panel()
        evidence = make_evidence(panel, point=point)
        verdict = Verdict(grade, "strong" if grade == "works" else None, (), ())
        at_stake = price(evidence, panel, programme, case)
        case = case.model_copy(update={"id": name})
        kpi = programme.kpi("escalations")
        money = claimed(at_stake, verdict)
        return Told(case, kpi, panel, evidence, verdict, money, at_stake, charged(at_stake))

    return build


def test_a_decision_is_recorded_with_what_was_expected(tmp_path):
    warehouse = Warehouse(tmp_path)
    first = record_decision(warehouse, SCALE, "works", who="bob", at=NOW)
    assert (first.number, first.expected, first.verdict) == (1, 2e4, "works")
    second = record_decision(
        warehouse,
        replace(SCALE, group="north", what="fix", expected=None),
        "works",
        who="bob",
        at=NOW,
    )
    assert decisions(warehouse.read()) == (first, second)
    assert warehouse.read().rows("select who, what, detail from audit order by detail") == [
        ("bob", "decide", "fix fewer-escalations north"),
        ("bob", "decide", "scale fewer-escalations"),
    ]


def test_a_decision_is_looked_at_again_in_the_future_and_can_be_taken_back(tmp_path):
    warehouse = Warehouse(tmp_path)
    late = record_decision(
        warehouse, replace(SCALE, recheck=date(2026, 1, 1)), "works", who="bob", at=NOW
    )
    assert late.recheck == NOW.date() + timedelta(days=91)
    kept = record_decision(warehouse, SCALE, "works", who="bob", at=NOW)
    assert kept.recheck == SCALE.recheck
    erase_decision(warehouse, kept.number, who="ann")
    assert decisions(warehouse.read()) == (late,)
    assert ("ann", "undo decision", "2: scale") in warehouse.read().rows(
        "select who, what, detail from audit"
    )
    with pytest.raises(ValueError, match="no decision 2"):
        erase_decision(warehouse, kept.number, who="ann")


def test_a_decision_needs_owner_and_date(tmp_path):
    for advice in (replace(SCALE, owner=""), replace(SCALE, recheck=None)):
        with pytest.raises(ValueError, match="owner"):
            record_decision(Warehouse(tmp_path), advice, "works", who="bob", at=NOW)


def test_the_latest_decision_of_each_group_comes_due(tmp_path):
    warehouse = Warehouse(tmp_path)
    record_decision(warehouse, SCALE, "works", who="bob", at=NOW)
    later = record_decision(
        warehouse, replace(SCALE, recheck=date(2026, 12, 1)), "works", who="bob", at=NOW
    )
    taken = decisions(warehouse.read())
    assert decisions_due(taken, date(2026, 8, 1)) == ()
    assert decisions_due(taken, date(2026, 12, 1)) == (later,)


@pytest.mark.parametrize(
    ("expected", "happened", "outcome"),
    [
        (10.0, (5.0, 9.0, 14.0), "kept"),
        (10.0, (12.0, 15.0, 20.0), "kept"),
        (10.0, (1.0, 4.0, 8.0), "fell short"),
        (10.0, (-5.0, 3.0, 8.0), "fell short"),
        (10.0, (-5.0, 6.0, 14.0), "cannot tell"),
        (10.0, (-9.0, -6.0, -1.0), "went the other way"),
        (-10.0, (-14.0, -9.0, -5.0), "kept"),
        (-10.0, (2.0, 5.0, 9.0), "went the other way"),
    ],
)
def test_what_happened_is_held_against_what_was_expected(expected, happened, outcome):
    assert outcome_of(expected, happened) == outcome


EARLY = datetime.fromisoformat("2026-02-10T10:00:00")
"""Between the start of the first group and that of the second."""


def test_expected_and_seen_are_of_the_same_groups(tmp_path, told):
    warehouse, answer = Warehouse(tmp_path), told()
    scale = record_decision(warehouse, SCALE, "works", who="bob", at=EARLY)
    promote = replace(scale, what="promote")
    panel, kpi = answer.panel, answer.kpi
    drawn = draw_money(answer.money, panel, kpi)
    north, south = (step_year(drawn, "scale", [row]).total for row in (0, 1))
    assert recheck(scale, answer).happened == south  # started since, as was decided
    assert recheck(promote, answer).happened == north  # was there already
    too_early = replace(scale, decided_at=NOW)
    assert recheck(too_early, answer).outcome == "cannot tell"
    assert recheck(replace(promote, decided_at=NOW), answer).outcome == "cannot tell"


def test_a_recheck_uses_only_money_that_may_be_claimed(tmp_path, told):
    warehouse = Warehouse(tmp_path)
    scale = record_decision(warehouse, SCALE, "works", who="bob", at=EARLY)
    now = recheck(scale, told())
    assert now.happened[0] < now.happened[1] < now.happened[2]
    unsure = recheck(scale, told("cannot_tell"))
    assert (unsure.happened, unsure.outcome) == (None, "cannot tell")
    stop = replace(scale, what="stop")
    lost = recheck(stop, told("works")).happened
    assert lost[2] < 0  # what works is given up, its own running costs are freed
    nothing = recheck(replace(scale, expected=None), told())
    assert nothing.outcome == "nothing expected"
    elsewhere = recheck(replace(scale, group="nowhere"), told())
    assert elsewhere.outcome == "cannot tell"


def test_the_library_does_not_add_up_the_flattering_winners(told):
    answers = [told("works", -2.0 - k / 5, f"w{k}") for k in range(2)]
    answers += [told("cannot_tell", point, f"c{point}") for point in (-0.1, 0.2, 0.5)]
    answers += [told("no_worthwhile_effect", 0.1, "n")]
    lessons = lessons_library(answers)
    assert (lessons.tried, lessons.told, lessons.won) == (6, 3, 2)
    assert lessons.win_rate[0] < 2 / 3 == lessons.win_rate[1] < lessons.win_rate[2]
    assert 0 < lessons.shrunk_sum < lessons.winners_sum
    assert lessons_library(answers[:5]).shrunk_sum is None


def test_the_win_rate_has_its_interval():
    assert win_rate(0, 0) is None
    assert win_rate(0, 4)[0] == 0.0
    assert win_rate(4, 4)[2] == 1.0
    low, _, high = win_rate(3, 10)
    assert beta.cdf(high, 3.5, 7.5) - beta.cdf(low, 3.5, 7.5) == pytest.approx(0.9)
