"""The closed forms against slow, plain ways of computing the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests

from benchmarks.truth.worlds import Recipe, make, seeded
from signpost.metrics.causal.design import Cells, Reach, cells
from signpost.metrics.causal.inference.intervals import (
    Interval,
    benjamini_hochberg,
    fieller,
    permutation_interval,
    t_interval,
)
from signpost.metrics.causal.inference.jackknife import jackknife
from signpost.metrics.causal.inference.permutation import Assignment, permuted_effects
from signpost.metrics.causal.inference.regression import two_way_regression
from signpost.metrics.causal.methods.counterfactual import (
    counterfactual,
    fit_baseline,
    fitted_lines,
    influence,
    treatment_effect,
)
from signpost.metrics.causal.methods.staggered import PATCHY_UP_TO, staggered_effect
from signpost.metrics.model.types import Floats

PANEL = make(seeded("numbers", 0), Recipe(groups=15, periods=30, waves=(12, 16), missing=0.1)).panel


def by_dummies(chosen: Cells, outcome: Floats, degree: int) -> float:
    """Weighted least squares with a column per group, line and period."""
    groups, periods = outcome.shape
    columns = [
        np.kron(np.eye(groups), fitted_lines(periods, degree)[:, [k]]) for k in range(degree + 1)
    ]
    design = np.hstack([*columns, np.kron(np.ones((groups, 1)), np.eye(periods))])
    weight = chosen.baseline.ravel()
    use = weight > 0
    root = np.sqrt(weight[use])[:, None]
    found = np.linalg.lstsq(root * design[use], root[:, 0] * outcome.ravel()[use], rcond=None)[0]
    gap = outcome.ravel() - design @ found
    return float(np.nansum(chosen.target.ravel() * np.where(chosen.target.ravel() > 0, gap, 0)))


@pytest.mark.parametrize("degree", [0, 1])
def test_imputation_is_least_squares_with_dummies(degree: int) -> None:
    chosen = cells(PANEL)
    baseline = fit_baseline(chosen.baseline, fitted_lines(30, degree), 6)
    found = treatment_effect(baseline, PANEL.outcome, chosen.target)
    assert found == pytest.approx(by_dummies(chosen, PANEL.outcome, degree), abs=1e-8)


def test_influence_adds_up_to_the_effect() -> None:
    chosen = cells(PANEL)
    baseline = fit_baseline(chosen.baseline, fitted_lines(30, 0))
    share = influence(baseline, chosen.target)
    used = np.where(share != 0, PANEL.outcome, 0.0)
    assert (share * used).sum() == pytest.approx(
        treatment_effect(baseline, PANEL.outcome, chosen.target)
    )


def test_a_group_with_too_short_a_past_does_not_speak() -> None:
    weights = np.ones((3, 8))
    weights[0, 2:] = 0
    outcome = np.vstack([np.full(8, 1e6), np.arange(8.0), np.arange(8.0)])
    baseline = fit_baseline(weights, fitted_lines(8, 0), least=3)
    assert not baseline.identified[0].any()
    np.testing.assert_allclose(counterfactual(baseline, outcome)[1], np.arange(8.0), atol=1e-9)


@pytest.mark.parametrize("degree", [0, 1])
def test_leaving_out_is_estimating_again(degree: int) -> None:
    chosen = cells(PANEL)
    found = jackknife(chosen, PANEL.outcome[None], degree, 6)
    keep = np.arange(15) != 4
    target = chosen.target[keep] / chosen.target[keep].sum()
    again = fit_baseline(chosen.baseline[keep], fitted_lines(30, degree), 6)
    assert found.without[4, 0] == pytest.approx(
        float(treatment_effect(again, PANEL.outcome[keep], target)), abs=1e-9
    )


def test_averaging_waves_changes_no_permuted_effect() -> None:
    world = make(seeded("numbers", 1), Recipe(groups=14, periods=30, waves=(12, 16)))
    panel = world.panel
    rollout = Assignment(panel.start, panel.weight, Reach(2, donut=1))
    whole = permuted_effects(rollout, panel.outcome, draws=20)
    patchy = np.vstack([panel.outcome, np.full((1, 30), np.nan)])
    start, weight = np.r_[panel.start, -1], np.r_[panel.weight, 1.0]
    slow = permuted_effects(Assignment(start[:14], weight[:14], Reach(2, donut=1)), patchy[:14], 20)
    np.testing.assert_allclose(whole, slow, atol=1e-7)
    from signpost.metrics.causal.inference import permutation

    starts = np.random.default_rng(permutation.SEED).permuted(np.tile(panel.start, (20, 1)), axis=1)
    exposure = rollout.reach.after(
        np.arange(30) - np.where(panel.start >= 0, panel.start, np.nan)[:, None]
    )
    pair = np.stack([panel.outcome, exposure.astype(float)])
    np.testing.assert_allclose(whole, permutation._by_group(rollout, pair, starts), atol=1e-6)


def test_the_permutation_interval_holds_what_the_test_does_not_reject() -> None:
    draw = np.random.default_rng(3)
    outcome, exposure = draw.normal(0, 1, 199), draw.uniform(-0.6, 0.6, 199)
    found = permutation_interval(0.7, outcome, exposure)
    assert found is not None

    def chance(value: float) -> float:
        extreme = np.abs(outcome - value * exposure) >= abs(0.7 - value) * (1 - 1e-9)
        return (1 + extreme.sum()) / 200

    step = 1e-6
    assert chance(found.low + step) > 0.05 >= chance(found.low - step)
    assert chance(found.high - step) > 0.05 >= chance(found.high + step)


def test_too_few_permutations_give_no_interval() -> None:
    assert permutation_interval(1.0, np.zeros(10), np.zeros(10)) is None
    assert permutation_interval(1.0, np.ones(99), np.ones(99)) is None


@pytest.mark.parametrize(
    ("groups", "missing", "permuted"),
    [(PATCHY_UP_TO, 0.1, True), (PATCHY_UP_TO + 1, 0.1, False), (PATCHY_UP_TO + 1, 0.0, True)],
)
def test_starts_are_permuted_unless_gaps_make_it_dear(
    groups: int, missing: float, permuted: bool
) -> None:
    recipe = Recipe(groups=groups, periods=20, waves=(8, 12), missing=missing, chance_order=True)
    panel = make(seeded("patchy", 0), recipe).panel
    found, plain = (
        staggered_effect(panel, panel.outcome, Reach(), permute=permute)
        for permute in (True, False)
    )
    assert isinstance(found, Interval)
    assert isinstance(plain, Interval)
    assert (found != plain) is permuted
    assert found.point == pytest.approx(plain.point)


def test_two_way_regression_is_least_squares_with_dummies() -> None:
    draw = np.random.default_rng(4)
    regressors = draw.normal(size=(2, 15, 30))
    found = two_way_regression(PANEL.outcome, regressors, PANEL.weight)
    assert found is not None
    known = np.isfinite(PANEL.outcome).ravel()
    dummies = np.hstack(
        [np.kron(np.eye(15), np.ones((30, 1))), np.kron(np.ones((15, 1)), np.eye(30))[:, 1:]]
    )
    design = np.hstack([regressors.reshape(2, -1).T, dummies])[known]
    model = sm.WLS(PANEL.outcome.ravel()[known], design, np.repeat(PANEL.weight, 30)[known])
    group = np.repeat(np.arange(15), 30)[known]
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": group, "use_correction": True})
    np.testing.assert_allclose(found.coefficients, fit.params[:2], atol=1e-8)
    # Group effects are nested in the clusters and do not count as parameters here.
    parameters = 2 + 30
    ratio = (known.sum() - design.shape[1]) / (known.sum() - parameters)
    np.testing.assert_allclose(found.covariance, fit.cov_params()[:2, :2] * ratio, rtol=1e-6)


def test_the_cautious_error_leaves_each_group_out() -> None:
    regressor = np.random.default_rng(5).normal(size=(1, 15, 30))
    found = two_way_regression(PANEL.outcome, regressor, PANEL.weight)
    assert found is not None
    assert found.cautious[0, 0] > found.covariance[0, 0] * 14 / 15


def test_a_regressor_without_variation_is_none() -> None:
    same = np.ones((1, 15, 30))
    assert two_way_regression(PANEL.outcome, same, PANEL.weight) is None


def test_benjamini_hochberg_agrees_with_statsmodels() -> None:
    chances = np.random.default_rng(6).uniform(0, 0.2, 40) ** 2
    expected = multipletests(chances, 0.05, method="fdr_bh")[0]
    np.testing.assert_array_equal(benjamini_hochberg(chances, 0.05), expected)


def test_fieller_is_the_delta_method_when_the_bottom_is_sure() -> None:
    low, high = fieller(np.array([2.0, 4.0]), np.diag([0.01, 1e-12]), 1.96) or (0.0, 0.0)
    assert (low, high) == pytest.approx((0.5 - 0.049, 0.5 + 0.049), abs=1e-3)


def test_fieller_has_no_bounds_when_the_bottom_may_be_zero() -> None:
    assert fieller(np.array([2.0, 0.1]), np.diag([0.01, 1.0]), 1.96) is None


def test_t_interval() -> None:
    found = t_interval(1.0, 0.5, 10)
    assert found.high - found.point == pytest.approx(0.5 * stats.t.ppf(0.975, 10))
    assert found.p_value == pytest.approx(2 * stats.t.sf(2.0, 10))


@pytest.mark.slow
@pytest.mark.parametrize("permute", [True, False])
def test_few_starts_among_very_many_groups_are_as_uncertain_as_they_are(permute: bool) -> None:
    recipe = Recipe(groups=450, periods=40, starts=(15, 18, 21, 24))
    held = 0
    for seed in range(12):
        panel = make(seeded("few among many", seed), recipe).panel
        found = staggered_effect(panel, panel.outcome, Reach(), permute=permute)
        assert isinstance(found, Interval)
        held += found.low <= 0 <= found.high
    assert held >= 10


@pytest.mark.slow
def test_one_start_among_very_many_groups_with_gaps_is_compared_by_chance() -> None:
    recipe = Recipe(groups=450, periods=40, starts=(20,), missing=0.05)
    panel = make(seeded("one among many", 1), recipe).panel
    found = staggered_effect(panel, panel.outcome, Reach())
    few = make(seeded("one among many", 1), replace(recipe, groups=50)).panel
    beside = staggered_effect(few, few.outcome, Reach())
    assert isinstance(found, Interval)
    assert isinstance(beside, Interval)
    assert 0.4 < (found.high - found.low) / (beside.high - beside.low) < 2.5
