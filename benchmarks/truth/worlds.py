"""Organisations with a planted truth: outcomes of each group with and without the start.

outcome = level + common path + drift + wobble (AR1) + noise / √size + effect. Both futures are
made, so the true effect of every group and period is known exactly. G groups, T periods.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from signpost.metrics.causal.block_length import block_length, quarter
from signpost.metrics.causal.design import Reach, cells
from signpost.metrics.causal.estimators import adoption_rise, imputation_donut, imputation_trends
from signpost.metrics.causal.methods.group_trends import trend_weights
from signpost.metrics.model.types import Floats, Ints, Panel, Question

SEED = 20260301
WORTHWHILE = 0.2
Draw = np.random.Generator


@dataclass(frozen=True)
class World:
    """A panel and its true effects."""

    panel: Panel
    effect: Floats
    """(G, T) expected change of the outcome because of the start or the dose."""
    per_ten_points: float | None = None
    """True change of the outcome for ten points more adoption, where there is one number."""

    def truth(self, method: str) -> float:
        """Return the true effect that a method estimates."""
        if self.panel.start.max() < 0 or method == adoption_rise.ESTIMATOR.id:
            return 0.0 if self.per_ten_points is None else self.per_ten_points
        length, lag = len(self.panel.periods), self.panel.question.lag
        reach = {
            imputation_donut.ESTIMATOR.id: Reach(lag, donut=block_length(length)),
            imputation_trends.ESTIMATOR.id: Reach(lag, horizon=quarter(length)),
        }.get(method, Reach(lag))
        panel = self.panel
        if method == imputation_trends.ESTIMATOR.id:
            panel = replace(panel, weight=trend_weights(panel, quarter(length)))
        return float((cells(panel, reach).target * self.effect).sum())


@dataclass(frozen=True)
class Recipe:
    """Parameters of a world; the defaults are a quiet one: 80 groups, 78 weeks, nothing happens."""

    groups: int = 80
    periods: int = 78
    waves: tuple[int, ...] = (26, 33, 40, 47, 54)
    never: float = 0.3
    """Share of groups that never start."""
    starts: tuple[int, ...] | None = None
    """Starts of the groups that start, instead of waves and a share."""
    by_level: bool = False
    """Better groups start first."""
    effect: float = 0.0
    some: bool = False
    """Only some groups are helped, some are hurt."""
    per_adoption: float | None = None
    """Effect of adoption going from nobody to everybody, instead of `effect`."""
    growth: float = 0.0
    lag: int = 0
    adoption: float = 0.35
    """Mean lift of adoption by the start."""
    wobble: float = 0.5
    memory: float = 0.5
    noise: float = 2.5
    trend: float = 0.0
    """Common trend per period, of the outcome; adoption then rises everywhere too."""
    drift: float = 0.0
    """Trend per period of groups that start, the earlier the steeper."""
    season: float = 0.0
    own_season: float = 0.0
    shock: float = 0.0
    """Company-wide jump at the first start."""
    dip: float = 0.0
    """Bad spell that leads to the start and passes by itself."""
    spill: float = 0.0
    reorganised: tuple[int, float] | None = None
    """Period, and how much better the people are who then join the groups that start."""
    roster: bool = False
    """Whether who moved between groups is known."""
    kind: str = "normal"
    """normal, binomial or count"""
    volume: float = 40.0
    """Cases per head and period, for binomial and count outcomes."""
    missing: float = 0.0
    gaps: int = 0
    """Spells of four periods that a group did not report."""
    born_and_closed: bool = False
    adoption_error: float = 0.0
    looks: int = 1
    worthwhile: float = WORTHWHILE
    chance_order: bool = False


def seeded(name: str, replication: int) -> Draw:
    """One stream per world and replication, the same on every machine."""
    return np.random.default_rng([SEED, *name.encode(), replication])


def make(draw: Draw, recipe: Recipe) -> World:
    """Return one staggered world, drawn."""
    size = np.clip(draw.lognormal(np.log(25), 0.8, recipe.groups), 5, 400).round()
    level = draw.normal(0, 1, recipe.groups)
    start = _starts(draw, recipe, level)
    since = np.where(start[:, None] >= 0, np.arange(recipe.periods) - start[:, None], -1)
    before, after = _adoption(draw, recipe, since)
    effect = _effect(draw, recipe, since, before, after)
    calm = level[:, None] + _common(draw, recipe, start) + _own(draw, recipe, start, since)
    calm = calm + _spilled(recipe, effect, since)
    outcome, bottom, effect = OUTCOMES[recipe.kind](draw, recipe, size, calm, effect)
    panel = _panel(draw, recipe, start, size, (outcome, bottom), after)
    return World(panel, effect, recipe.per_adoption and recipe.per_adoption / 10)


def _starts(draw: Draw, recipe: Recipe, level: Floats) -> Ints:
    if recipe.starts is not None:
        pool = np.r_[recipe.starts, np.full(recipe.groups - len(recipe.starts), -1)]
        return draw.permutation(pool).astype(np.int64)
    never = round(recipe.never * recipe.groups)
    pool = np.r_[np.full(never, -1), np.resize(recipe.waves, recipe.groups - never)]
    if not recipe.by_level:
        return draw.permutation(pool).astype(np.int64)
    order = np.argsort(level + draw.normal(0, 0.5, recipe.groups))
    first = np.argsort(np.where(pool < 0, recipe.periods, pool), kind="stable")
    start = np.empty(recipe.groups, dtype=np.int64)
    start[order] = pool[first]
    return start


def wobbling(draw: Draw, shape: tuple[int, int], memory: float, spread: float) -> Floats:
    """(G, T) AR(1) with standard deviation `spread`."""
    steps = draw.normal(0, spread * np.sqrt(1 - memory**2), shape)
    path = np.empty(shape)
    path[:, 0] = draw.normal(0, spread, shape[0])
    for period in range(1, shape[1]):
        path[:, period] = memory * path[:, period - 1] + steps[:, period]
    return path


def _adoption(draw: Draw, recipe: Recipe, since: Floats) -> tuple[Floats, Floats]:
    """(G, T) twice: adoption without and with the start."""
    shape = since.shape
    rise = 0.3 * bool(recipe.trend) * np.arange(shape[1]) / shape[1]
    calm = np.clip(draw.beta(3, 9, shape[0]), 0.02, 0.6)[:, None] + rise
    calm = calm + wobbling(draw, shape, 0.6, 0.03)
    lift = recipe.adoption * draw.uniform(0.6, 1.4, shape[0])[:, None] * _ramp(since)
    return np.clip(calm, 0, 1), np.clip(calm + lift, 0, 1)


def _ramp(since: Floats) -> Floats:
    return np.where(since >= 0, 1 - np.exp(-(since + 1) / 2.0), 0.0)


def _effect(draw: Draw, recipe: Recipe, since: Floats, before: Floats, after: Floats) -> Floats:
    if recipe.per_adoption is not None:
        return recipe.per_adoption * (after - before)
    size = np.full(len(since), recipe.effect)
    if recipe.some:
        size = draw.choice([-1.0, 0.0, 0.5], len(since), p=[0.3, 0.5, 0.2])
    due = since - recipe.lag
    return size[:, None] * _ramp(due) + recipe.growth * np.where(due >= 0, due + 1, 0)


def _common(draw: Draw, recipe: Recipe, start: Ints) -> Floats:
    """(1, T) what moves every group alike."""
    time = np.arange(recipe.periods)
    path = np.cumsum(draw.normal(0, 0.08, recipe.periods)) + recipe.trend * time
    path = path + recipe.season * np.sin(2 * np.pi * time / 52)
    return (path + recipe.shock * (time >= start[start >= 0].min()))[None, :]


def _own(draw: Draw, recipe: Recipe, start: Ints, since: Floats) -> Floats:
    """(G, T) wobble, drift, own season, bad spell and newcomers of each group."""
    starts, time = (start >= 0)[:, None], np.arange(recipe.periods)[None, :]
    own = wobbling(draw, since.shape, recipe.memory, recipe.wobble)
    late = (start.max() - start) / max(start.max() - start[start >= 0].min(), 1)
    own = own + np.where(starts, recipe.drift * (1 + 0.5 * late)[:, None] * time, 0.0)
    if recipe.own_season:
        phase = draw.uniform(0, 2 * np.pi, len(start))[:, None]
        own = own + recipe.own_season * np.sin(2 * np.pi * time / 52 + phase)
    gap = np.where(starts, time - start[:, None], -99)
    spell = np.where(gap >= 0, 0.7 ** (gap + 1.0), 0.85 ** (-1.0 - gap) * (gap >= -4))
    own = own + recipe.dip * starts * spell
    if recipe.reorganised:
        when, better = recipe.reorganised
        own = own + np.where(starts & (time >= when), better, 0.0)
    return own


def _spilled(recipe: Recipe, effect: Floats, since: Floats) -> Floats:
    """(G, T) share of the neighbours' effect that reaches groups which have not started."""
    near = np.roll(effect, 1, 0) + np.roll(effect, -1, 0)
    return np.where(since >= 0, 0.0, recipe.spill * near)


