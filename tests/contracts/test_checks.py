"""Every check, found by itself, is seen to fail once and to pass once, in words people read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.truth.doses import Wandering, wander
from benchmarks.truth.worlds import Recipe, make, seeded
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.check import checks
from signpost.metrics.causal.design import adoption_rises
from signpost.metrics.model.types import Finding, Floats, Panel, SeriesBreak
from signpost.presentation.words.catalogue import say, words_of

COUNTED_ANEW = Finding("break.unit", {"series": "Escalations", "old": ("a",), "new": ("b",)})
JARGON = re.compile(
    r"p-value|TWFE|regress|coefficient|heterosk|cluster|null|significan|covariat|estimand", re.I
)


def staggered(recipe: Recipe) -> Panel:
    return make(seeded("checks", 0), recipe).panel


def dose(recipe: Wandering) -> Panel:
    return wander(seeded("checks", 0), recipe).panel


def shifted(panel: Panel, change: Floats) -> Panel:
    return replace(
        panel, outcome_numerator=panel.outcome_numerator + change * panel.outcome_denominator
    )


def begun(panel: Panel) -> Floats:
    return (panel.start >= 0).astype(float)[:, None]


def time(panel: Panel) -> Floats:
    return np.arange(len(panel.periods), dtype=float)[None, :]


def redefined(own: bool) -> Panel:
    """The outcome jumps at week 30: for starters only, or for all."""
    panel = staggered(Recipe(waves=(40, 47)))
    who = begun(panel) if own else 1.0
    panel = shifted(panel, -0.8 * who * (time(panel) >= 30))
    return replace(panel, breaks=(SeriesBreak(30, COUNTED_ANEW),))


def gappy(share: float) -> Panel:
    panel = staggered(Recipe())
    lost = np.random.default_rng(1).random(panel.outcome.shape) < share * panel.exposed
    return replace(panel, outcome_numerator=np.where(lost, np.nan, panel.outcome_numerator))


def one_giant(effect: float) -> Panel:
    """One heavy group gets worse while the others get better."""
    panel = staggered(Recipe(groups=60, effect=-0.4))
    giant = int(np.flatnonzero(panel.start >= 0)[0])
    weight = panel.weight.copy()
    weight[giant] = weight[panel.start >= 0].sum() * 0.5
    change = np.zeros(panel.outcome.shape)
    change[giant] = effect * panel.exposed[giant]
    return replace(shifted(panel, change), weight=weight)


def beside(effect: float) -> Panel:
    """A control outcome that moves, or does not, where the start is."""
    panel = staggered(Recipe())
    control = make(seeded("control", 0), Recipe()).panel.outcome
    return replace(panel, placebo=control + effect * panel.exposed)


def seasons(size: float) -> Panel:
    """Starters have a season of their own that turns when they start."""
    panel = staggered(Recipe(periods=92, waves=(60, 64), effect=-0.3))
    return shifted(panel, size * begun(panel) * np.sin(2 * np.pi * (time(panel) - 60) / 52.18))


def odd_past(size: float) -> Panel:
    """Long before the start, starters were elsewhere for a while."""
    panel = staggered(Recipe())
    return shifted(panel, size * begun(panel) * (time(panel) < 10))


def lone(drift: float) -> Panel:
    """One starter that was, or was not, on a way of its own."""
    panel = staggered(Recipe(groups=30, starts=(39,)))
    return shifted(panel, drift * begun(panel) * time(panel))


def by_size(effect: float) -> Panel:
    """Large groups change one way, small ones by `effect`."""
    panel = staggered(Recipe(groups=240))
    large = panel.weight > np.median(panel.weight)
    return shifted(panel, panel.exposed * np.where(large, -1.0, effect)[:, None])


def by_share(fall: float, effect: float) -> Panel:
    """Starters at twice the level; all fall by the same share at about the start."""
    panel = staggered(Recipe(groups=40, periods=40, waves=(20,), never=0.5))
    level = np.where(panel.start >= 0, 200.0, 100.0)[:, None]
    path = 1 - fall / (1 + np.exp(-(time(panel) - 20)))
    noise = np.random.default_rng(3).normal(0, 2, panel.outcome.shape)
    outcome = level * path + noise + effect * panel.exposed
    question = replace(panel.question, worthwhile=5.0)
    below = panel.outcome_denominator
    return replace(panel, question=question, outcome_numerator=outcome * below)


def bounded(bound: float) -> Panel:
    """A share that all groups would raise; comparison groups start near the bound."""
    panel = staggered(Recipe(groups=40, periods=40, waves=(20,), never=0.5))
    level = np.where(panel.start >= 0, 75.0, 92.0)[:, None]
    noise = np.random.default_rng(3).normal(0, 2, panel.outcome.shape)
    outcome = np.minimum(level + 12.0 * (time(panel) >= 20) + noise, bound)
    question = replace(panel.question, worthwhile=2.0, better="higher")
    return replace(panel, question=question, outcome_numerator=outcome * panel.outcome_denominator)


def divided(shock: float) -> Panel:
    """Eight divisions of five groups; four start as one; each has shocks of its own."""
    panel = staggered(Recipe(groups=40, periods=40, starts=(20,) * 20))
    order = np.argsort(panel.start, kind="stable")
    division = np.empty(40, dtype=np.int64)
    division[order] = np.arange(40) // 5
    rng = np.random.default_rng(11)
    moved = shock * rng.normal(0, 1, (8, 40)).cumsum(axis=1)[division]
    calm = replace(panel, outcome_numerator=rng.normal(0, 0.3, (40, 40)))
    return replace(
        calm,
        division=division,
        outcome_numerator=calm.outcome_numerator + moved - 0.5 * panel.exposed,
        outcome_denominator=np.ones((40, 40)),
    )


def rolled_out_with(share: float, after: int = 0) -> Panel:
    """Another roll-out came so many periods after the start in a share of the groups."""
    panel = staggered(Recipe(effect=-0.5))
    also = np.random.default_rng(5).random(len(panel.groups)) < share
    start = np.where(also & (panel.start >= 0), panel.start + after, -1)[:, None]
    return replace(panel, other_rollouts=("Assistant",), other_starts=start)


def recorded(late: int) -> Panel:
    """Starts that were written down so many periods late."""
    panel = staggered(Recipe(effect=-0.5))
    start = np.where(panel.start >= 0, panel.start + late, -1)
    return replace(panel, start=start)


def adopters(before: float) -> Panel:
    """Everyone at once; groups that later take it up more change before the start if `before`."""
    panel = staggered(Recipe(waves=(39,), never=0.0, per_adoption=-2.0))
    rises = adoption_rises(panel)
    assert rises is not None
    return shifted(panel, before * rises.rise[:, None] * time(panel))


SCENES: dict[str, tuple[Callable[[], Panel], Callable[[], Panel]]] = {
    "anticipation": (lambda: staggered(Recipe(dip=0.8)), lambda: staggered(Recipe())),
    "ceiling": (lambda: bounded(100.0), lambda: bounded(120.0)),
    "comparability": (lambda: redefined(own=True), lambda: redefined(own=False)),
    "composition": (
        lambda: staggered(Recipe(waves=(39,), reorganised=(39, -0.4), roster=True)),
        lambda: staggered(Recipe(roster=True)),
    ),
    "coverage": (lambda: gappy(0.5), lambda: gappy(0.1)),
    "divisions": (lambda: divided(0.15), lambda: divided(0.0)),
    "drift": (lambda: staggered(Recipe(drift=-0.008)), lambda: staggered(Recipe(effect=-0.5))),
    "early_adopters": (lambda: adopters(-0.1), lambda: adopters(0.0)),
    "leave_one_out": (lambda: one_giant(1.2), lambda: staggered(Recipe(effect=-0.5))),
    "mechanism": (
        lambda: staggered(Recipe(effect=-0.5, adoption=0.0)),
        lambda: staggered(Recipe(effect=-0.5)),
    ),
    "other_rollouts": (lambda: rolled_out_with(0.9), lambda: rolled_out_with(0.9, after=8)),
    "placebo_outcome": (lambda: beside(-0.5), lambda: beside(0.0)),
    "placebo_start": (lambda: staggered(Recipe(drift=-0.02)), lambda: staggered(Recipe())),
    "pre_trend": (lambda: staggered(Recipe(drift=-0.02)), lambda: staggered(Recipe())),
    "recorded_start": (lambda: recorded(4), lambda: recorded(0)),
    "reverse_order": (lambda: dose(Wandering(feedback=0.1)), lambda: dose(Wandering())),
    "level_or_share": (lambda: by_share(0.15, 0.0), lambda: by_share(0.0, -40.0)),
    "seasonality": (lambda: seasons(-0.8), lambda: seasons(0.0)),
    "second_opinion": (lambda: odd_past(-3.0), lambda: odd_past(0.0)),
    "spillover": (
        lambda: staggered(Recipe(effect=-0.8, spill=0.5, never=0.5)),
        lambda: replace(
            staggered(Recipe(effect=-0.8, never=0.5)),
            contact=staggered(Recipe(spill=0.5, never=0.5)).contact,
        ),
    ),
    "synthetic_fit": (lambda: lone(-0.06), lambda: lone(0.0)),
    "weights": (lambda: by_size(2.0), lambda: by_size(-1.0)),
}


def test_every_check_has_a_scene() -> None:
    assert set(SCENES) == {one.id for one in checks()}


def result_of(check: str, panel: Panel):  # type: ignore[no-untyped-def]
    found = analyse(panel)
    return next(one for one in found.checks if one.check == check)


@pytest.mark.parametrize("check", sorted(SCENES))
def test_a_check_fails_where_it_must(check: str) -> None:
    result = result_of(check, SCENES[check][0]())
    assert result.passed is False
    assert say(result.finding).endswith(".")
    assert not JARGON.search(say(result.finding))


@pytest.mark.parametrize("check", sorted(SCENES))
def test_a_check_passes_where_it_must(check: str) -> None:
    result = result_of(check, SCENES[check][1]())
    assert result.passed is True
    assert not JARGON.search(say(result.finding))
    assert all(np.isfinite(value) for value in result.figures.values())


@pytest.mark.parametrize("check", checks(), ids=lambda one: one.id)
def test_a_check_says_what_to_do(check) -> None:  # type: ignore[no-untyped-def]
    assert check.rows
    words = words_of()
    label, remedy = (words[f"check.{check.id}.{kind}"] for kind in ("label", "remedy"))
    needs = words.get(f"check.{check.id}.needs", "")
    assert bool(needs) == check.needs
    assert remedy.endswith(".")
    assert not JARGON.search(f"{label} {remedy} {needs}")


def numbered(panel: Panel) -> Panel:
    return replace(panel, question=replace(panel.question, numbered=True))


@pytest.mark.parametrize(
    ("check", "panel"),
    [
        ("composition", lambda: staggered(Recipe())),
        ("spillover", lambda: staggered(Recipe())),
        ("placebo_outcome", lambda: staggered(Recipe())),
        ("seasonality", lambda: staggered(Recipe())),
        ("seasonality", lambda: numbered(seasons(0.0))),
        ("mechanism", lambda: replace(staggered(Recipe()), adoption_numerator=None)),
        ("leave_one_out", lambda: staggered(Recipe(groups=12, starts=(39,)))),
        ("divisions", lambda: staggered(Recipe())),
    ],
)
def test_a_check_that_cannot_be_judged_says_so(check: str, panel: Callable[[], Panel]) -> None:
    assert result_of(check, panel()).passed is None


def growing(rate: float, *, volume_only: bool) -> Panel:
    """Starters hire by `rate` a period from their start on."""
    panel = staggered(Recipe())
    since = np.where(panel.exposed, time(panel) - panel.start[:, None] + 1, 0.0)
    heads = 30.0 * np.exp(rate * since + np.random.default_rng(2).normal(0, 0.02, since.shape))
    if volume_only:
        return replace(panel, outcome_numerator=panel.outcome * heads, outcome_denominator=heads)
    return replace(panel, headcount=heads)


@pytest.mark.parametrize("volume_only", [True, False])
def test_teams_that_grow_while_they_adopt_are_noticed(volume_only: bool) -> None:
    grown = result_of("composition", growing(0.01, volume_only=volume_only))
    assert (grown.passed, grown.finding.code) == (False, "composition.grown")
    assert grown.figures["grown"] > 0.10
    calm = result_of("composition", growing(0.0, volume_only=volume_only))
    assert calm.passed is (None if volume_only else True)
