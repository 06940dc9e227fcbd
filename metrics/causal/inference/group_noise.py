"""Noise of each group by its own history, and what it leaves uncertain in a weighted sum of cells.

G groups, T periods. Noise of a group is of its own size: a part that lingers, an AR(1), and a part
that is new each period, in shares that are one for all. An AR(1) alone takes the second for a short
memory, and long means for surer than they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from signpost.metrics.causal.design import Cells, effective_number
from signpost.metrics.causal.inference.intervals import Interval, t_interval
from signpost.metrics.causal.inference.noise import autocorrelation
from signpost.metrics.causal.methods.counterfactual import (
    Baseline,
    counterfactual,
    fit_baseline,
    fitted_lines,
    influence,
)
from signpost.metrics.model.types import Floats, Ints

_MEMORIES = np.linspace(0.0, 0.9, 10)
_SHARES = np.linspace(0.0, 1.0, 11)
_LAGS = 4
"""Autocorrelations that memory is told from."""
LEAST_HISTORY = 5
"""Periods a group needs to say something about memory."""
_LENGTHS = 5
"""Lengths of history for which expectations are worked out; others take the nearest."""
USUAL_MEMORY = 0.4
"""Where the history is too short to measure it."""
_LEAST_LEFT = 0.2
"""Share of a group's variance that taking its mean out leaves, at the least."""
LOUD = 2.0
"""Times the noise variance of the others from which on starters are not like them."""


@dataclass(frozen=True)
class Memory:
    """Memory of noise: `share` of its variance is an AR(1), the rest is new each period."""

    rho: float
    share: float

    def correlation(self, periods: int) -> Floats:
        """(T, T) correlation between periods."""
        lingering = self.share * autocorrelation(periods, self.rho)
        return lingering + (1 - self.share) * np.eye(periods)

    @property
    def fresh(self) -> float:
        """Share of periods that are worth as much as independent ones."""
        return 1 / (1 + 2 * self.share**2 * self.rho**2 / (1 - self.rho**2))

    def by_group(self, variance: Floats, past: Floats) -> tuple[Memory, ...]:
        """Return the memory of each group of (G,) usual variance, seen for (G,) periods.

        What lingers is taken to be alike in size: large groups, in which little is new each
        period, remember more of theirs. The mean share over all periods stays.
        """
        part = lingering_part(variance, past, self.share)
        return tuple(Memory(self.rho, float(one)) for one in part)


@dataclass(frozen=True)
class GroupNoise:
    """Noise of each group's own outcome before its start."""

    baseline: Baseline
    gap: Floats
    """(G, T) outcome less the expected path; NaN where a cell is not used."""
    variance: Floats
    """(G,) of one period, put right for the mean that was taken out."""
    past: Floats
    """(G,) periods it was measured over."""
    memory: Memory

    @property
    def correlation(self) -> Floats:
        """(T, T) correlation of one group's noise between periods."""
        return self.memory.correlation(self.gap.shape[1])

    @property
    def fresh(self) -> float:
        """Share of periods that are worth as much as independent ones."""
        return self.memory.fresh


def measure_group_noise(outcome: Floats, chosen: Cells) -> GroupNoise:
    """Measure each group's noise around the expected path in its untouched cells."""
    before = chosen.baseline > 0
    baseline = fit_baseline(chosen.baseline, fitted_lines(outcome.shape[1], 0))
    used = before | (chosen.target > 0)
    values = np.where(used, outcome, 0.0)
    gap = np.where(used, values - counterfactual(baseline, values), np.nan)
    past = before.sum(axis=1)
    history = np.where(before, gap, np.nan)
    memory = measure_memory(history)
    total = np.nan_to_num(history**2).sum(axis=1)
    left = _left_after_mean(memory.correlation(outcome.shape[1]))[past]
    variance = total / np.maximum(left, np.maximum(_LEAST_LEFT * past, 1.0))
    return GroupNoise(baseline, gap, variance, past.astype(np.float64), memory)


def lingering_part(variance: Floats, past: Floats, share: float) -> Floats:
    """(G,) share of each variance that is one size for all, at most the whole; mean `share`."""
    known = (variance > 0) & (past > 0)
    if share >= 1 or not known.any():
        return np.full(len(variance), share)
    low, high = 0.0, float(variance[known].max())
    for _ in range(60):
        size = (low + high) / 2
        mean = np.average(np.minimum(size / variance[known], 1.0), weights=past[known])
        low, high = (size, high) if mean < share else (low, size)
    return np.minimum(high / np.maximum(variance, 1e-300), 1.0)


