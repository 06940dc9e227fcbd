"""How a KPI wanders by itself, from its history: noise, its memory, and slow drift of groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.inference.distributions import chi2_quantile
from signpost.metrics.model.types import Floats

RHO_GRID = np.linspace(0.0, 0.95, 96)
SWEEPS = 30
DRIFT_LEVEL = 0.95
"""Slopes must differ more than noise alone would let them in this share of histories."""


@dataclass(frozen=True)
class Noise:
    """The part of a KPI that group and common shocks do not explain, per group and period."""

    sd: float
    """Standard deviation of one group-period, in the KPI's unit."""
    rho: float
    """Correlation of one period with the next, AR(1), 0 to 0.95."""
    drift: float
    """Standard deviation across groups of a straight drift, KPI units per period."""


def measure_noise(history: Floats) -> Noise:
    """Measure the noise of (G, T) history; NaN where unknown. Needs G >= 3 and T >= 5.

    Memory is found by matching the autocorrelation of detrended series to what an AR(1) would
    show after the same detrending, so that short series do not hide it. Drift is the spread of
    the groups' slopes beyond what that noise alone would give, where it is clearly more.
    """
    groups, periods = history.shape
    if groups < 3 or periods < 5:
        raise ValueError(f"history.shape == {history.shape}, must be at least (3, 5).")
    residual = two_way(history)
    lines = np.stack([np.ones(periods), np.arange(periods) - (periods - 1) / 2], axis=1)
    maker = np.eye(periods) - lines @ np.linalg.pinv(lines)
    straightened = np.where(np.isfinite(residual), residual, 0.0) @ maker
    rho = _memory(straightened, maker)
    left = maker @ autocorrelation(periods, rho) @ maker
    known = float(np.isfinite(history).mean())
    # taking out common shocks costs one group's worth of freedom
    variance = float((straightened**2).sum() / (groups - 1) / np.trace(left) / known)
    slope = np.linalg.pinv(lines)[1]
    slopes = np.where(np.isfinite(residual), residual, 0.0) @ slope
    by_noise = variance * float(slope @ autocorrelation(periods, rho) @ slope)
    spread = float((slopes**2).sum() / (groups - 1))
    clear = spread * (groups - 1) > by_noise * chi2_quantile(DRIFT_LEVEL, groups - 1)
    drift = np.sqrt(spread - by_noise) if clear and by_noise > 0 else 0.0
    return Noise(float(np.sqrt(variance)), rho, float(drift))


def _memory(straightened: Floats, maker: Floats) -> float:
    total = float((straightened**2).sum())
    if total == 0:
        return 0.0
    seen = float((straightened[:, 1:] * straightened[:, :-1]).sum()) / total
    expected = []
    for rho in RHO_GRID:
        left = maker @ autocorrelation(len(maker), rho) @ maker
        expected.append(np.trace(left, offset=1) / np.trace(left))
    return float(np.interp(seen, expected, RHO_GRID))


def autocorrelation(periods: int, rho: float) -> Floats:
    """(T, T) correlation matrix of an AR(1)."""
    gap = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
    return np.where(gap == 0, 1.0, rho**gap)


def two_way(history: Floats) -> Floats:
    """(G, T) what is left of each cell after its group's and its period's mean; NaN stays."""
    left = history.astype(float)
    for _ in range(SWEEPS):
        left = left - _mean(left, 1)[:, None]
        left = left - _mean(left, 0)[None, :]
    return left


def _mean(table: Floats, axis: int) -> Floats:
    known = np.isfinite(table)
    total = np.where(known, table, 0.0).sum(axis=axis)
    return np.asarray(total / np.maximum(known.sum(axis=axis), 1))


def change_error(noise: Noise, focus: int, comparison: int, before: int, after: int) -> float:
    """Return the standard error of (focus after - before) - (comparison after - before)."""
    contrast = np.concatenate([np.full(before, -1 / before), np.full(after, 1 / after)])
    wander = noise.sd**2 * float(contrast @ autocorrelation(before + after, noise.rho) @ contrast)
    drifted = (noise.drift * (before + after) / 2) ** 2
    return float(np.sqrt((wander + drifted) * (1 / focus + 1 / comparison)))
