"""Power promised is power delivered: the change that the whole rule of decision finds.

A formula knows one test; the rule asks many. So the organisation's own noise is drawn again, the
planned starts put on it, and the same analysis and verdict are asked that will be asked later.
G groups, T periods.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.inference.group_noise import measure_memory
from signpost.metrics.causal.inference.noise import Noise, two_way
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import Floats, Panel

_PROMISE = 0.8
"""Share of histories in which a change must be found to be promised."""
POWER_DRAWS = 60
_SEED = 20261129
_LADDER = 1.25
_RUNGS = 9
_SURE = 1.28
"""Standard errors of the range of a promise: four in five."""


@dataclass(frozen=True)
class PromisedChange:
    """The change that would be found in four of five, counted over simulated futures."""

    order_drawn: bool
    focus: int
    comparison: int
    before: int
    after: int
    change: float | None
    """None: not even the largest that was tried."""
    low: float | None
    high: float | None
    """Range of `change` for the number of futures drawn."""
    share_of_level: float | None


@dataclass(frozen=True)
class Futures:
    """Noise of the organisation and how it is drawn."""

    level: Floats
    sd: Floats
    """(G,) of a group-period: half a group's own, half what groups of its size have."""
    memory: np.ndarray
    """(T, T) factor of the correlation between periods."""
    drift: float
    common: float
    """Standard deviation of a step of the path that all groups share."""

    def draw(self, rng: np.random.Generator) -> Floats:
        """(G, T) one future without any effect."""
        groups, periods = len(self.level), len(self.memory)
        own = rng.normal(0, 1, (groups, periods)) @ self.memory.T * self.sd[:, None]
        path = rng.normal(0, self.common, periods).cumsum()
        slope = rng.normal(0, self.drift, groups)[:, None] * np.arange(periods)
        return np.asarray(self.level[:, None] + path + own + slope)


def futures_of(history: Floats, weight: Floats, noise: Noise, periods: int) -> Futures:
    """Measure what is drawn from (G, T) history; groups differ in noise by what they showed."""
    left = two_way(history)
    known = np.isfinite(left)
    own = np.nansum(left**2, axis=1) / np.maximum(known.sum(axis=1) - 1, 1)
    usual = _by_size(own, weight)
    sd = np.sqrt((own + usual) / 2)
    sd = sd * noise.sd / max(float(np.sqrt((sd**2).mean())), 1e-300)
    memory = measure_memory(left).correlation(periods)
    path = np.nanmean(history, axis=0)
    steps = np.diff(path[np.isfinite(path)])
    common = float(np.std(steps)) if steps.size > 1 else 0.0
    factor = np.linalg.cholesky(memory + 1e-9 * np.eye(periods))
    return Futures(np.nanmean(history, axis=1), sd, factor, noise.drift, common)


def _by_size(own: Floats, weight: Floats) -> Floats:
    """(G,) variance by size: a constant and a part that falls with it, neither below zero."""
    design = np.stack([np.ones(len(own)), 1 / weight], axis=1)
    fit = np.maximum(np.linalg.lstsq(design, own, rcond=None)[0], 0.0)
    return np.maximum(design @ fit, 0.1 * own.mean())


def promised_change(
    panel: Panel,
    futures: Futures,
    focus: int,
    before: int,
    first: float,
    *,
    order_drawn: bool,
    draws: int = POWER_DRAWS,
) -> PromisedChange:
    """Find the change that the rule of decision finds in four in five of drawn futures.

    `first`, the formula's answer, is where the search begins. Each future is asked for the smallest
    change of a ladder that is found in it; one that finds a change is taken to find a larger one.
    """
    periods, groups = len(futures.memory), len(futures.level)
    rng = np.random.default_rng(_SEED)
    start = [_start(rng, groups, focus, before) for _ in range(draws)]
    calm = [futures.draw(rng) for _ in range(draws)]
    ladder = [first * _LADDER ** (rung - 1) for rung in range(_RUNGS)]
    rungs = np.array(
        [
            bisect_left(
                ladder,
                True,
                key=partial(_is_found, panel, calm[at], start[at], order_drawn=order_drawn),
            )
            for at in range(draws)
        ]
    )
    sizes = [0.0, *ladder]
    shares = [0.0, *(float(np.mean(rungs <= rung)) for rung in range(_RUNGS))]
    change, low, high = (
        _size_at(share, sizes, shares)
        for share in (_PROMISE, _PROMISE - _spread(draws), _PROMISE + _spread(draws))
    )
    level = abs(float(futures.level.mean()))
    share = change / level if change is not None and level else None
    after = periods - before
    return PromisedChange(
        order_drawn, focus, groups - focus, before, after, change, low, high, share
    )


def _spread(draws: int) -> float:
    return float(_SURE * np.sqrt(_PROMISE * (1 - _PROMISE) / draws))


def _size_at(share: float, sizes: list[float], shares: list[float]) -> float | None:
    """Return the change found in this share of futures; None where none tried was."""
    if shares[-1] < share:
        return None
    return float(np.interp(share, shares, sizes))


def _start(rng: np.random.Generator, groups: int, focus: int, before: int) -> np.ndarray:
    pool = np.r_[np.full(focus, before), np.full(groups - focus, -1)]
    return rng.permutation(pool).astype(np.int64)


def _is_found(
    panel: Panel, calm: Floats, start: np.ndarray, size: float, *, order_drawn: bool
) -> bool:
    good = 1.0 if panel.question.better == "higher" else -1.0
    exposed = (start[:, None] >= 0) & (np.arange(calm.shape[1])[None, :] >= start[:, None])
    late = np.arange(calm.shape[1])[None, :] >= start[:, None] + panel.question.lag
    outcome = calm + good * size * (exposed & late)
    imagined = Panel(
        question=panel.question,
        groups=panel.groups,
        periods=tuple(str(at) for at in range(calm.shape[1])),
        outcome_numerator=outcome,
        outcome_denominator=np.ones_like(outcome),
        adoption_numerator=None,
        adoption_denominator=None,
        weight=panel.weight,
        start=start,
        ordered_by_chance=order_drawn,
    )
    return judge(analyse(imagined)).grade == "works"


def rows_of(panel: Panel, rows: list[int]) -> Panel:
    """Return some groups of a panel, as far as a plan needs them."""
    return replace(
        panel,
        groups=tuple(panel.groups[row] for row in rows),
        outcome_numerator=panel.outcome_numerator[rows],
        outcome_denominator=panel.outcome_denominator[rows],
        weight=panel.weight[rows],
        start=panel.start[rows],
        adoption_numerator=None,
        adoption_denominator=None,
        contact=None,
    )
