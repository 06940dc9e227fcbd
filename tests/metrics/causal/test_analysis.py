"""A planted panel goes in, the right grade comes out."""

import numpy as np
import pytest

from benchmarks.truth.worlds import Recipe, make, seeded
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.verdict import judge


def graded(recipe: Recipe, replication: int = 0):  # type: ignore[no-untyped-def]
    world = make(seeded("slice", replication), recipe)
    evidence = analyse(world.panel)
    return world, evidence, judge(evidence)


def test_a_planted_effect_is_found_and_covered() -> None:
    world, evidence, verdict = graded(Recipe(effect=-0.4))
    assert verdict.grade == "works"
    headline = evidence.estimates[0]
    assert headline.method == "imputation"
    assert headline.low <= world.truth("imputation") <= headline.high


def test_nothing_is_no_worthwhile_effect() -> None:
    assert graded(Recipe())[2].grade == "no_worthwhile_effect"


def test_the_bad_direction_is_harmful() -> None:
    assert graded(Recipe(effect=0.4))[2].grade == "harmful"


@pytest.mark.parametrize(
    ("recipe", "check"),
    [
        (Recipe(dip=0.8), "anticipation"),
        (Recipe(drift=-0.02), "pre_trend"),
        (Recipe(drift=-0.02), "placebo_start"),
    ],
)
def test_a_trap_trips_its_check_and_nothing_is_claimed(recipe: Recipe, check: str) -> None:
    _, evidence, verdict = graded(recipe)
    assert {one.check: one.passed for one in evidence.checks}[check] is False
    assert verdict.grade == "cannot_tell"
    assert verdict.would_change


def test_the_panel_is_not_changed() -> None:
    world = make(seeded("slice", 1), Recipe(missing=0.05))
    before = world.panel.outcome_numerator.copy()
    analyse(world.panel)
    np.testing.assert_array_equal(before, world.panel.outcome_numerator)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("recipe", "least"),
    [
        (Recipe(groups=10, starts=(30, 30, 45), effect=-1.2), 7),
        (Recipe(groups=40, starts=(39, 39), effect=-1.2), 7),
        (Recipe(effect=-0.3), 7),
    ],
)
def test_an_effect_that_comes_at_once_is_not_taken_for_drift(recipe: Recipe, least: int) -> None:
    assert sum(graded(recipe, i)[2].grade == "works" for i in range(8)) >= least


@pytest.mark.slow
@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(groups=10, starts=(30, 30, 45), drift=-0.02),
        Recipe(groups=40, starts=(39, 39), drift=-0.02),
        Recipe(drift=-0.02),
    ],
)
def test_few_or_many_groups_that_only_drift_are_not_called_helped(recipe: Recipe) -> None:
    graded_so = [graded(recipe, i)[2].grade for i in range(8)]
    assert sum(grade in ("works", "harmful") for grade in graded_so) <= 1
