from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signpost.metrics.causal.inference.noise import Noise, change_error, measure_noise, two_way
from signpost.metrics.model.types import Refusal
from signpost.metrics.planning.pilot_design import (
    MIN_PERIODS,
    comparison_candidates,
    group_features,
    pilot_plan_from,
    smallest_detectable,
    unexposed,
)


def wander(rng, groups, periods, sd=0.2, rho=0.4, drift=0.0):
    table = np.zeros((groups, periods))
    table[:, 0] = rng.normal(0, sd, groups)
    for step in range(1, periods):
        table[:, step] = rho * table[:, step - 1]
        table[:, step] += rng.normal(0, sd * np.sqrt(1 - rho**2), groups)
    return table + rng.normal(0, drift, (groups, 1)) * np.arange(periods)


def history(rng, groups=40, periods=24, **noise):
    common = rng.normal(0, 1, periods)[None, :] + rng.normal(5, 1, (groups, 1))
    return common + wander(rng, groups, periods, **noise)


@pytest.mark.parametrize(
    ("focus", "comparison", "before", "after", "drift", "percent"),
    [
        # published beside the design (features.md, appendix): 2.8 x the simulated spread
        (3, 9, 6, 6, 0.0, 28.6),
        (5, 15, 6, 6, 0.0, 22.3),
        (5, 15, 12, 6, 0.0, 19.7),
        (10, 30, 6, 6, 0.0, 15.3),
        (3, 9, 6, 6, 0.01, 30.2),
        (5, 15, 12, 6, 0.01, 24.2),
    ],
)
def test_the_error_agrees_with_simulated_designs(focus, comparison, before, after, drift, percent):
    error = change_error(Noise(0.2, 0.4, drift), focus, comparison, before, after)
    assert 280 * error == pytest.approx(percent, rel=0.03)


@pytest.mark.parametrize(("rho", "drift"), [(0.0, 0.0), (0.4, 0.0), (0.7, 0.0), (0.3, 0.03)])
def test_noise_memory_and_drift_are_recovered(rho, drift):
    rng = np.random.default_rng(3)
    found = [measure_noise(history(rng, sd=0.5, rho=rho, drift=drift)) for _ in range(40)]
    assert np.mean([f.sd for f in found]) == pytest.approx(0.5, rel=0.06)
    assert np.mean([f.rho for f in found]) == pytest.approx(rho, abs=0.06)
    assert np.sqrt(np.mean([f.drift**2 for f in found])) == pytest.approx(drift, abs=0.008)


def test_gaps_hardly_change_the_measure():
    rng = np.random.default_rng(4)
    table = history(rng, groups=60, sd=0.5, rho=0.3)
    whole = measure_noise(table)
    gaps = measure_noise(np.where(rng.random(table.shape) < 0.1, np.nan, table))
    assert gaps.sd == pytest.approx(whole.sd, rel=0.1)


def test_a_design_finds_its_smallest_change_four_times_in_five():
    rng = np.random.default_rng(5)
    noise = Noise(0.2, 0.4, 0.0)
    change = smallest_detectable(change_error(noise, 6, 12, 12, 12), 16)
    found = 0
    for _ in range(2000):
        table = wander(rng, 18, 24)
        gain = table[:, 12:].mean(1) - table[:, :12].mean(1)
        focus, rest = gain[:6] + change, gain[6:]
        pooled = np.sqrt((focus.var(ddof=1) * 5 + rest.var(ddof=1) * 11) / 16 * (1 / 6 + 1 / 12))
        found += abs(focus.mean() - rest.mean()) / pooled > 2.1199
    assert found / 2000 == pytest.approx(0.8, abs=0.03)


def test_more_looks_need_a_larger_change():
    assert smallest_detectable(1.0, 1e6) == pytest.approx(2.80, abs=0.01)
    assert smallest_detectable(1.0, 1e6, looks=12) > 3.5


def test_short_history_is_no_measure():
    with pytest.raises(ValueError, match="at least"):
        measure_noise(np.zeros((2, 30)))


