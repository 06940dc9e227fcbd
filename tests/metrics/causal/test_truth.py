"""A short planted-truth benchmark: fixed seeds, so that a rule that gets worse is noticed.

The full one, with 200 organisations per world, is `python -m benchmarks.truth`.
"""

from __future__ import annotations

import json
from functools import cache

import pytest

from benchmarks.truth.__main__ import PAGE, PILOTS, PROMISED, RESULTS
from benchmarks.truth.engine import ANSWERS, answers, engine, same, signature
from benchmarks.truth.measuring import as_json, measure, summarise
from benchmarks.truth.page import render
from benchmarks.truth.pilots import measure_pilots
from benchmarks.truth.promised import FUTURES, measure_promise
from benchmarks.truth.scenarios import SCENARIOS
from signpost.metrics.causal import verdict

pytestmark = pytest.mark.slow

REPS = 10
QUIET = ["nothing", "better_first", "months", "few_10_3", "dose_nothing", "ordinary_16"]
TRAPS = [
    "improving", "slow_drift", "crisis", "reorganised_at_start", "dose_feedback", "by_share",
    "near_ceiling", "growing_teams", "beside",
]  # fmt: skip
UNKNOWABLE = ["everyone_at_once", "few_12_1"]
PLANTED = [
    ("effect", 7), ("spill", 5), ("late", 7), ("dose_effect", 7), ("ordinary_16_20", 7),
    ("index_16_10", 7),
]  # fmt: skip
OVER = ["half_in_8_30x24", "gone_after_12_30x24", "turning_30x24"]


@cache
def summary(world: str):  # type: ignore[no-untyped-def]
    scenario = next(one for one in SCENARIOS if one.id == world)
    return summarise(scenario, measure(world, range(REPS)))


@pytest.mark.parametrize("world", QUIET + TRAPS)
def test_nothing_is_claimed_where_nothing_happens(world: str) -> None:
    # More than two of ten by chance at five per cent each: one time in ninety.
    assert summary(world).false_claims * REPS <= 2


@pytest.mark.parametrize("world", TRAPS)
def test_traps_end_in_cannot_tell(world: str) -> None:
    assert summary(world).grades["cannot_tell"] >= 0.75


@pytest.mark.parametrize("world", UNKNOWABLE)
def test_what_cannot_be_known_is_not_answered(world: str) -> None:
    assert summary(world).grades["cannot_tell"] >= 0.9


@pytest.mark.parametrize(("world", "least"), PLANTED)
def test_what_was_planted_is_found_and_covered(world: str, least: int) -> None:
    found = summary(world)
    assert (found.power or 0) * REPS >= least
    assert found.coverage * REPS >= REPS - 3
    assert found.false_claims == 0


@pytest.mark.parametrize("world", OVER)
def test_what_is_over_is_not_said_to_work(world: str) -> None:
    found = summary(world)
    assert found.false_claims * REPS <= 1
    assert found.durability.get("lasting", 0) == 0


def test_what_stays_is_said_to_last() -> None:
    found = summary("constant_30x24")
    assert found.durability.get("lasting", 0) >= 0.4
    assert sum(found.durability.get(word, 0) for word in ("fading", "gone", "turned")) <= 0.1


@pytest.mark.parametrize("world", ["ordinary_16", "ordinary_16_20", "months"])
def test_ranges_of_single_groups_hold_the_truth(world: str) -> None:
    found = summary(world)
    assert found.group_coverage is not None
    assert found.group_coverage >= 0.9
    assert found.group_false * REPS <= 1


def test_the_benchmark_can_tell_a_bad_engine() -> None:
    """Before and after, judged by the same yardstick, cries wolf nearly always."""
    assert summary("nothing").naive >= 0.6


def page_of(worlds: dict[str, dict]) -> str:
    return render(worlds, {}, {})


def test_the_page_names_what_was_missed() -> None:
    row = summary("few_12_1").__dict__ | {"false_claims": 0.2, "reps": 200}
    page = page_of({"few_12_1": row})
    assert "20.0% false claims" in page
    assert "12 groups, 1 starts" in page
    assert "Not measured yet: nothing happens" in page
    assert "None of those measured." in page_of({"few_12_1": row | {"false_claims": 0.01}})
    weak = row | {"false_claims": 0.0, "power": 0.5}
    assert "50.0% right; permutation that does not ask about drift: 88%" in page_of(
        {"few_effect": weak}
    )
    assert (
        "(the price of being fooled by drift in fewer than 5 of 100 such organisations; see below)"
        in page_of({"few_effect": weak})
    )
    assert "None of those measured." in page_of({"few_effect": weak | {"power": 0.88}})


def test_the_page_names_what_another_engine_was_measured_with() -> None:
    row = as_json(summary("few_12_1"))
    assert "before the last change of the engine" not in page_of({"few_12_1": row})
    for older in (row | {"engine": "another"}, {k: v for k, v in row.items() if k != "engine"}):
        page = page_of({"few_12_1": older})
        assert "Measured before the last change of the engine: 12 groups, 1 starts." in page


def test_the_page_is_what_was_saved_and_says_what_is_older() -> None:
    saved = [json.loads(file.read_text("utf-8")) for file in (RESULTS, PILOTS, PROMISED)]
    again = "the engine or the results changed: python -m benchmarks.truth --render"
    assert PAGE.read_text("utf-8") == render(*saved), again


def test_pilots_are_measured_with_their_truth() -> None:
    found = measure_pilots("lottery", 3)
    assert found["grades"]["works"] == 1
    assert (found["offer"], found["use"]) == (1, 1)
    nothing = measure_pilots("lottery, nothing", 3)
    assert nothing["grades"]["works"] + nothing["grades"]["harmful"] == 0


@pytest.mark.slow
def test_a_promise_is_tried_on_fresh_futures() -> None:
    found = measure_promise(8, drawn=True, histories=1)
    assert found["tried"] == FUTURES
    assert found["promised"] > found["formula"] > 10  # the whole rule asks for more than one test


def test_the_recorded_answers_are_those_of_the_engine() -> None:
    again = "the engine's answers changed: python -m benchmarks.truth.engine --record"
    assert engine() == signature(json.loads(ANSWERS.read_text("utf-8"))), again


def test_a_rule_changes_the_signature_and_another_processor_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorded = json.loads(ANSWERS.read_text("utf-8"))
    nudged = json.loads(ANSWERS.read_text("utf-8"))
    nudged["effect"]["estimates"][0][1] *= 1 + 1e-12
    assert same(recorded, nudged)
    nudged["effect"]["estimates"][0][1] *= 1 + 1e-6
    assert not same(recorded, nudged)
    monkeypatch.setattr(verdict, "_casts_doubt", lambda _: False)
    assert signature(answers()) != signature(recorded)
