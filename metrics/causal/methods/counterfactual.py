"""What would have happened: a two-way model fitted on unexposed cells, and effects against it.

Borusyak, Jaravel and Spiess (2024), "Revisiting Event-Study Designs: Robust and Efficient
Estimation", Review of Economic Studies 91(6). The outcome of group i in period t is taken as
B_i(t)·c_i + λ_t, where B_i spans a level, or a level and a straight line. Everything is closed
form, so that it can be repeated hundreds of times. G groups, T periods, k columns of B.
Leading axes are allowed: a stack of permuted designs is fitted in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from signpost.metrics.model.types import Floats

Bools = NDArray[np.bool_]
_TINY = 1e-10


@dataclass(frozen=True)
class Baseline:
    """A fitted design, before it has seen an outcome."""

    cells: Floats
    """(..., G, T) weight of each baseline cell, 0 elsewhere."""
    basis: Floats
    """(..., G, T, k) columns orthonormal over each group's baseline cells; 0 if it has too few."""
    diagonal: Floats
    """(..., T) weight of each period; 1 where it has none."""
    columns: Floats
    """(..., T, p) the groups' own columns, then the directions they explain together."""
    sign: Floats
    """(p,) whether a column is taken from the normal matrix, or added to make it regular."""

    @cached_property
    def normal(self) -> Floats:
        """(..., T, T) normal matrix of the period effects."""
        matrix = (self.columns * self.sign) @ np.swapaxes(self.columns, -1, -2)
        period = np.arange(self.diagonal.shape[-1])
        matrix[..., period, period] += self.diagonal
        return matrix

    @cached_property
    def inner(self) -> Floats:
        """(..., p, p) the matrix that is left to solve where columns are fewer than periods."""
        thin = self.columns / self.diagonal[..., None]
        return np.diag(self.sign) + np.swapaxes(self.columns, -1, -2) @ thin

    @property
    def identified(self) -> Bools:
        """(..., G, T) cells whose counterfactual can be told."""
        group = np.any(self.basis != 0, axis=(-1, -2))
        period = np.any(self.cells > 0, axis=-2)
        return cast("Bools", group[..., :, None] & period[..., None, :])


def fitted_lines(periods: int, degree: int) -> Floats:
    """(T, degree + 1): a constant, and for degree 1 a straight line, both of length about one."""
    time = np.linspace(-1.0, 1.0, periods)
    return np.stack([time**power for power in range(degree + 1)], axis=-1)


def fit_baseline(cells: Floats, shape: Floats, least: int = 1) -> Baseline:
    """Prepare the two-way model; `cells` (..., G, T) weights, `shape` (T, k) columns of B.

    A group with fewer than `least` baseline cells is left out of the fit and is not identified.
    """
    usable = (cells > 0).sum(axis=-1) >= max(least, shape.shape[-1])
    cells = cells * usable[..., None]
    basis = _orthonormal(cells, shape)
    weighted = cells[..., None] * basis
    mass = cells.sum(axis=-2)
    scale = np.sqrt(mass.mean(axis=-1) / len(shape))[..., None, None]
    direction = np.where((mass > 0)[..., None], shape, 0.0) * scale
    columns = np.concatenate([_side_by_side(weighted), direction], axis=-1)
    sign = np.repeat([-1.0, 1.0], [columns.shape[-1] - shape.shape[-1], shape.shape[-1]])
    return Baseline(cells, basis, np.where(mass > 0, mass * (1 + _TINY), 1.0), columns, sign)


def counterfactual(baseline: Baseline, outcome: Floats) -> Floats:
    """(..., G, T) fitted outcome without exposure, in all cells, from the baseline cells alone."""
    weighted = np.where(baseline.cells > 0, baseline.cells * outcome, 0.0)
    return _fitted(baseline, weighted)


def influence(baseline: Baseline, target: Floats) -> Floats:
    """(..., G, T) v with effect = Σ v·y, for `target` (..., G, T) weights on exposed cells."""
    return target - baseline.cells * _fitted(baseline, target)


def treatment_effect(baseline: Baseline, outcome: Floats, target: Floats) -> Floats:
    """(...,) weighted mean of outcome − counterfactual over `target`, which sums to one."""
    gap = np.where(target == 0, 0.0, outcome - counterfactual(baseline, outcome))
    return cast("Floats", np.sum(target * gap, axis=(-1, -2)))


def _fitted(baseline: Baseline, weighted: Floats) -> Floats:
    """(..., G, T) both effects for a right-hand side already weighted."""
    period = _solve(baseline, weighted)[..., None, :]
    return _spanned(baseline, weighted - baseline.cells * period) + period


def _solve(baseline: Baseline, weighted: Floats) -> Floats:
    """(..., T) period effects for a right-hand side (..., G, T) already weighted.

    Axes before those of the baseline are solved together.
    """
    explained = baseline.cells * _spanned(baseline, weighted)
    right = (weighted - explained).sum(axis=-2)
    extra = right.ndim - baseline.diagonal.ndim
    flat = right.reshape(-1, *right.shape[extra:]) if extra else right[None]
    solved = _solve_columns(baseline, np.moveaxis(flat, 0, -1))
    return cast("Floats", np.moveaxis(solved, -1, 0).reshape(right.shape))


def _solve_columns(baseline: Baseline, right: Floats) -> Floats:
    """(..., T, n) period effects for n right-hand sides, by whichever matrix is the smaller."""
    if len(baseline.sign) >= baseline.diagonal.shape[-1]:
        return cast("Floats", np.linalg.solve(baseline.normal, right))
    alone = right / baseline.diagonal[..., None]
    shared = np.linalg.solve(baseline.inner, np.swapaxes(baseline.columns, -1, -2) @ alone)
    return alone - baseline.columns @ shared / baseline.diagonal[..., None]


def _spanned(baseline: Baseline, values: Floats) -> Floats:
    """(..., G, T) B B' times `values`: a group's own level or line through them."""
    if baseline.basis.shape[-1] == 1:
        column = baseline.basis[..., 0]
        return cast("Floats", column * (column * values).sum(axis=-1, keepdims=True))
    level = np.einsum("...gtk,...gt->...gk", baseline.basis, values)
    return cast("Floats", np.einsum("...gtk,...gk->...gt", baseline.basis, level))


def _orthonormal(cells: Floats, shape: Floats) -> Floats:
    """(..., G, T, k) columns of `shape` made orthonormal over each group's cells."""
    columns = shape.shape[-1]
    usable = np.any(cells > 0, axis=-1)
    products = (shape[:, :, None] * shape[:, None, :]).reshape(len(shape), -1)
    gram = (cells @ products).reshape(*cells.shape[:-1], columns, columns)
    gram = np.where(usable[..., None, None], gram, np.eye(columns))
    turn = np.linalg.inv(np.linalg.cholesky(gram))
    basis = shape @ np.swapaxes(turn, -1, -2)
    return np.where(usable[..., None, None], basis, 0.0)


def _side_by_side(weighted: Floats) -> Floats:
    """(..., G, T, k) -> (..., T, G·k)."""
    turned = np.moveaxis(weighted, -2, -3)
    return turned.reshape(*turned.shape[:-2], -1)
