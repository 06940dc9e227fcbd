"""Organisations that outsiders' worlds are made of: effects over time, other levels, loud starters.

Level about 100, a team of 30 wobbles by 10 with memory (AR 0.4 by month, 0.5 by week), the common
path is a random walk with a season; lower is better, worth having 5. G groups, T periods.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.truth.worlds import Draw, World, wobbling
from signpost.metrics.causal.kpi_index import KpiIndex, kpi_index
from signpost.metrics.model.types import Floats, Ints, Panel, Question

SHAPES: dict[str, Callable[[Floats], Floats]] = {
    "constant": lambda week: np.ones_like(week),
    "half in 4": lambda week: 0.5 ** (week / 4),
    "half in 8": lambda week: 0.5 ** (week / 8),
    "half in 26": lambda week: 0.5 ** (week / 26),
    "gone after 12": lambda week: (week < 12).astype(float),
    "turning": lambda week: 1.2 * 0.5 ** (week / 6) - 0.8 * np.minimum(week / 20, 1),
    "dip first": lambda week: np.where(week < 4, -0.6, 1.0),
}
"""Effect by weeks since the start, as a share of that at its best."""
_WEEKS = {"week": 1.0, "month": 1 / 0.23}


@dataclass(frozen=True)
class Shaped:
    """Parameters of one organisation; the defaults are an ordinary customer, nothing happens."""

    groups: int = 16
    periods: int = 18
    waves: tuple[int, ...] = (8, 10, 12)
    window: str = "month"
    effect: float = 0.0
    shape: str = "constant"
    noise: float = 10.0
    starter_noise: float | None = None
    """Noise of starters, where it differs from that of the others."""
    share: float = 0.5
    """Share of groups that start."""
    ratio: float | None = None
    """Starters' level over the others', where all move by the same share."""
    fall: float = 0.15
    """How far everybody falls then."""
    bound: float | None = None
    """Best value there is; the others are near it and starters are not."""
    growth: float = 0.0
    """How fast starters hire, newcomers having half the cases."""
    own_season: float = 0.0
    divisions: int = 0
    """Divisions that start as one and have shocks of their own."""
    beside: bool = False
    """Another roll-out with an effect of 20 came with each start."""
    chance_order: bool = False
    kpis: int = 1
    """KPIs that move alike, read as an index if several."""


def shaped(draw: Draw, recipe: Shaped) -> World:
    """Return one organisation, drawn."""
    parts = [_one(draw, recipe)]
    for _ in range(recipe.kpis - 1):
        other = _one(draw, recipe)
        parts.append(_with_starts_of(other, parts[0], recipe))
    if recipe.kpis == 1:
        return parts[0]
    index = kpi_index([part.panel for part in parts])
    assert isinstance(index, KpiIndex)
    noise = float(np.mean([part.panel.question.worthwhile for part in parts]))
    worth = index.panel.question.worthwhile
    return World(index.panel, -parts[0].effect * worth / noise)


def _one(draw: Draw, recipe: Shaped) -> World:
    start, division = _starts(draw, recipe)
    size = np.clip(draw.lognormal(np.log(30), 0.6, recipe.groups), 8, 200).round()
    outcome, heads = _calm(draw, recipe, start, size, division)
    effect = _effect(recipe, start)
    return _world(draw, recipe, start, size, outcome, effect, heads, division)


def _with_starts_of(world: World, first: World, recipe: Shaped) -> World:
    """Return another KPI of the same groups: its own noise, the first one's starts and sizes."""
    calm = world.panel.outcome - world.effect
    panel = replace(
        first.panel, outcome_numerator=calm + first.effect, outcome_denominator=np.ones_like(calm)
    )
    del recipe
    return World(panel, first.effect)


def _starts(draw: Draw, recipe: Shaped) -> tuple[Ints, Ints | None]:
    if recipe.divisions:
        each = recipe.groups // recipe.divisions
        division = np.repeat(np.arange(recipe.divisions), each).astype(np.int64)
        chosen = draw.permutation(recipe.divisions) < recipe.divisions // 2
        return np.where(chosen[division], recipe.waves[0], -1).astype(np.int64), division
    many = max(2, round(recipe.groups * recipe.share))
    pool = np.r_[np.resize(recipe.waves, many), np.full(recipe.groups - many, -1)]
    return draw.permutation(pool).astype(np.int64), None


def _since(recipe: Shaped, start: Ints) -> Floats:
    since = np.arange(recipe.periods)[None, :] - start[:, None].astype(float)
    return np.where(start[:, None] >= 0, since, np.nan)


