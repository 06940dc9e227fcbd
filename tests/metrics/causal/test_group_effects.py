"""What is said of one group: its error counts all it rests on, the whole must have an answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.truth.worlds import Recipe, make, seeded
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.design import cells
from signpost.metrics.causal.inference.distributions import t_quantile
from signpost.metrics.causal.inference.group_noise import (
    left_by_path,
    lingering_part,
    measure_group_noise,
    noise_ratio,
)
from signpost.metrics.causal.methods.counterfactual import influence
from signpost.metrics.causal.methods.group_effects import (
    RawEffects,
    empirical_bayes_shrink,
    group_effects,
    raw_effects,
)
from signpost.metrics.causal.verdict import allowed_group_effects, judge
from signpost.metrics.model.types import CheckResult, Finding, GroupEffect, Panel


def panel(replication: int = 0, **changes: object) -> Panel:
    recipe = Recipe(groups=20, periods=40, starts=(18, 26), **changes)  # type: ignore[arg-type]
    return make(seeded("one_group", replication), recipe).panel


def ten_starters(replication: int) -> Panel:
    recipe = Recipe(groups=20, periods=40, starts=(18, 26) * 5)
    return make(seeded("one_group", replication), recipe).panel


def test_errors_are_those_of_the_influence_of_every_cell() -> None:
    given = panel()
    found, chosen = raw_effects(given), cells(given)
    noise = measure_group_noise(given.outcome, chosen)
    # all groups equally noisy: the error is then the length of the influence in that noise
    group = found.group[0]
    target = np.zeros_like(chosen.target)
    target[group] = (chosen.target[group] > 0) / (chosen.target[group] > 0).sum()
    share = influence(noise.baseline, target)
    form = ((share @ noise.correlation) * share).sum(axis=1)
    others = np.delete(form, group).sum()
    assert found.path_error[0] > 0
    ratio = found.path_error[0] ** 2 / others
    assert noise.variance.min() * 0.4 < ratio < noise.variance.max() * 1.1


def test_what_a_groups_own_share_of_the_path_takes_out_is_put_back() -> None:
    """The residual variance of equally noisy groups, against that of 400 drawn organisations."""
    given, rng = panel(), np.random.default_rng(1)
    weight = np.array([400.0, 100, 25, *[10] * 17])
    chosen = cells(replace(given, weight=weight))
    noises = [
        measure_group_noise(rng.normal(size=given.outcome.shape), chosen).variance
        for _ in range(400)
    ]
    assert left_by_path(chosen)[:3] == pytest.approx(np.mean(noises, axis=0)[:3], rel=0.08)
    assert left_by_path(chosen)[0] < 0.7


def test_large_groups_remember_more() -> None:
    """Noise of 0.25 that lingers, and 6.25 over size that is new each period."""
    size = np.array([5.0, 25, 100, 400])
    variance = 0.25 + 6.25 / size
    share = lingering_part(variance, np.full(4, 30.0), float(np.mean(0.25 / variance)))
    assert share == pytest.approx(0.25 / variance, abs=0.01)
    assert lingering_part(variance, np.full(4, 30.0), 1.0).tolist() == [1.0] * 4


def test_no_group_is_claimed_where_the_whole_cannot_be_told() -> None:
    evidence = analyse(panel(effect=-0.6))
    claimed = replace(
        evidence, group_effects=(GroupEffect("g1", -1, -2, -0.5, -1, 0.3, "better", 0.001),)
    )
    failed = replace(claimed, checks=(CheckResult("pre_trend", False, Finding("pre_trend.apart")),))
    assert judge(failed).grade == "cannot_tell"
    (one,) = allowed_group_effects(failed)
    assert (one.claim, one.p_value, one.point) == ("unclear", None, -1)
    if judge(claimed).grade != "cannot_tell":
        assert allowed_group_effects(claimed)[0].claim == "better"


def test_nothing_is_found_where_nothing_happens() -> None:
    wrong, covered = 0, []
    for replication in range(12):
        found = group_effects(panel(replication))
        wrong += any(one.claim in ("better", "worse") for one in found)
        covered += [one.low <= 0 <= one.high for one in found]
    assert wrong <= 1
    assert np.mean(covered) >= 0.93


def test_ranges_of_ten_starters_hold_nothing() -> None:
    """They held it in 95 % before only where groups were drawn together: raw ranges in 92 %."""
    raw, drawn, wrong = [], [], 0
    for replication in range(40):
        given = ten_starters(replication)
        one_by_one, together = raw_effects(given), group_effects(given)
        reach = [t_quantile(0.975, df) for df in one_by_one.df] * one_by_one.whole_error
        raw += (np.abs(one_by_one.point) <= reach).tolist()
        drawn += [one.low <= 0 <= one.high for one in together]
        wrong += any(one.claim in ("better", "worse") for one in together)
    assert np.mean(raw) >= 0.94
    assert np.mean(drawn) >= 0.94
    assert wrong <= 4


def test_memory_is_told_from_noise_that_is_new_each_period() -> None:
    """The worlds have wobble with a memory of 0.5 and as much noise without any."""
    found = [
        measure_group_noise(given.outcome, cells(given)).memory
        for given in (ten_starters(replication) for replication in range(20))
    ]
    assert 0.35 < np.mean([one.rho for one in found]) < 0.65
    assert 0.35 < np.mean([one.share for one in found]) < 0.65


def test_the_effects_of_few_groups_are_drawn_together_less() -> None:
    noise = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    point = np.array([0.5, -0.5, 0.3, -0.3, 0.1, -0.1])
    one = np.ones(6)
    many = empirical_bayes_shrink(RawEffects(tuple(range(6)), point, noise, 0 * one, 9 * one))[0]
    few = empirical_bayes_shrink(
        RawEffects((0, 1, 2), point[:3], noise[:3], 0 * one[:3], 9 * one[:3])
    )[0]
    assert np.abs(many).max() < 0.25
    np.testing.assert_allclose(few, point[:3])


def test_drawing_groups_together_does_not_lessen_the_error_they_share() -> None:
    given = panel()
    found, raw = group_effects(given), raw_effects(given)
    half = np.array([(one.high - one.low) / 2 for one in found])
    assert (half > 1.96 * raw.path_error).all()
    small = [abs(one.point) < given.question.worthwhile for one in found]
    claimed = [one.claim in ("better", "worse") for one in found]
    assert not np.any(np.array(small) & np.array(claimed))


def test_loud_starters_are_noticed_from_before_the_start_only() -> None:
    given, rng = panel(), np.random.default_rng(1)
    loud = np.where(given.start[:, None] >= 0, rng.normal(0, 3, given.outcome.shape), 0.0)
    chosen = cells(given)
    noisy = measure_group_noise(given.outcome + loud, chosen)
    assert noise_ratio(noisy, chosen) > 2
    after = np.where(given.exposed, loud, 0.0)
    same = measure_group_noise(given.outcome + after, chosen)
    usual = measure_group_noise(given.outcome, chosen)
    assert abs(noise_ratio(same, chosen) - noise_ratio(usual, chosen)) < 0.5