def test_two_way_leaves_nothing_of_groups_and_common_shocks():
    assert np.abs(two_way(np.add.outer(np.arange(4.0), np.arange(6.0)))).max() < 1e-9


@pytest.fixture
def panel(make_panel):
    rng = np.random.default_rng(6)
    names = tuple(f"g{i:02d}" for i in range(18))
    base = make_panel(groups=names, starts=(-1,) * 18, periods=30)
    table = history(rng, 18, 30, sd=0.5)
    return replace(base, outcome_numerator=table * 500.0, weight=np.linspace(20, 90, 18))


@pytest.fixture
def case(programme):
    return programme.use_cases[0].model_copy(update={"focus": ("g01", "G05", "g09")})


def test_a_plan_says_whom_what_and_when(panel, case):
    plan = pilot_plan_from(panel, case, seed=1)
    assert plan.focus == ("g01", "g05", "g09")
    assert len(plan.candidates) == 15
    assert sum(c.suggested for c in plan.candidates) == 6
    distances = [c.distance for c in plan.candidates]
    assert distances == sorted(distances)
    designs = {d.design: d for d in plan.detectable}
    planned = designs["as planned"]
    assert (planned.focus, planned.comparison, planned.before, planned.after) == (3, 15, 30, 26)
    for name in ("twice as long", "twice the focus groups", "twice the comparison groups"):
        assert designs[name].change < planned.change
    assert planned.share_of_level == pytest.approx(planned.change / np.mean(panel.outcome))
    assert planned.enough == (planned.change <= 1.0)


def test_a_group_of_the_same_history_is_the_nearest(panel, case):
    twin = panel.outcome_numerator.copy()
    twin[7] = twin[[1, 5, 9]].mean(axis=0)
    weight = panel.weight.copy()
    weight[7] = np.exp(np.log(weight[[1, 5, 9]]).mean())
    alike = replace(panel, outcome_numerator=twin, weight=weight)
    assert pilot_plan_from(alike, case).candidates[0].group == "g07"


def test_only_history_before_a_start_is_looked_at(panel, case):
    started = panel.start.copy()
    started[1] = 20
    shifted = panel.outcome_numerator.copy()
    one = replace(panel, start=started)
    shifted[1, 20:] += 1e6
    other = replace(one, outcome_numerator=shifted)
    assert pilot_plan_from(one, case) == pilot_plan_from(other, case)
    assert np.isnan(unexposed(one)[1, 20:]).all()
    assert "g01" not in {g for wave in pilot_plan_from(one, case).rollout for g in wave.groups}


def test_the_rollout_is_drawn_by_chance_within_like_groups(panel, case):
    plan = pilot_plan_from(panel, case, seed=1)
    assert [len(wave.groups) for wave in plan.rollout] == [6, 6, 6]
    assert {g for wave in plan.rollout for g in wave.groups} == set(panel.groups)
    assert pilot_plan_from(panel, case, seed=1).rollout == plan.rollout
    assert pilot_plan_from(panel, case, seed=2).rollout != plan.rollout
    order = np.argsort(group_features(panel, panel.outcome)[:, 0])
    for block in range(0, 18, 3):
        like = {panel.groups[i] for i in order[block : block + 3]}
        assert all(len(like & set(wave.groups)) == 1 for wave in plan.rollout)


def test_without_history_or_comparison_a_plan_is_refused(panel, case, make_panel):
    few = pilot_plan_from(make_panel(), case)
    assert isinstance(few, Refusal)
    assert str(MIN_PERIODS) in few.reason
    everyone = case.model_copy(update={"focus": panel.groups})
    assert isinstance(pilot_plan_from(panel, everyone), Refusal)


def test_no_candidate_is_suggested_from_far_away(panel):
    table = panel.outcome.copy()
    table[0] += 100
    found = comparison_candidates(panel, table, [0], list(range(1, 18)))
    assert not any(c.suggested for c in found)