def _effect(recipe: Shaped, start: Ints) -> Floats:
    since = np.nan_to_num(_since(recipe, start), nan=-1.0)
    weeks = np.maximum(since, 0.0) * _WEEKS[recipe.window]
    size = recipe.effect + 20.0 * recipe.beside
    return np.where(since >= 0, -size * SHAPES[recipe.shape](weeks), 0.0)


def _calm(
    draw: Draw, recipe: Shaped, start: Ints, size: Floats, division: Ints | None
) -> tuple[Floats, Floats | None]:
    """(G, T) outcome without the start, and headcount where it grows."""
    shape, begun = (recipe.groups, recipe.periods), (start >= 0)[:, None]
    time, year = np.arange(recipe.periods), 52 if recipe.window == "week" else 12
    if recipe.ratio is not None:
        level = np.where(start >= 0, 100 * recipe.ratio, 100) * draw.lognormal(0, 0.15, len(start))
        when = recipe.periods // 2 + draw.integers(-2, 3)
        path = (
            -recipe.fall / (1 + np.exp(-(time - when))) + draw.normal(0, 0.01, len(time)).cumsum()
        )
        noise = wobbling(draw, shape, 0.3, 0.06)
        return level[:, None] * (np.exp(path) + noise), None
    step = 1.0 if recipe.window == "week" else 3.0
    path = draw.normal(0, step, recipe.periods).cumsum()
    path = path + 5 * np.sin(2 * np.pi * (time + draw.integers(year)) / year)
    if recipe.bound is not None:
        base = np.where(start >= 0, draw.normal(80, 5, len(start)), draw.normal(93, 3, len(start)))
        rise = 12 / (1 + np.exp(-(time - recipe.periods / 2) / 1.5))
        return np.minimum(
            base[:, None] + rise + wobbling(draw, shape, 0.3, 4.0), recipe.bound
        ), None
    sd = np.where(begun[:, 0], recipe.starter_noise or recipe.noise, recipe.noise)
    sd = sd * np.sqrt(0.5 + 0.5 * 30 / size)
    memory = 0.5 if recipe.window == "week" else 0.4
    calm = draw.normal(100, 20, len(start)).clip(30)[:, None] + path
    calm = calm + wobbling(draw, shape, memory, 1.0) * sd[:, None]
    if recipe.own_season:
        turn = 2 * np.pi * (time + draw.integers(year)) / year
        calm = calm + begun * recipe.own_season * np.sin(turn)
    if division is not None:
        calm = calm + wobbling(draw, (recipe.divisions, recipe.periods), 0.85, 8.0)[division]
    if not recipe.growth:
        return calm, None
    since = np.nan_to_num(_since(recipe, start), nan=-99.0)
    walk = draw.normal(0, 0.01, shape).cumsum(axis=1)
    heads = (size[:, None] * np.exp(recipe.growth * (since + 4).clip(0) + walk)).round().clip(4)
    old = np.minimum(heads, heads[:, :1])
    return calm - 50 * (heads - old) / heads, heads


def _world(
    draw: Draw,
    recipe: Shaped,
    start: Ints,
    size: Floats,
    outcome: Floats,
    effect: Floats,
    heads: Floats | None,
    division: Ints | None,
) -> World:
    weight = size if heads is None else heads.mean(axis=1)
    below = np.ones_like(outcome) if heads is None else heads
    since = np.nan_to_num(_since(recipe, start), nan=-1.0)
    lift = 0.35 * draw.uniform(0.6, 1.4, len(start))[:, None]
    use = draw.uniform(0.05, 0.25, len(start))[:, None] + draw.normal(0, 0.02, outcome.shape)
    use = use + lift * np.where(since >= 0, 1 - np.exp(-(since + 1) / 1.5), 0.0)
    better = "higher" if recipe.bound is not None else "lower"
    worthwhile = 2.0 if recipe.bound is not None else 5.0
    moved = outcome if recipe.bound is not None else outcome + effect
    panel = Panel(
        question=Question("outcome", better, worthwhile, window=recipe.window),  # type: ignore[arg-type]
        groups=tuple(f"group {number:03d}" for number in range(len(start))),
        periods=tuple(str(number) for number in range(recipe.periods)),
        outcome_numerator=moved * below,
        outcome_denominator=below,
        adoption_numerator=np.clip(use, 0, 1),
        adoption_denominator=np.ones_like(use),
        weight=weight,
        start=start,
        ordered_by_chance=recipe.chance_order,
        division=division,
        other_rollouts=("another",) if recipe.beside else (),
        other_starts=start[:, None] if recipe.beside else None,
    )
    return World(panel, effect - (-20.0 * (since >= 0) if recipe.beside else 0.0))
