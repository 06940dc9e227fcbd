"""Goals with their use cases, and doubts that a figure answers or that stay open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from signpost.answers.answer import Answer
from signpost.answers.goals.doubts import answered_doubts, costs_to_date, goal_progress
from signpost.metrics.collaboration.audience import AudienceUse, measured_channels
from signpost.metrics.model.purpose import Discovery, read_doubt
from signpost.metrics.model.schema import Programme, UseCase, dump, parse
from signpost.metrics.model.types import (
    CheckResult,
    Estimate,
    Evidence,
    Factor,
    Finding,
    MoneyEstimate,
    Panel,
    Question,
    Refusal,
    Verdict,
)
from signpost.metrics.register.consistency import KnownNames, misnamed
from signpost.metrics.value.budgets import planned_budgets
from signpost.metrics.value.costs import Charge
from signpost.metrics.value.guardrails import GuardrailResult
from signpost.presentation.tables.goals import (
    budgets_table,
    channels_table,
    doubts_table,
    goals_table,
)
from signpost.presentation.words.catalogue import say

CASE = UseCase(
    id="ask", label="Ask first", area="customer", problem="p", mechanism="m", platform="teams",
    kpi="calls", goal="service",
    discovery=Discovery(doubts=("Works council: too much time [time]",)),
)  # fmt: skip
NOTHING = Refusal("none", "none")


def estimate(point: float, effect: Any = "outcome", unit: str = "minutes") -> Estimate:
    return Estimate("imputation", point, point - 1, point + 1, 0.95, unit, 8, 20, 4, effect)


def evidence(*found: Estimate, chain: tuple[Estimate, ...] = (), unit: str = "minutes") -> Evidence:
    return Evidence(Question("calls", "lower", 1.0, unit=unit), found, (), chain=chain)


USE = replace(estimate(0.3, "adoption", "share"), low=0.1, high=0.5)


def answer(*doubts: str, **changes: Any) -> Answer:
    case = CASE.model_copy(update={"discovery": Discovery(doubts=doubts)})
    works = Verdict("works", "strong", (), (), "lasting")
    money = MoneyEstimate(5_000.0, 1_000.0, 9_000.0, "EUR", "", (), (), 0.9, NOTHING)
    given: dict[str, Any] = {
        "use_case": case, "kpi": None, "panel": None,
        "evidence": evidence(estimate(-4.0), chain=(USE,)),
        "verdict": works, "money": money, "at_stake": money, "advice": (),
        "charge": Charge((Factor("cost: seats", 700.0, 600.0, 800.0, "", ""),)),
    }  # fmt: skip
    return Answer(**{**given, **changes})


def guard(grade: Any, point: float, unit: str = "minutes") -> GuardrailResult:
    found = evidence(estimate(point, unit=unit), unit=unit)
    return GuardrailResult("wait", "Waiting", found, Verdict(grade, None, (), ()), NOTHING)


@pytest.mark.parametrize(
    ("about", "changes", "said"),
    [
        ("effect", {}, "It works: changed by −4 minutes (−5 to −3)."),
        ("lasting", {}, "It lasts."),
        ("money", {}, "Net value to date: €1,000 to €9,000."),
        ("cost", {}, "Costs to date: €600 to €800."),
        ("adoption", {}, "Use changed by 30 points (10 points to 50 points)."),
        (
            "guardrails",
            {"guardrails": (guard("no_worthwhile_effect", 0.0), guard("harmful", 6.0))},
            "Waiting got worse: changed by +6 minutes (5 to 7).",
        ),
        (
            "guardrails",
            {"guardrails": (guard("no_worthwhile_effect", 0.0),)},
            "1 guardrail looked at, and none got worse.",
        ),
        (
            "time",
            {"guardrails": (guard("harmful", 6.0, "hours per head"),)},
            "Waiting: changed by +6 hours per head (5 to 7).",
        ),
    ],
)
def test_each_figure_answers_its_doubt(about: str, changes: dict[str, Any], said: str) -> None:
    (found,) = answered_doubts([answer(f"Finance: is it so [{about}]", **changes)])
    assert (found.who, found.doubt, found.about) == ("Finance", "is it so", about)
    assert not found.is_open
    assert " ".join(say(found.answer).split()) == said


UNSURE = Verdict("cannot_tell", None, (), ())


@pytest.mark.parametrize(
    ("about", "changes"),
    [
        ("effect", {"verdict": UNSURE}),
        ("lasting", {"verdict": UNSURE}),
        ("money", {"money": NOTHING}),
        ("cost", {"charge": Charge((), NOTHING)}),
        ("adoption", {"evidence": evidence(estimate(-4.0))}),
        ("guardrails", {}),
        ("guardrails", {"guardrails": (guard("cannot_tell", 0.0),)}),
        ("time", {"guardrails": (guard("harmful", 6.0),)}),
    ],
)
def test_a_figure_that_cannot_be_told_leaves_the_doubt_open(
    about: str, changes: dict[str, Any]
) -> None:
    (found,) = answered_doubts([answer(f"is it so [{about}]", **changes)])
    assert (found.who, found.is_open) == ("", True)
    assert say(found.answer) == "Open: the figure cannot be told yet."


def test_a_doubt_without_a_figure_is_named_as_open() -> None:
    (found,) = answered_doubts([answer("Works council: will people be watched")])
    assert found.is_open
    table = doubts_table([found], {"ask": "Ask first"}, {})
    assert table.iloc[0].tolist() == [
        "Ask first", "Works council", "will people be watched", "Open: no figure answers it.",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["is it so [luck]", "", "[money]"])
def test_a_doubt_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"written as|none of"):
        read_doubt(text)
    with pytest.raises(ValueError, match="doubts"):
        Discovery(doubts=(text,))


def test_goals_hold_their_use_cases_and_the_rest_comes_last() -> None:
    text = dump(Programme(use_cases=(CASE,)))
    programme = parse(f"{text}goals:\n- {{id: service, label: Better service, why: They leave}}\n")
    assert parse(dump(programme)) == programme
    assert "goals" not in text  # a programme without goals is written as before
    other = answer(use_case=CASE.model_copy(update={"id": "b", "goal": "gone"}))
    first, rest = goal_progress(programme, [answer(), other])
    assert (first.use_cases, first.kpis, first.grades) == (("ask",), ("calls",), ("works",))
    assert (rest.goal, rest.use_cases) == ("", ("b",))
    table = goals_table([first, rest], {"ask": "Ask first"}, {"kpi:calls": "Calls"})
    assert table.iloc[0].tolist() == [
        "Better service", "They leave", "Ask first", "Calls", "Works: 1", "",
    ]  # fmt: skip
    assert table.iloc[1]["Goal"] == "No goal named"
    assert goal_progress(Programme(use_cases=(CASE,)), [answer()]) == ()


def test_a_goal_that_does_not_exist_is_named() -> None:
    text = "goals: [{id: servise, label: Service, kpis: [cals]}]\n" + dump(
        Programme(use_cases=(CASE,))
    )
    found = misnamed(parse(text), KnownNames())
    assert any("serves the goal 'service', which does not exist; did you mean" in t for t in found)
    assert any("'Service' names the KPI 'cals', which has no card" in t for t in found)
    assert any("No use case serves the goal 'Service'" in t for t in found)


def test_budgets_stand_beside_what_was_spent() -> None:
    programme = parse(
        dump(Programme(use_cases=(CASE,)))
        + "barrier_budgets: {search: {value: 9000, source: Plan, owner: Office}}\n"
        "hourly_rate: {value: 50}\n"
        "interventions:\n"
        "- {id: a, kind: finder, groups: [x], from_day: 2026-01-01, hours: 40, barrier: search}\n"
        "- {id: b, kind: finder, groups: [y], from_day: 2026-01-01, cost: 300, barrier: search}\n"
        "- {id: c, kind: finder, groups: [y], from_day: 2026-01-01, cost: 999, barrier: time}\n"
    )
    (case,) = programme.use_cases
    budget = {"value": 1_000, "low": 800, "high": 1_500, "source": "Bid"}
    case = UseCase.model_validate({**case.model_dump(), "budget": budget})
    programme = programme.model_copy(update={"use_cases": (case,)})
    charged = costs_to_date([answer()])
    pilot, barrier = planned_budgets(programme, programme, charged)
    assert (pilot.planned, pilot.spent) == ((800, 1_000, 1_500), 700.0)
    assert (barrier.planned, barrier.spent) == ((9_000, 9_000, 9_000), 2_300.0)
    unknown = planned_budgets(programme, NOTHING, {"ask": None})
    assert [one.spent for one in unknown] == [None, None]
    unpriced = programme.model_copy(update={"hourly_rate": None})
    assert planned_budgets(unpriced, unpriced, charged)[1].spent is None
    table = budgets_table([pilot, barrier], {"ask": "Ask first"}, "EUR")
    assert table["For"].tolist()[0] == "Ask first"
    assert table["Spent to date"].tolist() == ["€700", "€2,300"]
    assert replace(pilot, spent=None).spent is None


def test_channels_of_the_audience_say_whether_one_is_there_and_who_answers() -> None:
    programme = parse(
        "channels:\n"
        "- {name: Forum, audience: Customers, used_share: 0.2, present: true, owner: Ann}\n"
        "- {name: LinkedIn, audience: Applicants, used_share: 0.7, why_not: No time}\n"
        "- {name: Shop floor, audience: Fitters, present: true}\n"
        "- {name: Mail, audience: Fitters}\n"
    )
    assert parse(dump(programme)) == programme
    seen = (
        AudienceUse("linkedin", "2026-06", 1_400.0, 70.0),
        AudienceUse("x", "2026-06", 0.0, 0.0),
    )
    rows = channels_table(measured_channels(programme.channels, seen)).to_numpy().tolist()
    june = "Jun\u00a02026: 1,400 views, 5\u00a0% of them with a response"
    assert rows[0] == ["LinkedIn", "Applicants", "70\u00a0%", "no: No time", "", june]
    assert rows[1] == ["Forum", "Customers", "20\u00a0%", "yes", "Ann", "no export loaded"]
    assert rows[2] == ["Shop floor", "Fitters", "not counted", "yes", "nobody", "no export loaded"]
    unnamed = ["X", "not named in the programme", "not counted", "yes", "nobody"]
    assert rows[4] == [*unnamed, "Jun\u00a02026: 0 views"]
    found = misnamed(programme, KnownNames())
    assert any("Nobody answers on the channel 'Shop floor'" in text for text in found)
    assert any("'Mail' and one is not there; say why not" in text for text in found)
    assert not any("Forum" in text or "LinkedIn" in text for text in found)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.4, "Nobody held a licence before the start; since then 40 points in a hundred use it."),
        (np.nan, "Open: the figure cannot be told yet."),
    ],
)
def test_use_that_began_with_the_first_licences_is_told_as_it_is(share: float, said: str) -> None:
    before = CheckResult("mechanism", None, Finding("mechanism.no_licence_before"))
    used = np.full((2, 8), share)
    used[:, :4] = np.nan
    weeks = tuple(f"2026-W0{week}" for week in range(1, 9))
    panel = Panel(
        Question("calls", "lower", 1.0), ("a", "b"), weeks,
        np.ones((2, 8)), np.ones((2, 8)), used, np.ones((2, 8)), np.ones(2), np.array([4, 4]),
    )  # fmt: skip
    found = replace(evidence(estimate(-4.0)), checks=(before,))
    (doubt,) = answered_doubts([answer("Lead: who will [adoption]", evidence=found, panel=panel)])
    assert say(doubt.answer) == said
    assert doubt.is_open == bool(np.isnan(share))