Outcome = tuple[Floats, Floats, Floats]


def _normal(draw: Draw, recipe: Recipe, size: Floats, calm: Floats, effect: Floats) -> Outcome:
    noise = draw.normal(0, 1, calm.shape) * recipe.noise / np.sqrt(size)[:, None]
    bottom = np.repeat(size[:, None], calm.shape[1], axis=1)
    return (calm + noise + effect) * bottom, bottom, effect


def _binomial(draw: Draw, recipe: Recipe, size: Floats, calm: Floats, effect: Floats) -> Outcome:
    """Share of cases in percent, around twenty; a unit of the calm path is two points."""
    cases = draw.poisson(recipe.volume * size[:, None] * np.ones_like(calm)).clip(1)
    without, with_ = (np.clip(0.2 + 0.02 * path, 0.01, 0.99) for path in (calm, calm + effect))
    return 100.0 * draw.binomial(cases, with_), cases.astype(float), 100 * (with_ - without)


def _count(draw: Draw, recipe: Recipe, size: Floats, calm: Floats, effect: Floats) -> Outcome:
    """Events per hundred cases, around two, with very unequal volumes; effects are relative."""
    volume = size * draw.lognormal(0, 0.8, len(size))
    cases = draw.poisson(recipe.volume * volume[:, None] * np.ones_like(calm)).clip(1)
    rate = 0.02 * np.exp(0.15 * calm)
    events = draw.poisson(cases * rate * (1 + effect))
    return 100.0 * events, cases.astype(float), 100 * rate * effect


