"""Beyond each group's own line: an effect at once, an effect that grows, and mere drift."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.truth.worlds import Recipe, make, seeded
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.check import Study
from signpost.metrics.causal.checks.drift import CHECK
from signpost.metrics.causal.design import describe, event_time
from signpost.metrics.causal.methods.group_trends import (
    permuted_trend_steps,
    trend_bend,
    trend_step,
)
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import Estimate, Floats, Panel

FEW = Recipe(groups=16, starts=(30, 30, 35, 35, 45, 45))


def panel_of(recipe: Recipe, replication: int = 0) -> Panel:
    return make(seeded("trends", replication), recipe).panel


def moved(panel: Panel, by: Floats) -> Panel:
    """Add `by` (G, T) to the outcome."""
    return replace(
        panel, outcome_numerator=panel.outcome_numerator + by * panel.outcome_denominator
    )


def survives(panel: Panel, claimed: float) -> bool | None:
    """Whether a claim of `claimed` survives that each group may drift."""
    ends = claimed - 0.01, claimed + 0.01
    headline = Estimate("imputation", claimed, *ends, 0.95, "", len(panel.groups), 78, 5)
    return CHECK.run(Study(panel, describe(panel), (headline,))).passed


def own_lines(panel: Panel) -> Floats:
    slope = np.random.default_rng(1).normal(0, 0.1, (len(panel.groups), 1))
    return slope * np.arange(len(panel.periods))


@pytest.mark.slow
@pytest.mark.parametrize("recipe", [Recipe(), Recipe(lag=4, missing=0.1)])
def test_lines_of_their_own_are_neither_step_nor_bend(recipe: Recipe) -> None:
    panel = panel_of(recipe)
    drifting = moved(panel, own_lines(panel))
    for told in (trend_step, trend_bend, permuted_trend_steps):
        before, after = told(panel), told(drifting)
        assert before is not None
        assert after is not None
        assert (after.point, after.low) == pytest.approx((before.point, before.low), abs=1e-7)


def test_a_step_is_seen_whole_and_leaves_its_own_range_alone() -> None:
    panel = panel_of(FEW)
    stepped = moved(panel, -3.0 * panel.exposed)
    before, after = permuted_trend_steps(panel), permuted_trend_steps(stepped)
    assert before is not None
    assert after is not None
    assert after.point == pytest.approx(before.point - 3)
    assert after.standard_error == pytest.approx(before.standard_error)


def test_a_slope_that_changes_at_the_start_is_seen_whole() -> None:
    panel = panel_of(Recipe(lag=3))
    since = np.nan_to_num(event_time(panel), nan=-1) - 2
    growing = moved(panel, -0.5 * np.maximum(since, 0))
    before, after = trend_bend(panel), trend_bend(growing)
    assert before is not None
    assert after is not None
    assert after.point == pytest.approx(before.point - 0.5)


@pytest.mark.slow
def test_a_reassigned_start_gives_as_much_one_time_in_ten_where_nothing_happens() -> None:
    beyond = 0
    for replication in range(100):
        found = permuted_trend_steps(panel_of(FEW, replication))
        assert found is not None
        assert found.standard_error is not None
        beyond += abs(found.point) > 1.645 * found.standard_error
    # Ten, give or take two and a half spreads of such a count.
    assert 3 <= beyond <= 18


@pytest.mark.parametrize(
    ("errors", "claimed", "worthwhile", "passed"),
    [
        (-2.0, -0.1, 0.01, True),
        (-1.9, -0.1, 0.01, False),
        (2.0, -0.1, 0.01, False),
        (-2.0, -4.0, 0.01, False),
        (-2.0, -0.1, 2.0, False),
    ],
    ids=["beyond chance", "within chance", "other way", "less than half", "not worth having"],
)
def test_with_few_groups_a_claim_needs_a_step_beyond_chance(
    errors: float, claimed: float, worthwhile: float, passed: bool
) -> None:
    panel = panel_of(replace(FEW, worthwhile=worthwhile))
    found = permuted_trend_steps(panel)
    assert found is not None
    assert found.standard_error is not None
    wanted = errors * found.standard_error - found.point
    assert survives(moved(panel, wanted * panel.exposed), claimed) is passed


@pytest.mark.parametrize(("growth", "passed"), [(-0.05, True), (0.05, False)])
def test_with_many_groups_a_bend_the_same_way_is_enough(growth: float, passed: bool) -> None:
    panel = panel_of(Recipe(waves=(15, 50), never=0.0))
    growing = moved(panel, growth * np.maximum(np.nan_to_num(event_time(panel), nan=-1) + 1, 0))
    there = trend_step(growing)
    assert there is not None
    level = moved(growing, -there.point * growing.exposed)
    assert survives(level, -0.4) is passed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("recipe", "least"),
    [
        (Recipe(growth=-0.03, waves=(15, 50), never=0.0), 7),
        (Recipe(growth=-0.03, waves=(15, 30, 50), never=0.25), 7),
    ],
)
def test_an_effect_that_grows_is_not_taken_for_drift(recipe: Recipe, least: int) -> None:
    graded = [judge(analyse(panel_of(recipe, i))).grade for i in range(8)]
    assert graded.count("works") >= least


def test_nothing_can_be_told_where_no_group_has_a_past() -> None:
    panel = panel_of(Recipe(groups=8, starts=(39,) * 4))
    alone = replace(panel, start=np.full(8, 39, dtype=np.int64))
    assert trend_step(alone) is None
    assert permuted_trend_steps(alone) is None
    assert trend_bend(alone) is None
