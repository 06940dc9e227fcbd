"""Noise of each group by its own history, and what it leaves uncertain in a weighted sum of cells.

G groups, T periods. Noise of a group is an AR(1) of its own size, with one memory for all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.design import Cells, effective_number
from signpost.metrics.causal.inference.intervals import Interval, t_interval
from signpost.metrics.causal.inference.noise import autocorrelation, measure_noise
from signpost.metrics.causal.methods.counterfactual import (
    Baseline,
    counterfactual,
    fit_baseline,
    fitted_lines,
    influence,
)
from signpost.metrics.model.types import Floats

HIGHEST_MEMORY = 0.9
USUAL_MEMORY = 0.4
"""Where the history is too short to measure it."""
_LEAST_LEFT = 0.2
"""Share of a group's variance that taking its mean out leaves, at the least."""
LOUD = 2.0
"""Times the noise variance of the others from which on starters are not like them."""


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
    memory: float

    @property
    def correlation(self) -> Floats:
        """(T, T) correlation of one group's noise between periods."""
        return autocorrelation(self.gap.shape[1], self.memory)

    @property
    def fresh(self) -> float:
        """Share of periods that are worth as much as independent ones."""
        return (1 - self.memory**2) / (1 + self.memory**2)


def measure_group_noise(outcome: Floats, chosen: Cells) -> GroupNoise:
    """Measure each group's noise around the expected path in its untouched cells."""
    before = chosen.baseline > 0
    baseline = fit_baseline(chosen.baseline, fitted_lines(outcome.shape[1], 0))
    used = before | (chosen.target > 0)
    values = np.where(used, outcome, 0.0)
    gap = np.where(used, values - counterfactual(baseline, values), np.nan)
    past = before.sum(axis=1)
    memory = _memory(np.where(before, outcome, np.nan))
    total = np.where(before, np.nan_to_num(gap) ** 2, 0.0).sum(axis=1)
    left = _left_after_mean(autocorrelation(outcome.shape[1], memory))[past]
    variance = total / np.maximum(left, np.maximum(_LEAST_LEFT * past, 1.0))
    return GroupNoise(baseline, gap, variance, past.astype(np.float64), memory)


def _memory(history: Floats) -> float:
    known = history[np.isfinite(history).any(axis=1)]
    try:
        return min(measure_noise(known).rho, HIGHEST_MEMORY)
    except ValueError:
        return USUAL_MEMORY


def _left_after_mean(correlation: Floats) -> Floats:
    """(T + 1,) expected sum of squares, in variances, of m periods about their own mean."""
    sums = np.array([correlation[:m, :m].sum() for m in range(len(correlation) + 1)])
    count = np.arange(len(sums))
    return np.asarray(count - sums / np.maximum(count, 1))


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
