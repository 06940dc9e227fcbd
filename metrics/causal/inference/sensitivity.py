"""How large a violation of what is assumed would overturn a finding.

Rambachan and Roth (2023, section 4.1): had nothing started, the difference between starters and
others would have gone on along a line that bends by at most M from one period to the next. The
shortest fixed-length interval under that is found along a lasso path, because its worst bias is an
absolute sum over the bends: one path serves every M. a periods before, b after.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from signpost.metrics.causal.block_length import block_length
from signpost.metrics.causal.design import event_time
from signpost.metrics.causal.inference.intervals import LEVEL
from signpost.metrics.causal.inference.regression import Regression, two_way_regression
from signpost.metrics.causal.methods.pre_trends import evenly_weighted
from signpost.metrics.model.types import Floats, Panel

BEFORE = 6
AFTER = 4
"""Blocks of periods on each side of the start."""
POINTS = 40
"""Points on the path from least noise to least bias; 160 reproduce the published intervals."""
_ROUNDS = 60
_HALVINGS = 20
FAR_OUT = 10.0
"""Standard errors of bias beyond which the other tail holds nothing."""


@dataclass(frozen=True)
class Path:
    """(P,) estimators from least noise to least bias."""

    point: Floats
    error: Floats
    bias: Floats
    """Worst bias for a bend of one."""


def honest_path(
    before: Floats, after: Floats, covariance: Floats, share: Floats, points: int = POINTS
) -> Path:
    """Trade noise against bias for the effect Σ share·after, along a path.

    `before` (a,) and `after` are effects by period against the last one before the start, in order
    of time, and `covariance` (a + b, a + b) is theirs.
    """
    count = len(before)
    steps = np.arange(count, 0, -1)
    reach = np.maximum(steps[None, :] - np.arange(count)[:, None], 0).astype(np.float64)
    back = np.linalg.inv(reach)
    ahead = np.arange(1, len(after) + 1)
    slope = -float(share @ ahead)
    start = np.concatenate([-back[:, 0] * slope, share])
    moves = np.concatenate([-back[:, 1:], np.zeros((len(after), count - 1))])
    bends = [float(share @ np.maximum(ahead - i, 0)) for i in range(1, len(after))]
    fixed = abs(slope) + float(np.abs(bends).sum())
    loads = _lasso_path(moves.T @ covariance @ moves, moves.T @ covariance @ start, points)
    weights = start + loads @ moves.T
    values = np.concatenate([before, after])
    variance = np.einsum("pk,kl,pl->p", weights, covariance, weights)
    error = np.sqrt(np.maximum(variance, 0.0))  # rounding may leave it just below
    return Path(weights @ values, error, fixed + np.abs(loads).sum(axis=1))


def honest_interval(path: Path, bend: float, level: float = LEVEL) -> tuple[float, float]:
    """Shortest interval on the path when the line may bend by `bend` per period."""
    is_exact = path.error == 0
    offset = bend * path.bias / np.where(is_exact, 1.0, path.error)
    half = np.where(is_exact, bend * path.bias, _reach(offset, level) * path.error)
    best = int(np.argmin(half))
    return float(path.point[best] - half[best]), float(path.point[best] + half[best])


def _reach(offset: Floats, level: float) -> Floats:
    """(P,) bounds that |Z + offset| keeps to with chance `level`; far out, one tail is all."""
    near = np.clip(offset, 1e-9, FAR_OUT)
    both = np.sqrt(special.chndtrix(level, 1, near**2))
    return np.where(offset > FAR_OUT, offset + special.ndtri(level), both)


def _lasso_path(gram: Floats, cross: Floats, points: int) -> Floats:
    """(points, k) minimisers of z'Gz/2 + z'c + κ|z| for κ from zero to where all are zero."""
    top = float(np.abs(cross).max(initial=0.0))
    penalties = np.r_[0.0, np.geomspace(1e-4, 1.0, points - 1)] * top
    found = np.zeros((points, len(cross)))
    current = np.zeros(len(cross))
    for row in range(points - 1, -1, -1):
        current = _descend(gram, cross, float(penalties[row]), current)
        found[row] = current
    return found


def _descend(gram: Floats, cross: Floats, penalty: float, begin: Floats) -> Floats:
    """Coordinate descent from `begin`."""
    loads = begin.copy()
    for _ in range(_ROUNDS if penalty > 0 else 0):
        before = loads.copy()
        for k in range(len(loads)):
            rest = float(cross[k] + gram[k] @ loads - gram[k, k] * loads[k])
            loads[k] = -np.sign(rest) * max(abs(rest) - penalty, 0.0) / gram[k, k]
        if np.abs(loads - before).max() < 1e-10:
            break
    if penalty > 0 or not len(loads):
        return loads
    return np.asarray(-np.linalg.lstsq(gram, cross)[0], dtype=np.float64)


def bend_to_overturn(panel: Panel) -> float:
    """Largest bend per block under which the effect still excludes zero; 0 if none, NaN unknown."""
    found = _by_block(panel)
    if found is None:
        return float("nan")
    count = len(found.coefficients) - AFTER
    before, after = found.coefficients[:count], found.coefficients[count:]
    path = honest_path(before, after, found.cautious, np.full(AFTER, 1 / AFTER))

    def holds(bend: float) -> bool:
        low, high = honest_interval(path, bend)
        return low > 0 or high < 0

    if not holds(0.0):
        return 0.0
    low, high = 0.0, abs(float(after.mean()))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _by_block(panel: Panel) -> Regression | None:
    """Effects by block of periods since the start, the last block before it being zero."""
    length = block_length(len(panel.periods))
    block = np.floor(event_time(panel) / length)
    deepest = np.nanmin(block, axis=1, initial=0.0, where=np.isfinite(block))
    first = min(BEFORE, int(-np.median(deepest[panel.start >= 0])))
    if first < 2:
        return None
    steps = [*range(-first, -1), *range(AFTER)]
    regressors = np.stack([(block == step).astype(np.float64) for step in steps])
    outcome = np.where((block < -first) | (block >= AFTER), np.nan, panel.outcome)
    return two_way_regression(outcome, regressors, evenly_weighted(panel))
