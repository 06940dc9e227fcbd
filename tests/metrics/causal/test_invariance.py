"""An answer must not depend on names, order, units or signs, nor be made by rounding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.truth.doses import Wandering, wander
from benchmarks.truth.worlds import Recipe, World, make, seeded
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.canonical_order import in_canonical_order
from signpost.metrics.causal.inference.intervals import t_interval
from signpost.metrics.causal.inference.regression import two_way_regression
from signpost.metrics.causal.inference.time_blocks import to_time_blocks
from signpost.metrics.causal.inference.wild_bootstrap import (
    leverage_matrix,
    wild_bootstrap_interval,
)
from signpost.metrics.causal.methods.dose_response import reliability
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import Evidence, Panel
from signpost.presentation.words.catalogue import say

QUICK = {"periods": 24, "waves": (9, 12, 15)}
WORLDS = {
    "staggered": Recipe(groups=36, effect=-0.6, **QUICK),
    "gaps": Recipe(groups=36, effect=-0.6, missing=0.1, **QUICK),
    "few": Recipe(groups=11, effect=-0.8, **QUICK),
    "synthetic": Recipe(groups=24, periods=24, starts=(16,), effect=-1.5),
    "dose": Wandering(groups=16, periods=24, slope=-1.0),
    "few doses": Wandering(groups=8, periods=24, slope=-1.0),
}


def world(name: str, seed: int) -> World:
    recipe, draw = WORLDS[name], seeded(name, seed)
    return make(draw, recipe) if isinstance(recipe, Recipe) else wander(draw, recipe)


def rescaled(panel: Panel, times: float) -> Panel:
    question = replace(panel.question, worthwhile=panel.question.worthwhile * abs(times))
    if times < 0:
        question = replace(question, better="higher" if question.better == "lower" else "lower")
    return replace(panel, question=question, outcome_numerator=panel.outcome_numerator * times)


def shuffled(panel: Panel, seed: int) -> Panel:
    order = np.random.default_rng(seed).permutation(len(panel.groups))
    rows = {
        name: getattr(panel, name)[order]
        for name in ("outcome_numerator", "outcome_denominator", "weight", "start")
    }
    for name in ("adoption_numerator", "adoption_denominator"):
        rows[name] = getattr(panel, name)[order]
    return replace(panel, groups=tuple(panel.groups[i] for i in order), **rows)


def same(one: Evidence, other: Evidence, times: float = 1.0) -> None:
    assert judge(one).grade == judge(other).grade
    assert [c.passed for c in one.checks] == [c.passed for c in other.checks]
    assert [e.method for e in one.estimates] == [e.method for e in other.estimates]
    for mine, theirs in zip(one.estimates, other.estimates, strict=True):
        ends = sorted((mine.low * times, mine.high * times))
        size = max(abs(end) for end in ends)
        found = [theirs.point, theirs.low, theirs.high]
        np.testing.assert_allclose(found, [mine.point * times, *ends], rtol=1e-5, atol=1e-6 * size)


PROPERTY = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
@PROPERTY
@given(seed=st.integers(0, 10**6))
def test_names_and_order_do_not_matter(name: str, seed: int) -> None:
    panel = world(name, seed).panel
    mixed = shuffled(panel, seed)
    renamed = replace(mixed, groups=tuple(f"{i} 'quoted', Ü" for i in range(len(mixed.groups))))
    same(analyse(panel), analyse(renamed))


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
@PROPERTY
@given(seed=st.integers(0, 10**6), times=st.sampled_from([-1.0, 1e9, -1e-9, 7e-3]))
def test_units_and_signs_do_not_matter(name: str, seed: int, times: float) -> None:
    panel = world(name, seed).panel
    same(analyse(panel), analyse(rescaled(panel, times)), times)


def without_noise(panel: Panel, effect: float) -> Panel:
    """Levels, a weekly pattern that all groups share, and the effect; nothing else."""
    time = np.arange(len(panel.periods))
    outcome = 10 + 0.5 * np.arange(len(panel.groups))[:, None] + 0.25 * (time % 7)[None, :]
    outcome = outcome + effect * panel.exposed
    return replace(panel, outcome_numerator=outcome * panel.outcome_denominator)


@pytest.mark.parametrize("name", ["staggered", "few", "synthetic"])
@pytest.mark.parametrize(("effect", "grade"), [(-1.0, "works"), (0.0, "no_worthwhile_effect")])
def test_without_noise_rounding_decides_nothing(name: str, effect: float, grade: str) -> None:
    evidence = analyse(without_noise(world(name, 1).panel, effect))
    assert [c.check for c in evidence.checks if c.passed is False] == []
    assert judge(evidence).grade == grade
    assert evidence.estimates[0].point == pytest.approx(effect, abs=1e-9)


def test_a_shared_pattern_within_a_block_is_no_effect() -> None:
    panel = without_noise(world("staggered", 1).panel, 0.0)
    panel = replace(panel, start=np.where(panel.start >= 0, 10, -1))
    blocks = to_time_blocks(panel)
    moved = blocks.outcome - blocks.outcome[:, :1]
    np.testing.assert_allclose(moved - moved[0], 0.0, atol=1e-9)


@pytest.mark.parametrize("name", WORLDS)
def test_an_outcome_that_never_moves_is_refused_with_a_remedy(name: str) -> None:
    panel = world(name, 2).panel
    still = replace(panel, outcome_numerator=7.0 * panel.outcome_denominator)
    evidence = analyse(still)
    assert evidence.refusal is not None
    assert "never moves" in say(evidence.refusal.reason)
    assert say(evidence.refusal.remedy)
    assert judge(evidence).grade == "cannot_tell"


def test_nothing_over_nothing_is_no_finding() -> None:
    assert t_interval(0.0, 0.0, 5).p_value == 1.0
    assert t_interval(1.0, 0.0, 5).p_value == 0.0
    outcome, dose = np.zeros((6, 8)), np.random.default_rng(1).normal(size=(1, 6, 8))
    found = two_way_regression(outcome, dose, np.ones(6))
    assert found is not None
    assert wild_bootstrap_interval(found, 0.95, leverage_matrix(found)).high == 0.0
    assert reliability(replace(found, regressors=0.0 * found.regressors)) == 1.0


def test_every_field_with_groups_is_turned_alike() -> None:
    panel = make(seeded("order", 1), Recipe(groups=9, spill=1e-9, roster=True, **QUICK)).panel
    turned = in_canonical_order(panel)
    back = [turned.groups.index(group) for group in panel.groups]
    assert panel.contact is not None
    assert turned.contact is not None
    np.testing.assert_array_equal(turned.contact[np.ix_(back, back)], panel.contact)
    for name in ("outcome", "adoption", "moved", "weight", "start"):
        np.testing.assert_array_equal(getattr(turned, name)[back], getattr(panel, name))
