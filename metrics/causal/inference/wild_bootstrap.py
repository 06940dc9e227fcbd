"""Intervals for a regression with few groups.

Wild cluster bootstrap-t: Cameron, Gelbach and Miller (2008), with the hypothesis imposed, Webb's
(2023) six-point weights, turned round into an interval. G groups, T periods, D draws.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.inference.intervals import Interval, t_interval
from signpost.metrics.causal.inference.regression import Regression
from signpost.metrics.causal.methods.counterfactual import (
    counterfactual,
    fit_baseline,
    fitted_lines,
)
from signpost.metrics.model.types import Floats

_DRAWS = 999
_SEED = 20260102
_HALVINGS = 20
_WIDEST = 64.0
"""Standard errors at which the search for an end of an interval stops."""
WEBB = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])


@dataclass(frozen=True)
class LeverageMatrix:
    """(G, G) how a shock to group h comes back to group g through effects fitted on both."""

    residual: Floats
    regressor: Floats


def leverage_matrix(found: Regression, degree: int = 0) -> LeverageMatrix:
    """Echo of group and period effects."""
    shape = fitted_lines(found.cells.shape[1], degree)
    baseline = fit_baseline(found.cells, shape)
    first = found.regressors[0]

    def back(values: Floats) -> Floats:
        alone = np.eye(len(values))[:, :, None] * values[None]
        fitted = counterfactual(baseline, alone)
        return np.asarray(np.einsum("gt,hgt->gh", found.cells * first, fitted))

    return LeverageMatrix(back(found.residual), back(first))


def wild_bootstrap_interval(
    found: Regression,
    level: float,
    echo: LeverageMatrix,
    *,
    draws: int = _DRAWS,
    points: Floats = WEBB,
) -> Interval:
    """Interval of the only coefficient of `found`; `points` are the weights drawn from."""
    weighted = found.regressors[0] * found.cells
    score = np.einsum("gt,gt->g", weighted, found.residual)
    own = np.einsum("gt,gt->g", weighted, found.regressors[0])
    signs = np.random.default_rng(_SEED).choice(points, (draws, len(own)))
    point, error = float(found.coefficients[0]), float(np.sqrt((score**2).sum()) / own.sum())
    if not error > 0:
        return t_interval(point, 0.0, found.df, level)

    def chance(value: float) -> float:
        """P-value of the hypothesis that the coefficient is `value`."""
        away = point - value
        drawn = signs * (score + away * own) - signs @ (echo.residual + away * echo.regressor).T
        shift = drawn.sum(axis=1) / own.sum()
        errors = np.sqrt(((drawn - shift[:, None] * own) ** 2).sum(axis=1)) / own.sum()
        extreme = np.abs(shift) >= abs(away) / error * errors
        return float((1 + extreme.sum()) / (draws + 1))

    ends = [_edge(chance, point, side * error, 1 - level) for side in (-1, 1)]
    return Interval(point, ends[0], ends[1], level, chance(0.0), error)


def _edge(chance: Callable[[float], float], point: float, step: float, risk: float) -> float:
    """Find the value in the direction of `step` at which its chance falls to `risk`."""
    inside, outside = 0.0, 1.0
    while chance(point + outside * step) > risk and outside < _WIDEST:
        inside, outside = outside, 2 * outside
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        held = chance(point + middle * step) > risk
        inside, outside = (middle, outside) if held else (inside, middle)
    return point + outside * step
