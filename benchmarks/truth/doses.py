"""Worlds without a start date: the outcome follows adoption, leads it, or neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.truth.worlds import Draw, World, wobbling
from signpost.metrics.model.types import Floats, Panel, Question


@dataclass(frozen=True)
class Wandering:
    """Parameters of a dose world; the defaults are a quiet one."""

    groups: int = 80
    periods: int = 78
    slope: float = 0.0
    """Effect of adoption going from nobody to everybody."""
    bend: Callable[[Floats], Floats] | None = None
    """Effect of adoption as a curve, instead of `slope`."""
    lag: int = 0
    spread: float = 0.12
    """Standard deviation of adoption within groups."""
    feedback: float = 0.0
    """How much last period's wobble of the outcome moves adoption."""
    rising: float = 0.0
    """Adoption's rise per period, larger in some groups than in others."""
    improving: float = 0.0
    """Trend of the outcome per period in the groups whose adoption rises, whatever they adopt."""
    error: float = 0.0
    """Measurement error of adoption."""
    wobble: float = 0.5
    memory: float = 0.5
    noise: float = 2.5
    worthwhile: float = 0.2


def wander(draw: Draw, recipe: Wandering) -> World:
    """Return one dose world, drawn."""
    shape = (recipe.groups, recipe.periods)
    size = np.clip(draw.lognormal(np.log(25), 0.8, shape[0]), 5, 400).round()
    time = np.arange(shape[1])[None, :]
    keen = draw.uniform(0, 2, shape[0])[:, None]
    wobble = wobbling(draw, shape, recipe.memory, recipe.wobble)
    adoption = _adoption(draw, recipe, wobble, keen * recipe.rising * time)
    earlier = np.concatenate(
        [np.repeat(adoption[:, :1], recipe.lag, axis=1), adoption[:, : shape[1] - recipe.lag]],
        axis=1,
    )
    effect = recipe.bend(earlier) if recipe.bend else recipe.slope * earlier
    path = np.cumsum(draw.normal(0, 0.08, shape[1]))[None, :] + keen * recipe.improving * time
    noise = draw.normal(0, 1, shape) * recipe.noise / np.sqrt(size)[:, None]
    outcome = draw.normal(0, 1, shape[0])[:, None] + path + wobble + noise + effect
    panel = _panel(draw, recipe, adoption, outcome, size)
    return World(panel, effect, None if recipe.bend else recipe.slope / 10)


def _adoption(draw: Draw, recipe: Wandering, wobble: Floats, rise: Floats) -> Floats:
    """(G, T) slow wandering around each group's level, pushed by the outcome with feedback."""
    level = np.clip(draw.beta(4, 6, recipe.groups), 0.05, 0.9)
    memory = 0.9
    away = draw.normal(0, recipe.spread, recipe.groups)
    adoption = np.empty((recipe.groups, recipe.periods))
    for period in range(recipe.periods):
        if period:
            step = draw.normal(0, recipe.spread * np.sqrt(1 - memory**2), recipe.groups)
            away = memory * away + step + recipe.feedback * wobble[:, period - 1]
        adoption[:, period] = np.clip(level + away + rise[:, period], 0, 1)
    return adoption


def _panel(draw: Draw, recipe: Wandering, adoption: Floats, outcome: Floats, size: Floats) -> Panel:
    seen = np.clip(adoption + draw.normal(0, 1, adoption.shape) * recipe.error, 0, 1)
    heads = np.repeat(size[:, None], adoption.shape[1], axis=1)
    return Panel(
        question=Question("outcome", "lower", recipe.worthwhile, lag=recipe.lag),
        groups=tuple(f"group {number:03d}" for number in range(recipe.groups)),
        periods=tuple(str(number) for number in range(recipe.periods)),
        outcome_numerator=outcome * heads,
        outcome_denominator=heads,
        adoption_numerator=seen * heads,
        adoption_denominator=heads,
        weight=size,
        start=np.full(recipe.groups, -1, dtype=np.int64),
    )


def turning(adoption: Floats) -> Floats:
    """Good up to two fifths of people, then too much."""
    return -2.4 * adoption + 3.0 * adoption**2
