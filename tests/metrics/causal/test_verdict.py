"""The table of rules, row by row, on evidence made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signpost.metrics.causal.verdict import VERDICT_RULES, judge
from signpost.metrics.model.types import (
    CheckResult,
    Estimate,
    Evidence,
    Finding,
    Question,
    Refusal,
    Shape,
)
from signpost.presentation.words.catalogue import counted, say

ALIKE, APART = Finding("pre_trend.alike"), Finding("pre_trend.apart")


def estimate(low: float, high: float, method: str = "imputation") -> Estimate:
    return Estimate(method, (low + high) / 2, low, high, 0.95, "", 80, 78, 5)


def evidence(low: float, high: float, **changes: object) -> Evidence:
    plain = Evidence(
        question=Question("escalations", "lower", 0.2),
        estimates=(estimate(low, high),),
        checks=(
            CheckResult("pre_trend", True, ALIKE),
            CheckResult("drift", True, Finding("drift.changes_nothing")),
        ),
        design="staggered",
        highest="strong",
        threshold=0.2,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


FAILED = (CheckResult("pre_trend", False, APART),)
UNJUDGED = (CheckResult("composition", None, Finding("composition.not_known")),)
SPILLED = (CheckResult("spillover", False, Finding("spillover.looks_smaller")),)

TABLE = [
    (evidence(-0.5, -0.1), "works", "strong"),
    (evidence(0.1, 0.5), "harmful", "strong"),
    (evidence(-0.15, 0.15), "no_worthwhile_effect", "strong"),
    (evidence(-0.15, -0.05), "no_worthwhile_effect", "strong"),
    (evidence(-0.3, -0.05), "cannot_tell", None),
    (evidence(-0.5, 0.5), "cannot_tell", None),
    (evidence(-0.15, 0.15, highest="suggestive"), "cannot_tell", None),
    (evidence(-0.5, -0.1, highest="suggestive", design="dose"), "works", "suggestive"),
    (evidence(-0.5, -0.1, checks=FAILED), "cannot_tell", None),
    (evidence(-0.15, 0.15, checks=FAILED), "cannot_tell", None),
    (evidence(-0.5, -0.1, checks=UNJUDGED), "works", "moderate"),
    (evidence(-0.5, -0.1, refusal=Refusal("Too short.", "Wait.")), "cannot_tell", None),
    (evidence(-0.5, -0.1, estimates=()), "cannot_tell", None),
    (evidence(-0.5, -0.1, design="series", highest="suggestive"), "cannot_tell", None),
    (evidence(-0.5, -0.1, checks=SPILLED), "cannot_tell", None),
    (
        evidence(-0.5, -0.1, checks=SPILLED, estimates=(estimate(-0.5, -0.1, "imputation_clean"),)),
        "works",
        "moderate",
    ),
    (evidence(-0.05, -0.01, threshold=0.02), "works", "strong"),
    (evidence(-0.5, -0.1, question=Question("sales", "higher", 0.2)), "harmful", "strong"),
]


@pytest.mark.parametrize(("given", "grade", "strength"), TABLE)
def test_the_rules(given: Evidence, grade: str, strength: str | None) -> None:
    verdict = judge(given)
    assert (verdict.grade, verdict.strength) == (grade, strength)
    assert verdict.because


def test_a_series_counts_beside_a_control_that_stood_still() -> None:
    still = (CheckResult("placebo_outcome", True, Finding("placebo_outcome.stood_still")),)
    given = evidence(-0.5, -0.1, design="series", highest="suggestive", checks=still)
    assert judge(given).grade == "works"
    assert judge(given).strength == "suggestive"


def test_a_failed_check_is_named_with_its_remedy() -> None:
    verdict = judge(evidence(-0.5, -0.1, checks=FAILED))
    assert verdict.because == (APART,)
    assert any("moved alike" in say(line) for line in verdict.would_change)


def test_an_open_answer_says_how_much_more_is_needed() -> None:
    found = judge(evidence(-0.3, 0.25)).would_change[0]
    assert isinstance(found, Finding)
    assert found.values["detectable"] == pytest.approx(0.393, abs=5e-4)
    told = say(found)
    # Half the range is 1.96 errors; four times in five needs 0.84 more.
    assert "for a change of 0.39" in told
    assert "more period" in told


def test_a_refusal_hands_on_its_remedy() -> None:
    given = evidence(0, 0, refusal=Refusal("Too short.", "Load more."))
    assert judge(given).would_change == ("Load more.",)


def test_a_dose_that_turns_has_no_single_answer() -> None:
    shape = Shape("turning", 0.4, 0.3, 0.5, Finding("shape.worse_again", {"adoption": 0.4}))
    given = evidence(-0.5, -0.1, design="dose", highest="suggestive", shape=shape)
    assert judge(given).grade == "cannot_tell"
    told = judge(replace(given, design="staggered"))
    assert told.grade == "works"
    assert shape.finding in told.because
    straight = replace(given, design="staggered", shape=replace(shape, kind="linear"))
    assert shape.finding not in judge(straight).because


def test_a_claim_says_what_would_explain_it_away() -> None:
    figures = {"drift_that_explains_all": 0.02, "drift_low": -0.01, "drift_high": 0.01}
    checked = (CheckResult("pre_trend", True, ALIKE, figures),)
    assert "0.02" in say(judge(evidence(-0.5, -0.1, checks=checked)).would_change[0])


@pytest.mark.parametrize(
    ("bend", "told"),
    [(0.03, "per 4 periods changed by more than 0.03"), (0.0, "The first 16 periods")],
)
def test_a_claim_says_what_bend_would_explain_it_away(bend: float, told: str) -> None:
    checked = (CheckResult("pre_trend", True, ALIKE, {"bend_to_overturn": bend}),)
    changes = [say(one) for one in judge(evidence(-0.5, -0.1, checks=checked)).would_change]
    assert any(told in line for line in changes)
    open_ = judge(evidence(-0.1, 0.1, checks=checked))
    assert not any(told in say(line) for line in open_.would_change)


def test_some_rule_always_fits() -> None:
    assert VERDICT_RULES[-1].fits(evidence(-0.5, 0.5))


@pytest.mark.parametrize(("number", "words"), [
    (0, "0 periods"), (1, "1 period"), (1.2, "1 period"), (3, "3 periods"), (1200, "1,200 periods"),
])  # fmt: skip
def test_one_is_counted_as_one(number: float, words: str) -> None:
    assert counted(number, "period") == words
