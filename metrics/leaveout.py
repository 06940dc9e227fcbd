"""The effect again without one group, for every group: intervals and the leave-one-out check.

Each group adds its own part to the sums an imputation estimate is made of, so leaving it out is a
subtraction and one small solve, not a new fit. q outcomes, G groups, T periods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from metrics.counterfactual import Baseline, fit_baseline, lines
from metrics.design import Cells
from metrics.evidence import Floats


@dataclass(frozen=True)
class Replicates:
    """An effect, and the same effect with each group left out."""

    point: Floats
    """(q,)"""
    without: Floats
    """(G, q) the effect without that group."""

    @property
    def deviations(self) -> Floats:
        """(G, q) jackknife deviations; their cross product is the covariance of `point`."""
        groups = len(self.without)
        shift = self.without - self.without.mean(axis=0)
        return cast("Floats", shift * np.sqrt((groups - 1) / groups))

    @property
    def covariance(self) -> Floats:
        """(q, q) delete-one-group jackknife covariance."""
        return self.deviations.T @ self.deviations


def leave_out(chosen: Cells, outcomes: Floats, degree: int = 0, least: int = 1) -> Replicates:
    """Effects of `outcomes` (q, G, T), known in all chosen cells, and with each group left out."""
    shape = lines(chosen.baseline.shape[1], degree)
    baseline = fit_baseline(chosen.baseline, shape, least)
    target = chosen.target * baseline.identified
    values = np.where(chosen.baseline + target > 0, np.nan_to_num(outcomes), 0.0)
    own, pull = _own_part(baseline, values, target)
    right = _right_side(baseline, values)
    period = np.linalg.solve(baseline.normal, right.sum(axis=1).T).T
    mass = target.sum(axis=1)
    point = (own.sum(axis=1) - period @ pull.sum(axis=0)) / mass.sum()
    others = np.moveaxis(right.sum(axis=1, keepdims=True) - right, 1, 0)
    periods = np.linalg.solve(_normal_without(baseline), np.swapaxes(others, -1, -2))
    explained = np.einsum("gtq,gt->gq", periods, pull.sum(axis=0) - pull)
    without = (own.sum(axis=1)[None, :] - own.T - explained) / (mass.sum() - mass)[:, None]
    return Replicates(point, without)


def _own_part(baseline: Baseline, values: Floats, target: Floats) -> tuple[Floats, Floats]:
    """(q, G) and (G, T): a group's judged sum is own − pull·λ, with λ the period effects."""
    reach = np.einsum("gtk,gt->gk", baseline.basis, target)
    pull = target - baseline.cells * np.einsum("gtk,gk->gt", baseline.basis, reach)
    return cast("Floats", np.einsum("gt,qgt->qg", pull, values)), cast("Floats", pull)


def _right_side(baseline: Baseline, values: Floats) -> Floats:
    """(q, G, T) what each group adds to the right-hand side of the period effects."""
    weighted = baseline.cells * values
    level = np.einsum("gtk,qgt->qgk", baseline.basis, weighted)
    explained = baseline.cells * np.einsum("gtk,qgk->qgt", baseline.basis, level)
    return cast("Floats", weighted - explained)


def _normal_without(baseline: Baseline) -> Floats:
    """(G, T, T) the normal matrix with each group's own part taken out."""
    weighted = baseline.cells[..., None] * baseline.basis
    normal = baseline.normal + weighted @ np.swapaxes(weighted, -1, -2)
    periods = np.arange(normal.shape[-1])
    normal[:, periods, periods] -= baseline.cells
    alone = baseline.cells.sum(axis=0) - baseline.cells <= 0
    normal[:, periods, periods] += alone
    return normal
