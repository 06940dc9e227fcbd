"""What the estimate would have been, had the same starts fallen on other groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.design import Reach, since_start, start_waves
from signpost.metrics.causal.methods.counterfactual import (
    fit_baseline,
    fitted_lines,
    treatment_effect,
)
from signpost.metrics.model.types import Floats, Ints

DRAWS = 399
SEED = 20260101
_CELLS_AT_ONCE = 2_000_000
_NO_SAY = 1e-9
"""Relative weight of a row that is judged but must not speak for the others."""


@dataclass(frozen=True)
class Assignment:
    """Design of a permutation test: starts, weights and statistic. G groups."""

    start: Ints
    weight: Floats
    reach: Reach
    degree: int = 0
    least: int = 1


def permuted_effects(rollout: Assignment, outcome: Floats, draws: int = DRAWS) -> Floats:
    """(R, 2) imputation estimates under permuted starts: of `outcome` (G, T), and of the exposure.

    The exposure is one in the cells that are actually judged, so that an effect of x adds x times
    the second column to the first. Where nothing is missing, groups that start together are first
    averaged, which changes no estimate and makes each draw cheap. NaN where a draw judges no cell.
    """
    rng = np.random.default_rng(SEED)
    starts = rng.permuted(np.tile(rollout.start, (draws, 1)), axis=1)
    exposure = rollout.reach.after(since_start(rollout.start, outcome.shape[1]))
    pair = np.stack([outcome, exposure.astype(np.float64)])
    one = _by_wave if np.isfinite(outcome).all() else _by_group
    many = max(1, _CELLS_AT_ONCE // outcome.size)
    return np.concatenate([one(rollout, pair, starts[i : i + many]) for i in range(0, draws, many)])


def _by_wave(rollout: Assignment, pair: Floats, starts: Ints) -> Floats:
    """(R, 2) with the groups of one wave averaged, once to compare with and once to be judged."""
    numbers = start_waves(rollout.start)
    when = np.array([rollout.start[numbers == wave][0] for wave in range(numbers.max() + 1)])
    belongs = starts[:, None, :] == when[None, :, None]
    compared, judged = belongs * np.sqrt(rollout.weight), belongs * rollout.weight
    both = np.concatenate([compared, judged], axis=1)
    mass = both.sum(axis=-1)
    means = (both[None] @ pair[:, None]) / mass[None, :, :, None]
    first = np.arange(mass.shape[1]) < len(when)
    stacked = np.broadcast_to(np.tile(when, 2), mass.shape)
    return _fit(rollout, means, (np.where(first, mass, _NO_SAY * mass), mass * ~first), stacked)


def _by_group(rollout: Assignment, pair: Floats, starts: Ints) -> Floats:
    """(R, 2) group by group, cells that are not known left out."""
    values = np.broadcast_to(pair[:, None], (2, len(starts), *pair.shape[1:]))
    compared, judged = np.sqrt(rollout.weight), rollout.weight
    masses = np.broadcast_to(compared, starts.shape), np.broadcast_to(judged, starts.shape)
    return _fit(rollout, values, masses, starts)


def _fit(
    rollout: Assignment, values: Floats, masses: tuple[Floats, Floats], starts: Ints
) -> Floats:
    """(R, 2) estimates for `values` (2, R, g, T); (R, g) masses to compare and to judge, starts."""
    since = since_start(starts, values.shape[-1])
    known = np.isfinite(values[0])
    cells = known * masses[0][..., None] * rollout.reach.before(since)
    baseline = fit_baseline(cells, fitted_lines(values.shape[-1], rollout.degree), rollout.least)
    target = known * masses[1][..., None] * rollout.reach.after(since) * baseline.identified
    mass = target.sum(axis=(-1, -2), keepdims=True)
    target = np.divide(target, mass, out=np.full_like(target, np.nan), where=mass > 0)
    return np.moveaxis(treatment_effect(baseline, values, target), 0, -1)
