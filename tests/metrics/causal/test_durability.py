"""Whether an effect lasts: the word, the grade and the sentence, on exact and on drawn panels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.durability import cut_panel, effect_over_time, read_durability
from signpost.metrics.causal.inference.distributions import t_quantile, t_two_sided
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import EffectOverTime, Estimate, Evidence, Panel, Question
from signpost.presentation.json_values import to_json_value
from signpost.presentation.words.catalogue import say

WEEKS, GROUPS = 52, 24


def panel(effect: np.ndarray, sd: float = 2.0, *, weeks: int = WEEKS, seed: int = 5) -> Panel:
    """Half the groups start in week 18 or 22 with `effect` by week since the start."""
    rng = np.random.default_rng(seed)
    start = np.r_[np.resize([18, 22], GROUPS // 2), np.full(GROUPS // 2, -1)]
    since = np.arange(weeks)[None] - start[:, None]
    begun = (start[:, None] >= 0) & (since >= 0)
    moved = np.where(begun, effect[np.clip(since, 0, len(effect) - 1)], 0.0)
    outcome = (
        rng.normal(100, 10, (GROUPS, 1))
        + rng.normal(0, 1, (1, weeks)).cumsum(axis=1)
        + rng.normal(0, sd, (GROUPS, weeks))
        + moved
    )
    ones = np.ones((GROUPS, weeks))
    return Panel(
        Question("kpi", "lower", 3.0),
        tuple(f"g{row:02d}" for row in range(GROUPS)),
        tuple(str(week) for week in range(weeks)),
        outcome,
        ones,
        None,
        None,
        np.ones(GROUPS),
        start,
    )


WEEK = np.arange(WEEKS)
SHAPES = {
    "lasting": np.full(WEEKS, -12.0),
    "fading": np.maximum(-12.0, -14.0 + 0.28 * WEEK),
    "gone": np.where(WEEK < 12, -12.0, 0.0),
    "turned": np.where(WEEK < 12, -12.0, 9.0),
}


@pytest.mark.parametrize(
    ("word", "grades"),
    [
        ("lasting", {"works"}),
        ("fading", {"works"}),
        ("gone", {"no_worthwhile_effect", "cannot_tell"}),
        ("turned", {"harmful", "cannot_tell"}),
    ],
)
def test_each_shape_has_its_word_and_its_grade(word: str, grades: set[str]) -> None:
    verdict = judge(analyse(panel(SHAPES[word])))
    assert verdict.durability == word
    assert verdict.grade in grades
    assert verdict.over_time is not None
    said = {"gone": "worked at first", "turned": "turned to harm", "fading": "less than at first"}
    if word in said:
        assert said[word] in say(verdict.because[0])
    else:
        assert any("It lasts" in say(reason) for reason in verdict.because)


def test_the_figures_compare_the_same_groups() -> None:
    """The wave that started late has no late weeks, and so counts on neither side."""
    two_waves = np.r_[np.resize([18, 46], GROUPS // 2), np.full(GROUPS // 2, -1)]
    late = replace(panel(SHAPES["lasting"]), start=two_waves)
    found = effect_over_time(late, late.outcome, "imputation")
    assert isinstance(found, EffectOverTime)
    assert found.groups == GROUPS // 4
    early = panel(SHAPES["gone"], sd=0.01)
    found = effect_over_time(early, early.outcome, "imputation")
    assert isinstance(found, EffectOverTime)
    assert (found.early_periods, found.recent_periods, found.groups) == (6, 13, 12)
    assert found.early.point == pytest.approx(-12, abs=0.1)
    assert found.recent.point == pytest.approx(0, abs=0.1)
    assert found.change.point == pytest.approx(found.recent.point - found.early.point)


def test_too_early_says_how_many_periods_are_needed() -> None:
    short = panel(SHAPES["lasting"], weeks=26)
    verdict = judge(analyse(short))
    assert (verdict.grade, verdict.durability, verdict.over_time) == ("works", None, None)
    # the second half of the starters has 4 weeks of the 12 that are needed
    assert any("Too early to say whether it lasts" in say(one) for one in verdict.because)
    assert verdict.would_change[0].code == "durability.wait"  # type: ignore[union-attr]


def test_nothing_is_said_of_what_never_worked() -> None:
    verdict = judge(analyse(panel(np.zeros(WEEKS))))
    assert verdict.grade != "works"
    assert verdict.durability is None


def test_the_cut_panel_ends_two_early_stretches_after_each_start() -> None:
    whole = panel(SHAPES["gone"])
    known = np.isfinite(cut_panel(whole).outcome)
    assert known[0].sum() == 18 + 12
    assert known[1].sum() == 22 + 12
    assert known[-1].all()


def test_json_has_the_word_and_its_figures() -> None:
    found = to_json_value(judge(analyse(panel(SHAPES["gone"]))))
    assert isinstance(found, dict)
    assert found["durability"] == "gone"
    assert found["over_time"]["early"]["point"] < -8
    assert {"recent", "change", "early_periods", "recent_periods"} <= found["over_time"].keys()


def _figure(point: float, half: float) -> Estimate:
    chance = t_two_sided(abs(point) / half * t_quantile(0.975, 20), 20)
    return Estimate(
        "imputation", point, point - half, point + half, 0.95, "", 20, 52, 2, p_value=chance
    )


def _evidence(early: float, recent: float, half: float, *, worked: bool = False) -> Evidence:
    question = Question("kpi", "lower", 5.0)
    least = min(early, -5.0) / 2
    figures = (
        _figure(early, half),
        _figure(recent, half),
        _figure(recent - early, half),
        _figure(recent - least, half),
    )
    over_time = EffectOverTime(*figures, 6, 13, 10, worked)
    return Evidence(question, (_figure(-9, 3),), (), over_time=over_time)


@pytest.mark.parametrize(
    ("early", "recent", "half", "word"),
    [
        (-15, -15, 3, "lasting"),
        (-15, -15, 12, None),  # half of it may be lost
        (-15, -15, 8, "lasting"),
        (-15, -20, 8, "lasting"),  # growth is never called fading
        (-15, -4, 3, "gone"),  # something is left, but nothing worth having
        (-15, -8, 3, "fading"),
        (-15, 0, 3, "gone"),
        (-15, 8, 3, "turned"),
        (-15, -4, 12, "gone"),  # sure on its side alone, and less than half is left
    ],
)
def test_the_rule(early: float, recent: float, half: float, word: str | None) -> None:
    assert read_durability(_evidence(early, recent, half), "works").durability == word


def test_works_is_not_said_where_hardly_anything_is_left() -> None:
    doubtful = read_durability(_evidence(-12, -4, 12), "works")
    assert (doubtful.durability, doubtful.grade) == (None, "cannot_tell")
    assert doubtful.finding is not None
    assert doubtful.finding.code == "durability.hardly_left"
    assert read_durability(_evidence(-12, -6, 12), "works").grade == "works"


def test_what_never_worked_cannot_have_stopped() -> None:
    fallen = _evidence(-15, 0, 3)
    assert read_durability(fallen, "cannot_tell").durability is None
    worked = _evidence(-15, 0, 3, worked=True)
    assert read_durability(worked, "cannot_tell").durability == "gone"
    assert read_durability(worked, "cannot_tell").grade == "no_worthwhile_effect"
    assert read_durability(worked, "cannot_tell", clean=False).grade == "cannot_tell"
