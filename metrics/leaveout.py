"""The effect again without one group, for every group: intervals and the leave-one-out check.

Each group adds its own part to the sums an imputation estimate is made of, so leaving it out is a
subtraction and one small solve, not a new fit. With very many groups, parcels of groups are left
out together. q outcomes, G groups, T periods, P parcels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from metrics.counterfactual import Baseline, fit_baseline, lines
from metrics.design import Cells
from metrics.evidence import Floats, Ints

ONE_BY_ONE = 400
"""Up to so many groups each is left out alone."""
PARCELS = 200


@dataclass(frozen=True)
class Replicates:
    """An effect, and the same effect with each parcel of groups left out."""

    point: Floats
    """(q,)"""
    without: Floats
    """(P, q) the effect without that parcel; P is G up to ONE_BY_ONE groups."""

    @property
    def deviations(self) -> Floats:
        """(P, q) jackknife deviations; their cross product is the covariance of `point`."""
        parcels = len(self.without)
        shift = self.without - self.without.mean(axis=0)
        return cast("Floats", shift * np.sqrt((parcels - 1) / parcels))

    @property
    def covariance(self) -> Floats:
        """(q, q) jackknife covariance."""
        return self.deviations.T @ self.deviations


def leave_out(chosen: Cells, outcomes: Floats, degree: int = 0, least: int = 1) -> Replicates:
    """Effects of `outcomes` (q, G, T), known in all chosen cells, and with each parcel left out."""
    baseline = fit_baseline(chosen.baseline, lines(chosen.baseline.shape[1], degree), least)
    target = chosen.target * baseline.identified
    values = np.where(baseline.cells + target > 0, outcomes, 0.0)
    same = _membership(chosen)
    own, pull = _own_part(baseline, values, target)
    right, mass = same @ _right_side(baseline, values), same @ target.sum(axis=1)
    own, pull = own @ same.T, same @ pull
    period = np.linalg.solve(baseline.normal, right.sum(axis=1).T).T
    point = (own.sum(axis=1) - period @ pull.sum(axis=0)) / mass.sum()
    others = np.moveaxis(right.sum(axis=1, keepdims=True) - right, 1, 0)
    periods = np.linalg.solve(_normal_without(baseline, same), np.swapaxes(others, -1, -2))
    explained = np.einsum("ptq,pt->pq", periods, pull.sum(axis=0) - pull)
    without = (own.sum(axis=1)[None, :] - own.T - explained) / (mass.sum() - mass)[:, None]
    return Replicates(point, without)


def _membership(chosen: Cells) -> Floats:
    """(P, G) one where a group belongs to a parcel; each parcel holds groups of all kinds."""
    groups = len(chosen.baseline)
    if groups <= ONE_BY_ONE:
        return np.eye(groups)
    alike = np.lexsort((chosen.baseline.sum(axis=1), (chosen.baseline > 0).sum(axis=1)))
    parcel: Ints = np.empty(groups, dtype=np.int64)
    parcel[alike] = np.arange(groups) % PARCELS
    return (np.arange(PARCELS)[:, None] == parcel).astype(np.float64)


def _own_part(baseline: Baseline, values: Floats, target: Floats) -> tuple[Floats, Floats]:
    """(q, G) and (G, T): a group's judged sum is own − pull·λ, with λ the period effects."""
    span = np.einsum("gtk,gt->gk", baseline.basis, target)
    pull = target - baseline.cells * np.einsum("gtk,gk->gt", baseline.basis, span)
    return cast("Floats", np.einsum("gt,qgt->qg", pull, values)), cast("Floats", pull)


def _right_side(baseline: Baseline, values: Floats) -> Floats:
    """(q, G, T) what each group adds to the right-hand side of the period effects."""
    weighted = baseline.cells * values
    level = np.einsum("gtk,qgt->qgk", baseline.basis, weighted)
    explained = baseline.cells * np.einsum("gtk,qgk->qgt", baseline.basis, level)
    return cast("Floats", weighted - explained)


def _normal_without(baseline: Baseline, same: Floats) -> Floats:
    """(P, T, T) the normal matrix with each parcel's own part taken out."""
    weighted = baseline.cells[..., None] * baseline.basis
    mass = same @ baseline.cells
    normal = np.repeat(baseline.normal[None], len(same), axis=0)
    for number, members in enumerate(same > 0):
        across = np.swapaxes(weighted[members], 0, 1).reshape(weighted.shape[1], -1)
        normal[number] += across @ across.T
    periods = np.arange(normal.shape[-1])
    normal[:, periods, periods] -= mass
    normal[:, periods, periods] += mass.sum(axis=0) - mass <= 0
    return normal