def measure_memory(history: Floats) -> Memory:
    """Match autocorrelations of (G, T) gaps to those expected of series whose mean is taken out.

    Every group counts by its periods whatever its size, as its noise is put in its own units.
    """
    known = np.isfinite(history)
    count = known.sum(axis=1)
    used = (count >= LEAST_HISTORY) & (np.nan_to_num(history**2).sum(axis=1) > 0)
    if not used.any():
        return Memory(USUAL_MEMORY, 1.0)
    values = np.where(known, history, 0.0)[used]
    total = (values**2).sum(axis=1)
    seen = np.array(
        [
            (count[used] * (values[:, lag:] * values[:, :-lag]).sum(axis=1) / total).sum()
            for lag in range(1, _LAGS + 1)
        ]
    ) / float(count[used].sum())
    wrong = ((_expected(count[used]) - seen) ** 2).sum(axis=-1)
    rho, share = np.unravel_index(int(np.argmin(wrong)), wrong.shape)
    return Memory(float(_MEMORIES[rho]), float(_SHARES[share]))


def _expected(count: Ints) -> Floats:
    """(memories, shares, lags) mean autocorrelation of series of these lengths about their mean."""
    lengths = np.unique(np.quantile(count, np.linspace(0, 1, _LENGTHS), method="nearest"))
    nearest = np.abs(count[:, None] - lengths).argmin(axis=1)
    weight = np.bincount(nearest, count, len(lengths)) / count.sum()
    sums = np.array([[_lag_sums(int(m), rho) for m in lengths] for rho in _MEMORIES])
    fresh = sums[:1]
    mixed = _SHARES[:, None, None] * sums[:, None] + (1 - _SHARES[:, None, None]) * fresh[:, None]
    return cast("Floats", np.einsum("m,rsml->rsl", weight, mixed[..., 1:] / mixed[..., :1]))


def _lag_sums(periods: int, rho: float) -> Floats:
    """(lags + 1,) expected sums of products of an AR(1) at each lag, its mean taken out."""
    centre = np.eye(periods) - 1 / periods
    left = centre @ autocorrelation(periods, rho) @ centre
    return np.array([np.trace(left, offset=lag) for lag in range(_LAGS + 1)])


def _left_after_mean(correlation: Floats) -> Floats:
    """(T + 1,) expected sum of squares, in variances, of m periods about their own mean."""
    sums = np.array([correlation[:m, :m].sum() for m in range(len(correlation) + 1)])
    count = np.arange(len(sums))
    return np.asarray(count - sums / np.maximum(count, 1))


def left_by_path(chosen: Cells) -> Floats:
    """(G,) share of a group's variance that is left when the path, its own part in it, is out.

    Of groups alike in noise: a group that makes up the share p of the path keeps (1 - p)^2 of its
    own, and gets p^2 of each of the others'.
    """
    before = chosen.baseline > 0
    mine = chosen.baseline / np.maximum(chosen.baseline.sum(axis=0), 1e-300)
    left = np.where(before, 1 - 2 * mine + (mine**2).sum(axis=0), 0.0).sum(axis=1)
    mean = left / np.maximum(before.sum(axis=1), 1)
    return np.where(before.any(axis=1), np.maximum(mean, _LEAST_LEFT), 1.0)


def noise_ratio(noise: GroupNoise, chosen: Cells) -> float:
    """Return the starters' mean noise variance over that of the others; 1 where it is unknown.

    From before the first start only: what starters do later holds the spread of the effect.
    """
    starters = chosen.starters
    begun = (chosen.target > 0).any(axis=0)
    first = int(np.argmax(begun)) if begun.any() else 0
    early = np.where(chosen.baseline[:, :first] > 0, noise.gap[:, :first], np.nan)
    known = np.isfinite(early).sum(axis=1) > 1
    own = np.full(len(early), np.nan)
    own[known] = np.nanvar(early[known], axis=1)
    if not (known & starters).any() or not (known & ~starters).any():
        return 1.0
    others = float(own[known & ~starters].mean())
    return float(own[known & starters].mean()) / others if others > 0 else 1.0


def own_noise_interval(point: float, noise: GroupNoise, chosen: Cells, level: float) -> Interval:
    """Interval of the mean effect from each group's own noise, half its own and half its side's."""
    share = influence(noise.baseline, chosen.target)
    form = ((share @ noise.correlation) * share).sum(axis=1)
    total = below = 0.0
    for side in (chosen.starters, ~chosen.starters):
        past = noise.past[side]
        if not past.sum() > 0:
            continue
        usual = float(np.average(noise.variance[side], weights=past))
        part = float(((noise.variance[side] + usual) / 2 * form[side]).sum())
        worth = effective_number(form[side]) * (past.mean() - 1) * noise.fresh
        total, below = total + part, below + part**2 / max(worth, 2.0)
    df = max(total**2 / below, 2.0) if below > 0 else 2.0
    return t_interval(point, float(np.sqrt(max(total, 0.0))), df, level)