OUTCOMES: dict[str, Callable[[Draw, Recipe, Floats, Floats, Floats], Outcome]] = {
    "normal": _normal,
    "binomial": _binomial,
    "count": _count,
}


def _panel(
    draw: Draw,
    recipe: Recipe,
    start: Ints,
    size: Floats,
    outcome: tuple[Floats, Floats],
    adoption: Floats,
) -> Panel:
    shape = outcome[0].shape
    reported = _known(draw, recipe, shape)
    seen = adoption + draw.normal(0, 1, shape) * recipe.adoption_error
    panel = Panel(
        question=Question(
            "outcome", "lower", recipe.worthwhile, lag=recipe.lag, looks=recipe.looks
        ),
        groups=tuple(f"group {number:03d}" for number in range(shape[0])),
        periods=tuple(str(number) for number in range(shape[1])),
        outcome_numerator=np.where(reported, outcome[0], np.nan),
        outcome_denominator=outcome[1],
        adoption_numerator=np.clip(seen, 0, 1) * size[:, None],
        adoption_denominator=np.repeat(size[:, None], shape[1], axis=1),
        weight=outcome[1].mean(axis=1),
        start=start,
        ordered_by_chance=recipe.chance_order,
    )
    panel = _with_roster(draw, recipe, panel) if recipe.roster else panel
    return _with_contact(recipe, panel) if recipe.spill else panel


def _known(draw: Draw, recipe: Recipe, shape: tuple[int, int]) -> Floats:
    """(G, T) cells that were reported: single ones missing, groups born late or closed early."""
    reported = draw.random(shape) >= recipe.missing
    for _ in range(recipe.gaps):
        first = draw.integers(0, shape[1], shape[0])[:, None]
        time = np.arange(shape[1])[None, :]
        reported = reported & ((time < first) | (time >= first + 4))
    if recipe.born_and_closed:
        time = np.arange(shape[1])[None, :]
        born = np.where(draw.random(shape[0]) < 0.15, draw.integers(1, 20, shape[0]), 0)
        closed = np.where(draw.random(shape[0]) < 0.15, draw.integers(60, shape[1]), shape[1])
        reported = reported & (time >= born[:, None]) & (time < closed[:, None])
    return reported


def _with_roster(draw: Draw, recipe: Recipe, panel: Panel) -> Panel:
    """Two people in a hundred change group in a period; a third does at a reorganisation."""
    moved = draw.uniform(0.0, 0.04, panel.outcome_numerator.shape)
    if recipe.reorganised:
        moved[panel.start >= 0, recipe.reorganised[0]] = 0.35
    return replace(panel, moved=moved)


def _with_contact(recipe: Recipe, panel: Panel) -> Panel:
    """Each group deals mostly with itself, and with its two neighbours in a ring."""
    near = np.eye(recipe.groups)
    contact = 0.6 * near + 0.2 * np.roll(near, 1, 0) + 0.2 * np.roll(near, -1, 0)
    return replace(panel, contact=contact)
