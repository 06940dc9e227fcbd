"""Benchmark gap: distance of groups from the best of their kind, shrinkage-adjusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.inference.noise import Noise, autocorrelation, measure_noise
from signpost.metrics.model.types import Better, Floats

BEST_QUANTILE = 0.75
"""The best of its kind is this quantile in the good direction: the very best is partly luck."""
_MIN_GROUPS_PER_KIND = 4
"""Groups of an area that make a kind; below, all groups are one kind."""


@dataclass(frozen=True)
class BenchmarkGap:
    """Level, best and gap of each group. All (G,), in the KPI's unit."""

    level: Floats
    best: Floats
    room: Floats
    """Distance to the best in the good direction; 0 where there is none."""
    spread: Floats
    """Standard deviation of what is not known about the group's own level."""
    noise: Noise


def benchmark_gap(
    top: Floats, bottom: Floats, kinds: Sequence[str], better: Better
) -> BenchmarkGap:
    """Return the gap of (G, T) numerators over denominators within kinds of groups.

    Levels are shrunk towards their kind's mean by how uncertain they are (empirical Bayes, Morris
    1983), so that a group is not called far off because its few periods were unlucky.
    """
    kinds = merged_gaps(kinds)
    is_measured = np.isfinite(top) & np.isfinite(bottom) & (bottom > 0)
    volume = np.where(is_measured, bottom, 0.0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        level = np.where(is_measured, top, 0.0).sum(axis=1) / volume
        noise = measure_noise(np.where(is_measured, top / bottom, np.nan))
    memory = float(autocorrelation(top.shape[1], noise.rho).mean())
    error = noise.sd * np.sqrt(memory * volume.mean() / np.maximum(volume, 1e-12))
    shrunk, spread, best = (np.full(len(level), np.nan) for _ in range(3))
    for kind in set(kinds):
        rows = np.flatnonzero([k == kind and v > 0 for k, v in zip(kinds, volume, strict=True)])
        if rows.size:
            shrunk[rows], spread[rows] = shrink_gaps(level[rows], error[rows])
            best[rows] = np.quantile(
                shrunk[rows], BEST_QUANTILE if better == "higher" else 1 - BEST_QUANTILE
            )
    gap = best - shrunk if better == "higher" else shrunk - best
    return BenchmarkGap(level, best, np.maximum(gap, 0.0), spread, noise)


def merged_gaps(kinds: Sequence[str]) -> list[str]:
    """Return the kinds, all one where any of them would have too few groups to compare."""
    counts = [list(kinds).count(kind) for kind in kinds]
    return list(kinds) if min(counts) >= _MIN_GROUPS_PER_KIND else ["all"] * len(kinds)


def shrink_gaps(level: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Return shrunk levels and their posterior standard deviations, each (n,)."""
    between = max(float(level.var(ddof=1) - (error**2).mean()), 0.0) if len(level) > 1 else 0.0
    precision = 1 / (between + error**2 + 1e-300)
    centre = float((level * precision).sum() / precision.sum())
    factor = between * precision
    return centre + factor * (level - centre), np.sqrt(factor) * error
