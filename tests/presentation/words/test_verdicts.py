from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from signpost.metrics.model.types import CheckResult, Evidence, MoneyEstimate, Refusal, Verdict
from signpost.presentation.rounded_account import RoundedMoney
from signpost.presentation.words.verdicts import (
    chance,
    claim,
    money_sentence,
    sureness,
    verdict_short,
    where,
)

Make = Callable[..., Evidence]
Judge = Callable[..., Verdict]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-")


@pytest.mark.parametrize(
    ("numbers", "grade", "strength", "words"),
    [
        ((-7.0, -11.2, -3.1), "works", "strong",
         "Likely between 3 and 11 fewer escalations per 1,000 calls than without it."),
        ((-7.0, -11.2, -3.1), "works", "suggestive",
         "More use goes together with between 3 and 11 fewer escalations per 1,000 calls; "
         "this is not proof."),
        ((-0.2, -1.4, 1.0), "no_worthwhile_effect", "moderate",
         "No worthwhile effect: anything from 1.4 fewer to 1.0 more escalations per 1,000 calls; "
         "a change of 2 would be worth having."),
        ((6.0, 2.2, 9.8), "harmful", "strong",
         "Likely between 2 and 10 more escalations per 1,000 calls than without it."),
        ((-1.0, -7.4, 5.0), "cannot_tell", None,
         "Cannot tell yet: it could be anything from 7 fewer to 5 more escalations per 1,000 "
         "calls."),
    ],
)  # fmt: skip
def test_a_verdict_is_one_sentence_with_its_interval(
    evidence: Make,
    verdict: Judge,
    numbers: tuple[float, float, float],
    grade: str,
    strength: str | None,
    words: str,
) -> None:
    assert plain(claim(evidence(*numbers), verdict(grade, strength), "Escalation rate")) == words


def test_what_worked_and_is_gone_is_said_so_first(evidence: Make, verdict: Judge) -> None:
    gone = replace(verdict("no_worthwhile_effect", "moderate"), durability="gone")
    assert plain(claim(evidence(-7.0, -11.2, -3.1), gone, "Escalation rate")) == (
        "Worked at first, now gone: between 3 and 11 fewer escalations per 1,000 calls over all "
        "since the start."
    )


def test_a_level_is_named_before_its_change(evidence: Make, verdict: Judge) -> None:
    from dataclasses import replace

    made = evidence(2.0, 1.1, 3.2)
    head = replace(made.estimates[0], unit="% of orders")
    made = replace(made, estimates=(head,))
    assert plain(claim(made, verdict(), "Cross-selling rate")) == (
        "Cross-selling rate likely between 1.1 and 3.2 points higher than without it."
    )


def test_a_failed_check_stands_before_the_figures(evidence: Make, verdict: Judge) -> None:
    failed = (CheckResult("pretrend", False, "They moved apart before the start."),)
    words = claim(evidence(checks=failed), verdict("cannot_tell", None), "Escalation rate")
    assert words.startswith("Cannot tell yet: the figures say between 3 and 11 fewer")
    assert words.endswith("but 1 check failed.")


def test_a_refused_question_says_why(evidence: Make, verdict: Judge, refusal: Refusal) -> None:
    refused = evidence(estimates=(), refusal=refusal)
    assert claim(refused, verdict("cannot_tell", None), "Escalation rate") == (
        "Cannot tell yet: fewer than six groups have data."
    )


def test_how_sure_and_the_short_verdict(verdict: Judge) -> None:
    assert sureness(verdict("works", "moderate")) == "Moderate"
    assert sureness(verdict("cannot_tell", None)) == "Not sure"
    assert verdict_short(verdict("works", "strong")) == "Works · strong evidence"
    assert verdict_short(verdict("works", "suggestive")) == "Works · a hint, not proof"
    assert verdict_short(verdict("cannot_tell", None)) == "Cannot tell yet"


def test_where_counts_the_groups(evidence: Make, verdict: Judge) -> None:
    assert (
        where(evidence().group_effects, verdict())
        == "1 group improved, 1 group got worse and 1 inconclusive"
    )
    assert where((), verdict()) == "No group can be told apart yet"
    unclear = tuple(e for e in evidence().group_effects if e.claim == "unclear")
    assert where(unclear, verdict()) == "Inconclusive for every group"


def test_no_group_is_claimed_where_the_whole_cannot_be_told(evidence: Make, verdict: Judge) -> None:
    words = where(evidence().group_effects, verdict("cannot_tell", None))
    assert words == "Figures per group, none of which may be claimed"


def test_money_in_words(money: MoneyEstimate, refusal: Refusal) -> None:
    bands = {"net": (200_000.0, 900_400.0, 1_600_000.0)}
    shown = RoundedMoney("EUR", 1e3, bands, {"net": 900_000.0})
    assert plain(money_sentence(money, shown)) == (
        "Worth €900 k after cost, to date (Jan to Oct 2026); nine times in ten between €200 k and "
        "€1.6 m."
    )
    assert money_sentence(refusal, None) == "No money figure: fewer than six groups have data."


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.93, "about 93 in 100"), (0.9, "about 9 in 10"), (0.999, "more than 99 in 100"),
     (0.004, "less than 1 in 100"), (None, "not known")],
)  # fmt: skip
def test_chances(share: float | None, words: str) -> None:
    assert chance(share) == words


def test_nothing_sounds_significant() -> None:
    from pathlib import Path

    from signpost import dashboard

    home = Path(dashboard.__file__).parent
    for path in home.rglob("*.py"):
        assert "significant" not in path.read_text(encoding="utf-8").lower(), path.name
