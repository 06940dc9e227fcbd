"""Chain, groups, shape, time since the start, looks, series, spillover: what stands beside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.truth.doses import Wandering, turning, wander
from benchmarks.truth.worlds import Recipe, make, seeded
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.mechanism_chain import mechanism_chain
from signpost.metrics.causal.methods.dose_shape import shape_of
from signpost.metrics.causal.methods.event_study import event_study
from signpost.metrics.causal.methods.group_effects import (
    empirical_bayes_shrink,
    group_effects,
    raw_effects,
)
from signpost.metrics.causal.methods.interrupted_series import interrupted_series
from signpost.metrics.causal.multiplicity import adjust_p_values
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import EventStudy, Panel, Refusal


def world(recipe: Recipe, replication: int = 0):  # type: ignore[no-untyped-def]
    return make(seeded("beyond", replication), recipe)


def test_the_chain_gives_three_links() -> None:
    adoption, outcome, ratio = mechanism_chain(world(Recipe(per_adoption=-1.0)).panel)
    assert [one.effect for one in (adoption, outcome, ratio)] == ["adoption", "outcome", "ratio"]
    assert adoption.low > 0.2
    assert ratio.point == pytest.approx(outcome.point / adoption.point / 10)


def test_the_ratio_covers_the_truth_though_adoption_is_measured_with_error() -> None:
    covered = 0
    for replication in range(40):
        panel = world(Recipe(per_adoption=-1.0, adoption_error=0.05), replication).panel
        ratio = mechanism_chain(panel)[2]
        covered += ratio.low <= -0.1 <= ratio.high
    # 95 % of 40, less twice the spread of such a count.
    assert covered >= 35


def test_no_ratio_where_adoption_did_not_clearly_rise() -> None:
    assert len(mechanism_chain(world(Recipe(adoption=0.0)).panel)) == 2


def test_no_chain_without_adoption_or_starts() -> None:
    panel = world(Recipe()).panel
    assert mechanism_chain(replace(panel, adoption_numerator=None)) == ()
    assert mechanism_chain(wander(seeded("beyond", 0), Wandering()).panel) == ()


def test_group_effects_are_shrunk_and_rarely_claimed_when_all_are_alike() -> None:
    found = group_effects(world(Recipe()).panel)
    assert len(found) == 56
    spread = np.std([one.point for one in found]), np.std([one.raw for one in found])
    assert spread[0] < 0.5 * spread[1]
    assert sum(one.claim in ("better", "worse") for one in found) <= 2
    assert all(one.low <= one.point <= one.high for one in found)
    assert all(one.adoption_change and one.adoption_change > 0 for one in found)


def test_group_claims_are_mostly_right_when_groups_differ() -> None:
    false = claims = found = helped = 0
    for replication in range(10):
        truth = world(Recipe(some=True), replication)
        told = raw_effects(truth.panel).group
        effects = truth.effect[list(told)].mean(axis=1)
        for one, true in zip(group_effects(truth.panel), effects, strict=True):
            claimed = one.claim in ("better", "worse")
            right = (one.claim == "better" and true < -0.01) or (
                one.claim == "worse" and true > 0.01
            )
            claims, false = claims + claimed, false + (claimed and not right)
            helped, found = helped + (abs(true) > 0.01), found + right
    assert false <= 0.08 * claims
    assert found >= 0.6 * helped


def test_shrinking_lowers_the_error_of_group_numbers() -> None:
    truth = world(Recipe(some=True))
    raw = raw_effects(truth.panel)
    true = truth.effect[list(raw.group)].mean(axis=1)
    point, _ = empirical_bayes_shrink(raw)
    assert np.mean((point - true) ** 2) <= np.mean((raw.point - true) ** 2)


@pytest.mark.parametrize(
    ("recipe", "kinds"),
    [
        (Wandering(bend=turning, spread=0.18), {"turning"}),
        (Wandering(slope=-1.0, spread=0.18), {"linear"}),
        (Wandering(spread=0.18, worthwhile=1.0), {"flat"}),
        (
            Wandering(bend=lambda a: -1.2 * (1 - np.exp(-5 * a)), spread=0.18),
            {"saturating", "cannot_tell"},
        ),
        (Wandering(spread=0.01), {"cannot_tell", "linear"}),
    ],
)
def test_shapes_are_told_apart(recipe: Wandering, kinds: set[str]) -> None:
    found = [shape_of(wander(seeded("shape", i), recipe).panel) for i in range(5)]
    assert sum(one is not None and one.kind in kinds for one in found) >= 4


def test_the_turning_point_is_where_it_was_planted() -> None:
    found = shape_of(
        wander(seeded("shape", 0), Wandering(bend=turning, spread=0.18, groups=300)).panel
    )
    assert found is not None
    assert found.low is not None
    assert found.low <= 0.4 <= found.high  # type: ignore[operator]


def test_the_event_study_rises_with_the_effect_and_is_flat_before() -> None:
    found = event_study(world(Recipe(effect=-0.6, groups=200)).panel)
    assert isinstance(found, EventStudy)
    rows = list(zip(found.event_time, found.low, found.high, strict=True))
    before = [low <= 0 <= high for time, low, high in rows if time < 0]
    after = [high < 0 for time, _, high in rows if time >= 4]
    assert sum(before) >= len(before) - 1
    assert np.mean(after) > 0.9
    assert list(found.event_time) == sorted(found.event_time)


def test_nothing_to_show_without_comparison() -> None:
    assert isinstance(event_study(world(Recipe(waves=(39,), never=0.0)).panel), Refusal)


def test_looks_widen_the_range() -> None:
    panel = world(Recipe(periods=52, waves=(20, 26), groups=40)).panel
    looked = replace(panel, question=replace(panel.question, looks=3))
    once, thrice = analyse(panel).estimates[0], analyse(looked).estimates[0]
    assert (once.level, thrice.level) == (0.95, pytest.approx(1 - 0.05 / 3))
    assert thrice.high - thrice.low > once.high - once.low
    assert thrice.effect == once.effect


@pytest.mark.slow
def test_adjusting_keeps_what_is_there_and_drops_what_chance_gives() -> None:
    panels = [world(Recipe(), i).panel for i in range(9)] + [world(Recipe(effect=-0.6)).panel]
    found = adjust_p_values(tuple(analyse(panel) for panel in panels))
    assert found.asked == 10
    assert found.by_chance == pytest.approx(0.5)
    assert found.stands[-1]
    assert sum(found.stands) <= 2


def test_adjusting_leaves_out_what_could_not_be_asked() -> None:
    panel = world(Recipe(groups=4, starts=(39,))).panel
    found = adjust_p_values((analyse(panel),))
    assert (found.asked, found.stands, found.by_chance) == (0, (False,), 0.0)


def test_everyone_at_once_is_answered_only_beside_a_control_that_stood_still() -> None:
    panel = world(Recipe(waves=(54,), never=0.0, effect=-4.0)).panel
    assert judge(analyse(panel)).grade == "cannot_tell"
    control = make(seeded("control", 0), Recipe()).panel.outcome
    verdict = judge(analyse(replace(panel, placebo=control)))
    assert (verdict.grade, verdict.strength) == ("works", "suggestive")


def test_a_short_series_is_refused() -> None:
    panel = world(Recipe(waves=(8,), never=0.0)).panel
    assert isinstance(interrupted_series(panel, panel.outcome), Refusal)


@pytest.mark.slow
def test_spillover_is_cured_by_untouched_comparison_groups() -> None:
    found = [world(Recipe(effect=-0.6, spill=0.5, never=0.5), i) for i in range(6)]
    for one in found:
        evidence = analyse(one.panel)
        if evidence.estimates[0].method == "imputation_clean":
            plain = next(e for e in evidence.estimates if e.method == "imputation")
            clean = evidence.estimates[0]
            truth = one.truth("imputation")
            assert abs(clean.point - truth) < abs(plain.point - truth)


def tiny(groups: int, periods: int, share: float) -> Panel:
    draw = np.random.default_rng([groups, periods, int(100 * share)])
    recipe = Recipe(groups=groups, periods=periods, waves=(periods // 2,), missing=share)
    return make(draw, recipe).panel


@pytest.mark.parametrize("groups", [1, 2, 3, 5, 6, 8, 13])
@pytest.mark.parametrize("periods", [2, 5, 13, 30])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.95])
def test_any_panel_gets_an_answer_or_a_reason(groups: int, periods: int, share: float) -> None:
    verdict = judge(analyse(tiny(groups, periods, share)))
    assert verdict.because
