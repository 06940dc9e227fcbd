"""The effect again without one group, for every group: intervals and the leave-one-out check.

Each group adds its own part to the sums an imputation estimate is made of, so leaving it out takes
a subtraction and a few small products, not a new fit. With very many groups, parcels of groups are
left out together. q outcomes, G groups, T periods, P parcels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from signpost.metrics.causal.design import Cells
from signpost.metrics.causal.methods.counterfactual import (
    Baseline,
    Bools,
    fit_baseline,
    fitted_lines,
)
from signpost.metrics.model.types import Floats, Ints

MAX_LEFT_OUT_SINGLY = 400
"""Up to so many groups each is left out alone."""
PARCELS = 200
_ROUNDS = 30
SETTLED = 1e-9
"""Change of a period effect, of its size or of one, below which it has settled."""


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


def jackknife(chosen: Cells, outcomes: Floats, degree: int = 0, least: int = 1) -> Replicates:
    """Effects of `outcomes` (q, G, T), known in all chosen cells, and with each parcel left out."""
    baseline = fit_baseline(chosen.baseline, fitted_lines(chosen.baseline.shape[1], degree), least)
    target = chosen.target * baseline.identified
    values, scale = _standard(outcomes, baseline.cells + target > 0)
    parcel = _parcels(chosen)
    own, pull = _own_part(baseline, values, target)
    own, pull, mass = (_by_parcel(one, parcel) for one in (own.T, pull, target.sum(axis=1)))
    right = _by_parcel(np.moveaxis(_right_side(baseline, values), 0, -1), parcel)
    period = np.linalg.solve(baseline.normal, right.sum(axis=0))
    point = (own.sum(axis=0) - period.T @ pull.sum(axis=0)) / mass.sum()
    periods = _periods_without(baseline, parcel, right.sum(axis=0) - right)
    explained = np.einsum("ptq,pt->pq", periods, pull.sum(axis=0) - pull)
    without = (own.sum(axis=0) - own - explained) / (mass.sum() - mass)[:, None]
    return Replicates(point * scale, without * scale)


def _standard(outcomes: Floats, used: Bools) -> tuple[Floats, Floats]:
    """(q, G, T) deviations from the mean of the used cells in units of their spread (q,).

    An effect does not depend on the level, and what has settled must not depend on the unit.
    """
    count = max(int(used.sum()), 1)
    level = np.where(used, outcomes, 0.0).sum(axis=(1, 2)) / count
    away = np.where(used, outcomes - level[:, None, None], 0.0)
    spread = np.sqrt((away**2).sum(axis=(1, 2)) / count)
    spread = np.where(spread > 0, spread, 1.0)
    return away / spread[:, None, None], spread


def _parcels(chosen: Cells) -> Ints:
    """(G,) the parcel each group belongs to; each parcel holds groups of all kinds."""
    groups = len(chosen.baseline)
    if groups <= MAX_LEFT_OUT_SINGLY:
        return np.arange(groups)
    alike = np.lexsort((chosen.baseline.sum(axis=1), (chosen.baseline > 0).sum(axis=1)))
    parcel: Ints = np.empty(groups, dtype=np.int64)
    parcel[alike] = np.arange(groups) % PARCELS
    return parcel


def _by_parcel(values: Floats, parcel: Ints) -> Floats:
    """(P, ...) sums of `values` (G, ...) over the groups of each parcel."""
    if len(values) <= MAX_LEFT_OUT_SINGLY:
        return values
    total = np.zeros((PARCELS, *values.shape[1:]))
    np.add.at(total, parcel, values)
    return total


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


def _periods_without(baseline: Baseline, parcel: Ints, right: Floats) -> Floats:
    """(P, T, q) period effects without each parcel, for right-hand sides (P, T, q).

    With M the normal matrix and P the parcel's own part, (M − P) x = r is solved by repeating
    x = M⁻¹(r + P x), which gains a digit per round where a parcel is a tenth of its periods; what
    has not settled is solved outright.
    """
    inverse = np.linalg.inv(baseline.normal)
    weighted = baseline.cells[..., None] * baseline.basis
    first = inverse @ right
    found, moved = first, np.full(len(right), np.inf)
    for _ in range(_ROUNDS):
        mine = found[parcel]
        level = np.einsum("gtk,gtq->gkq", weighted, mine)
        own = baseline.cells[..., None] * mine - np.einsum("gtk,gkq->gtq", weighted, level)
        after = first + inverse @ _by_parcel(own, parcel)
        moved = np.abs(after - found).max(axis=(1, 2))
        found = after
        if moved.max() < SETTLED:
            return found
    scale = np.maximum(np.abs(found).max(axis=(1, 2)), 1.0)
    for late in np.flatnonzero(~(moved < SETTLED * scale)):
        normal = _normal_without(baseline, parcel == late)
        found[late] = np.linalg.solve(normal, right[late])
    return found


def _normal_without(baseline: Baseline, members: Bools) -> Floats:
    """(T, T) the normal matrix with some groups' own part taken out."""
    cells = baseline.cells[members]
    weighted = cells[..., None] * baseline.basis[members]
    across = np.swapaxes(weighted, 0, 1).reshape(cells.shape[1], -1)
    mass = cells.sum(axis=0)
    alone = baseline.cells.sum(axis=0) - mass <= 0
    return baseline.normal + across @ across.T + np.diag(alone - mass)
