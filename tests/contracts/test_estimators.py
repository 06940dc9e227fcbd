"""Every estimator, found by itself: finds what was planted, stays calm, refuses when it must."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.truth.doses import Wandering, wander
from benchmarks.truth.worlds import Recipe, World, make, seeded
from signpost.metrics.causal.design import Row, describe
from signpost.metrics.causal.estimator import Estimator, estimators
from signpost.metrics.causal.methods.staggered import as_estimate
from signpost.metrics.model.types import Estimate, Panel, Refusal
from signpost.presentation.words.catalogue import say, words_of

EFFECT = -1.2


def world_of(row: Row, effect: float, replication: int = 0) -> World:
    draw = seeded("estimators", replication)
    if row == "dose":
        return wander(draw, Wandering(slope=3 * effect))
    if row == "synthetic":
        return make(draw, Recipe(groups=40, starts=(39, 39), effect=effect))
    if row == "rises":
        return make(draw, Recipe(waves=(39,), never=0.0, per_adoption=3 * effect))
    if row == "series":
        return make(draw, Recipe(waves=(54,), never=0.0, effect=4 * effect, adoption=0.35))
    return make(draw, Recipe(per_adoption=3 * effect, spill=1e-12))


def stable(panel: Panel) -> Panel:
    return replace(panel, stable_outcome=panel.outcome)


def first_row(one: Estimator) -> Row:
    return "dose" if "dose" in one.rows and one.effect == "ratio" else one.rows[0]


@pytest.mark.parametrize("one", estimators(), ids=lambda one: one.id)
def test_it_finds_what_was_planted(one: Estimator) -> None:
    panel = stable(world_of(first_row(one), EFFECT).panel)
    found = one.estimate(panel)
    assert isinstance(found, Estimate)
    assert found.method == one.id
    assert found.effect == one.effect
    assert found.naive == one.naive
    assert words_of()[f"method.{one.id}.assumes"]
    assert words_of()[f"method.{one.id}.label"]
    assert found.point < 0
    if not one.naive:
        assert found.high < 0


@pytest.mark.slow
@pytest.mark.parametrize("one", [e for e in estimators() if not e.naive], ids=lambda one: one.id)
def test_it_stays_calm_when_nothing_happens(one: Estimator) -> None:
    cries = 0
    for replication in range(6):
        found = one.estimate(stable(world_of(first_row(one), 0.0, replication).panel))
        assert isinstance(found, Estimate)
        cries += found.low > 0 or found.high < 0
    # More than two of six by chance: two in a thousand at five per cent each.
    assert cries <= 2


@pytest.mark.parametrize("one", estimators(), ids=lambda one: one.id)
def test_it_refuses_with_a_remedy_where_there_is_nothing_to_compare(one: Estimator) -> None:
    panel = world_of("staggered", 0.0).panel
    nobody = replace(
        panel,
        start=np.full(len(panel.groups), -1),
        adoption_numerator=None,
        contact=None,
        stable_outcome=None,
    )
    lone = replace(
        nobody,
        groups=nobody.groups[:1],
        outcome_numerator=nobody.outcome_numerator[:1],
        outcome_denominator=nobody.outcome_denominator[:1],
        weight=nobody.weight[:1],
        start=nobody.start[:1],
    )
    found = one.estimate(lone)
    assert isinstance(found, Refusal)
    assert say(found.reason).endswith(".")
    assert say(found.remedy).endswith(".")


@pytest.mark.parametrize("one", estimators(), ids=lambda one: one.id)
def test_it_changes_nothing_and_repeats_itself(one: Estimator) -> None:
    panel = stable(world_of(first_row(one), EFFECT).panel)
    before = panel.outcome_numerator.copy(), panel.start.copy()
    assert one.estimate(panel) == one.estimate(panel)
    np.testing.assert_array_equal(panel.outcome_numerator, before[0])
    np.testing.assert_array_equal(panel.start, before[1])


def test_an_estimator_is_named_by_its_file_and_only_once() -> None:
    names = [one.id for one in estimators()]
    assert len(set(names)) == len(names)
    assert {one.id for one in estimators() if one.naive} == {
        "before_after",
        "users_vs_non_users",
        "correlation",
    }


def test_the_calm_contract_can_fail() -> None:
    """Before and after is not calm where the season turns: the naive ones are naive."""
    before_after = next(one for one in estimators() if one.id == "before_after")
    panel = make(seeded("estimators", 0), Recipe(shock=-1.0)).panel
    found = before_after.estimate(panel)
    assert isinstance(found, Estimate)
    assert found.high < 0


def test_a_refusal_stays_a_refusal() -> None:
    panel = world_of("staggered", 0.0).panel
    assert describe(panel).row == "staggered"
    refusal = Refusal("a", "b")
    assert as_estimate(refusal, panel, "x") is refusal
