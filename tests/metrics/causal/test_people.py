"""A pilot of people inside groups: the effect, its ranges, and checks that are seen to fail."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from benchmarks.truth.people import AFTER, BEFORE, PILOTS, Pilot, make_pilot
from benchmarks.truth.worlds import seeded
from signpost.metrics.causal.people.analysis import INTENTION, USE, analyse_people
from signpost.metrics.causal.people.effects import (
    arm_contrasts,
    effect_of_use,
    intention_to_treat,
    lee_bounds,
)
from signpost.metrics.causal.people.lottery import draw_places, redraws
from signpost.metrics.causal.people.lottery_checks import PEOPLE_CHECKS
from signpost.metrics.causal.people.sample import PeoplePanel, analysed, people_sample
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import CheckResult, Evidence
from signpost.presentation.words.catalogue import say


def panel(world: str, people: int = 300, replication: int = 0) -> PeoplePanel:
    draw = seeded(f"people {world}", replication)
    return make_pilot(draw, replace(PILOTS[world], people=people)).panel


def result(evidence: Evidence, check: str) -> CheckResult:
    return next(one for one in evidence.checks if one.check == check)


def test_the_contrast_is_the_regression_with_blocks_and_hc2() -> None:
    sample = analysed(people_sample(panel("lottery", 60)))
    blocks = np.equal.outer(sample.block, np.arange(sample.block.max() + 1)).astype(float)
    design = np.column_stack([sample.arm, sample.before, blocks])
    want = sm.OLS(sample.after, design).fit(cov_type="HC2")
    found = arm_contrasts(sample.after[None], sample.arm, sample.before, sample.block)
    assert found.point[0] == pytest.approx(want.params[0], rel=1e-9)
    assert found.covariance[0, 0] ** 0.5 == pytest.approx(want.bse[0], rel=1e-9)
    assert found.df == want.df_resid


def test_draws_are_stacked_one_by_one() -> None:
    sample = analysed(people_sample(panel("lottery", 60)))
    drawn = next(redraws(sample.arm, sample.block, 5))
    stacked = arm_contrasts(sample.after[None], drawn, sample.before, sample.block)
    for at, arm in enumerate(drawn):
        alone = arm_contrasts(sample.after[None], arm, sample.before, sample.block)
        assert stacked.point[at] == pytest.approx(alone.point)
        assert stacked.covariance[at] == pytest.approx(alone.covariance)
        assert np.bincount(sample.block, arm) == pytest.approx(
            np.bincount(sample.block, sample.arm)
        )


def test_a_draw_is_that_of_its_seed_and_of_the_share() -> None:
    block = np.repeat([3, 7, 9], [10, 5, 1])
    arm = draw_places(block, 0.3, 17)
    assert arm.tolist() == draw_places(block, 0.3, 17).tolist()
    assert [arm[block == one].sum() for one in (3, 7, 9)] == [3, 2, 0]
    often = np.mean([draw_places(block, 0.3, seed)[0] for seed in range(400)])
    assert often == pytest.approx(0.3, abs=0.08)


def test_a_recorded_lottery_is_answered_strongly() -> None:
    evidence = analyse_people(panel("lottery"))
    verdict = judge(evidence)
    assert (verdict.grade, verdict.strength) == ("works", "strong")
    assert evidence.estimates[0].method == INTENTION
    use = next(one for one in evidence.estimates if one.method == USE)
    assert use.low < -2 < use.high
    assert use.point < evidence.estimates[0].point < 0
    assert any("A recorded draw decided" in say(one) for one in verdict.because)


def test_only_a_recorded_draw_is_called_one() -> None:
    verdict = judge(analyse_people(replace(panel("lottery"), recorded_draw=False)))
    assert verdict.strength in (None, "suggestive")
    assert not any("A recorded draw" in say(one) for one in verdict.because)


def test_few_people_are_at_most_moderate_and_too_few_are_refused() -> None:
    strong = panel("lottery", 48)
    given = replace(strong, outcome=strong.outcome - 12.0 * strong.arm[:, None] * after())
    verdict = judge(analyse_people(given))
    assert (verdict.grade, verdict.strength) == ("works", "moderate")
    few = analyse_people(panel("lottery", 18))
    assert few.estimates == ()
    assert few.refusal is not None
    assert "10 people" in say(few.refusal.remedy)
    larger = analyse_people(replace(panel("lottery", 48), minimum=30))
    assert larger.refusal is not None


def after() -> np.ndarray:
    return (np.arange(BEFORE + AFTER) >= BEFORE)[None, :].astype(float)


TRIPPED = {
    "people_balance": "places given to the best",
    "people_attrition": "the worst leave",
    "people_uptake": "little uptake",
    "people_contamination": "used by the others",
    "people_agreement": "picked by level",
    "people_drift": "picked by trend",
}


def trended() -> PeoplePanel:
    """Those drawn were getting better before the start already."""
    given = panel("lottery")
    line = np.arange(BEFORE + AFTER)[None, :] * given.arm[:, None]
    return replace(given, outcome=given.outcome - 0.5 * line)


def spilled() -> PeoplePanel:
    """Colleagues of those drawn gain nearly as much, and the share drawn differs by block."""
    pilot = Pilot(people=2400, effect=-6.0, spill=1.0, share=None)
    return make_pilot(seeded("people spill", 0), pilot).panel


@pytest.mark.slow
@pytest.mark.parametrize("check", [one.id for one in PEOPLE_CHECKS])
def test_each_check_fails_in_its_world_and_passes_where_nothing_is_wrong(check: str) -> None:
    scenes = {"people_trend": trended, "people_spillover": spilled}
    make = scenes.get(check, lambda: panel(TRIPPED[check], replication=2))
    wrong = analyse_people(make())
    assert result(wrong, check).passed is False
    assert say(result(wrong, check).finding).endswith(".")
    if check not in ("people_uptake", "people_contamination"):
        assert judge(wrong).grade == "cannot_tell"
    recorded = check not in ("people_agreement", "people_drift")
    honest = Pilot(people=600, share=None, effect=-8.0, recorded=recorded)
    fine = result(analyse_people(make_pilot(seeded("people fine", 1), honest).panel), check)
    assert fine.passed is True
    assert say(fine.finding).endswith(".")


def test_no_range_of_use_where_too_few_took_it_up() -> None:
    weak = analyse_people(panel("little uptake", replication=2))
    assert USE not in {one.method for one in weak.estimates}
    sample = analysed(people_sample(panel("little uptake", 50)))
    nobody = np.random.default_rng(3).random(len(sample.arm))
    assert effect_of_use(sample, nobody, 0.95) is None


@pytest.mark.slow
def test_a_wait_list_counts_only_until_the_others_have_it() -> None:
    given = panel("wait-list", 2000)
    cut = analyse_people(given).estimates[0]
    whole = analyse_people(replace(given, until=None)).estimates[0]
    assert cut.low < -1.3 < cut.high
    assert whole.point == pytest.approx(cut.point / 2, rel=0.3)


def test_bounds_hold_what_everybody_would_have_shown() -> None:
    whole = people_sample(panel("lottery, nothing", 2000))
    worst = (whole.after > np.quantile(whole.after, 0.8)) & (whole.arm == 1)
    lost = replace(whole, after=np.where(worst, np.nan, whole.after))
    low, high = lee_bounds(lost)
    seen = intention_to_treat(analysed(lost), 0.95)
    assert seen.high < 0
    assert low < 0 < high


@pytest.mark.slow
def test_false_claims_and_coverage_of_lotteries() -> None:
    """120 honest lotteries, with and without an effect, small and large."""
    covered, claimed = [], 0
    for replication in range(30):
        for name in ("lottery", "lottery, nothing"):
            for people in (60, 240):
                pilot = replace(PILOTS[name], people=people)
                world = make_pilot(seeded(f"cover {name} {people}", replication), pilot)
                found = intention_to_treat(analysed(people_sample(world.panel)), 0.95)
                covered.append(found.low <= world.offer_effect <= found.high)
                claimed += name != "lottery" and found.excludes_zero
    assert np.mean(covered) >= 0.91
    assert claimed <= 6


@pytest.mark.parametrize("world", ["lottery", "wait-list", "juniors gain, experts nothing"])
def test_another_order_of_people_and_names_of_groups_change_no_answer(world: str) -> None:
    one = panel(world)
    draw = np.random.default_rng(5)
    order = draw.permutation(len(one.arm))
    names = draw.permutation(int(one.group.max()) + 1)
    other = replace(
        one,
        outcome=one.outcome[order],
        group=names[one.group[order]],
        arm=one.arm[order],
        use=None if one.use is None else one.use[order],
        subgroups=tuple(replace(kind, kind=kind.kind[order]) for kind in one.subgroups),
    )
    assert analyse_people(other) == analyse_people(one)
