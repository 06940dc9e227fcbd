"""Two-way regression: what moves within groups, over and above what moves in all of them.

Errors may hang together within a group in any way (Liang and Zeger 1986). K regressors, G groups,
T periods.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.design import effective_number
from signpost.metrics.causal.inference.intervals import Interval, t_interval
from signpost.metrics.causal.methods.counterfactual import (
    counterfactual,
    fit_baseline,
    fitted_lines,
)
from signpost.metrics.model.types import Floats

LEAST_CELLS = 3


@dataclass(frozen=True)
class Regression:
    """Coefficients of K regressors after group and period effects."""

    coefficients: Floats
    """(K,)"""
    covariance: Floats
    """(K, K) with G/(G−1)·(N−1)/(N−parameters), as Stata and fixest have it (CR1)."""
    cautious: Floats
    """(K, K) with each group's residual as if the group had been left out (CR3)."""
    regressors: Floats
    """(K, G, T) what is left of the regressors, 0 outside the used cells."""
    residual: Floats
    """(G, T) what is left of the outcome, regressors taken out."""
    cells: Floats
    """(G, T) weights."""
    df: float
    """Groups in equal shares of the first regressor's information, less one."""

    def interval(self, column: int, level: float) -> Interval:
        """Cautious t interval of one coefficient."""
        error = float(np.sqrt(self.cautious[column, column]))
        return t_interval(float(self.coefficients[column]), error, self.df, level)


def two_way_regression(
    outcome: Floats, regressors: Floats, weight: Floats, *, degree: int = 0
) -> Regression | None:
    """Regress `outcome` (G, T) on `regressors` (K, G, T) with group and period effects.

    `weight` (G,) or (G, T); `degree` 1 gives each group its own line. Cells with anything unknown
    are not used. None where a regressor has nothing left to vary.
    """
    stack = np.concatenate([outcome[None], regressors])
    cells = np.isfinite(stack).all(axis=0) * (weight if weight.ndim > 1 else weight[:, None])
    least = LEAST_CELLS + degree
    cells = cells * ((cells > 0).sum(axis=1) >= least)[:, None]
    if (cells > 0).any(axis=1).sum() < LEAST_CELLS:
        return None
    baseline = fit_baseline(cells, fitted_lines(cells.shape[1], degree), least)
    known = np.where(cells > 0, stack, 0.0)
    left = np.where(cells > 0, known - counterfactual(baseline, known), 0.0)
    if not _all_vary(left[1:], known[1:], cells):
        return None
    used = (cells > 0).any(axis=1)
    nuisance = int((cells > 0).any(axis=0).sum()) + degree * int(used.sum())
    return regress(left[0], left[1:], cells, nuisance)


def _all_vary(left: Floats, known: Floats, cells: Floats) -> bool:
    """Return whether each regressor moves beyond the effects and the other regressors."""
    flat = (left * np.sqrt(cells)).reshape(len(left), -1)
    size = (known * np.sqrt(cells)).reshape(len(left), -1)
    gram = flat @ flat.T
    scale = np.sqrt(np.maximum((size**2).sum(axis=1), 1e-300))
    return bool(np.linalg.eigvalsh(gram / np.outer(scale, scale)).min() > 1e-9)


def regress(outcome: Floats, regressors: Floats, cells: Floats, nuisance: int) -> Regression:
    """Regress what is left of `outcome` (G, T) on what is left of `regressors` (K, G, T).

    `nuisance` counts the parameters already taken out, but for effects within groups.
    """
    weighted = regressors * cells
    gram = np.einsum("kgt,lgt->kl", weighted, regressors)
    bread = np.linalg.inv(gram)
    coefficients = bread @ np.einsum("kgt,gt->k", weighted, outcome)
    residual = outcome - np.einsum("k,kgt->gt", coefficients, regressors)
    scores = np.einsum("kgt,gt->gk", weighted, residual)
    own = np.einsum("kgt,lgt->gkl", weighted, regressors)
    careful = np.linalg.solve(np.eye(len(gram)) - own @ bread, scores[..., None])[..., 0]
    used = (cells > 0).any(axis=1)
    groups, count = int(used.sum()), int((cells > 0).sum())
    parameters = len(gram) + nuisance
    small = groups / (groups - 1) * (count - 1) / max(count - parameters, 1)
    share = own[:, 0, 0]
    return Regression(
        coefficients=coefficients,
        covariance=small * bread @ (scores.T @ scores) @ bread,
        cautious=bread @ (careful.T @ careful) @ bread * (groups - 1) / groups,
        regressors=regressors,
        residual=residual,
        cells=cells,
        df=max(effective_number(share) - 1, 1.0),
    )
