"""The effect group by group, shrunk towards the whole so that noise is not taken for a winner.

Empirical Bayes (Morris 1983, with Paule and Mandel's 1982 spread); claims by Benjamini and Hochberg
over all groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from signpost.metrics.causal.design import Cells, cells
from signpost.metrics.causal.inference.distributions import normal_quantile
from signpost.metrics.causal.inference.intervals import LEVEL, benjamini_hochberg, mean_where
from signpost.metrics.causal.methods.counterfactual import (
    counterfactual,
    fit_baseline,
    fitted_lines,
)
from signpost.metrics.model.types import Floats, GroupEffect, Panel

Claim = Literal["better", "worse", "no_worthwhile_effect", "unclear"]

LEAST_PAST = 6
"""Baseline periods a group needs before it is spoken of alone."""
LEAST_JUDGED = 3
LAGS = 12
"""Periods over which a group's wobble is taken to hang together."""
OWN_NOISE = 0.5
"""Share of a group's own variance in its error; the rest is what groups of its size have."""


@dataclass(frozen=True)
class RawEffects:
    """Effects one by one, before shrinking. (S,) starters that can be spoken of."""

    group: tuple[int, ...]
    point: Floats
    error: Floats


def group_effects(panel: Panel) -> tuple[GroupEffect, ...]:
    """Each starter's effect, shrunk, with interval and claim; empty where none can be told."""
    found = raw_effects(panel)
    if len(found.group) < 2:
        return ()
    point, error = empirical_bayes_shrink(found)
    chance = 2 * special.ndtr(-np.abs(found.point) / found.error)
    stands = benjamini_hochberg(chance)
    reach = normal_quantile((1 + LEVEL) / 2) * error
    change = _adoption_change(panel)
    return tuple(
        GroupEffect(
            group=panel.groups[group],
            point=float(point[i]),
            low=float(point[i] - reach[i]),
            high=float(point[i] + reach[i]),
            raw=float(found.point[i]),
            adoption_change=None if change is None else _known(change[group]),
            claim=_claim(panel, point[i], reach[i], bool(stands[i])),
            p_value=float(chance[i]),
        )
        for i, group in enumerate(found.group)
    )


def raw_effects(panel: Panel) -> RawEffects:
    """Mean gap to the expected path of each starter, with its own error."""
    chosen = cells(panel)
    baseline = fit_baseline(chosen.baseline, fitted_lines(len(panel.periods), 0))
    used = chosen.baseline + chosen.target > 0
    gap = np.where(used, panel.outcome - counterfactual(baseline, panel.outcome), np.nan)
    past, judged = (chosen.baseline > 0).sum(axis=1), (chosen.target > 0).sum(axis=1)
    told = np.flatnonzero((past >= LEAST_PAST) & (judged >= LEAST_JUDGED))
    point = np.array([np.nanmean(np.where(chosen.target[i] > 0, gap[i], np.nan)) for i in told])
    return RawEffects(tuple(told.tolist()), point, _errors(gap, chosen, panel.weight)[told])


def _errors(gap: Floats, chosen: Cells, weight: Floats) -> Floats:
    """(G,) standard error of each group's mean gap, for wobble that hangs together."""
    calm = np.where(chosen.baseline > 0, gap, np.nan)
    past, judged = (chosen.baseline > 0).sum(axis=1), (chosen.target > 0).sum(axis=1)
    memory = _memory(calm)
    own = np.nanvar(np.where(past[:, None] > 1, calm, np.nan), axis=1, where=np.isfinite(calm))
    own = own * past / np.maximum(past - 1, 1)
    variance = OWN_NOISE * own + (1 - OWN_NOISE) * _by_size(own, past, weight)
    ends = _mean_variance(memory, past) + _mean_variance(memory, judged)
    return np.sqrt(np.maximum(variance * ends, 1e-300))


def _by_size(own: Floats, past: Floats, weight: Floats) -> Floats:
    """(G,) variance that groups of this size have: a constant and a part that falls with size."""
    known = past > LEAST_PAST
    design = np.stack([np.ones(len(own)), 1 / weight], axis=1)
    if known.sum() < LEAST_PAST or np.ptp(weight[known]) == 0:
        return np.full(len(own), np.mean(own[known]) if known.any() else np.nan)
    fit = np.linalg.lstsq(design[known], own[known], rcond=None)[0]
    return np.maximum(design @ np.maximum(fit, 0.0), 0.1 * own[known].mean())


def _memory(calm: Floats) -> Floats:
    """(LAGS,) autocorrelation of baseline gaps, pooled over groups, never negative."""
    filled = np.nan_to_num(calm - np.nanmean(calm, axis=1, keepdims=True, where=np.isfinite(calm)))
    total = max(float((filled**2).sum()), 1e-300)
    reach = range(1, min(LAGS, calm.shape[1] - 1) + 1)
    found = [(filled[:, lag:] * filled[:, :-lag]).sum() / total for lag in reach]
    return np.clip(np.array(found), 0.0, 1.0)


def _mean_variance(memory: Floats, count: Floats) -> Floats:
    """(G,) variance of the mean of `count` periods, in variances of one."""
    size = np.maximum(count, 1).astype(np.float64)
    lags = np.arange(1, len(memory) + 1)
    share = np.clip(1 - lags[None, :] / size[:, None], 0.0, 1.0)
    return np.asarray((1 + 2 * share @ memory) / size)


def empirical_bayes_shrink(found: RawEffects) -> tuple[Floats, Floats]:
    """(S,) effects drawn towards their mean as far as they are noise, and their errors."""
    spread = between_group_variance(found)
    share = 1 / (found.error**2 + spread)
    centre = float((share * found.point).sum() / share.sum())
    keep = spread / (spread + found.error**2)
    point = centre + keep * (found.point - centre)
    error = np.sqrt(keep * found.error**2 + (1 - keep) ** 2 / share.sum())
    return point, error


def between_group_variance(found: RawEffects) -> float:
    """Variance of true effects between groups: what noise leaves unexplained."""
    low, high = 0.0, float(np.var(found.point)) + 1e-12
    for _ in range(60):
        middle = (low + high) / 2
        share = 1 / (found.error**2 + middle)
        centre = (share * found.point).sum() / share.sum()
        more = (share * (found.point - centre) ** 2).sum() > len(found.point) - 1
        low, high = (middle, high) if more else (low, middle)
    return low


def _claim(panel: Panel, point: float, reach: float, stands: bool) -> Claim:
    """Return the claim that one group's effect supports."""
    good = 1 if panel.question.better == "higher" else -1
    if stands and abs(point) > reach:
        return "better" if good * point > 0 else "worse"
    inside = abs(point) + reach < panel.question.worthwhile
    return "no_worthwhile_effect" if inside else "unclear"


def _adoption_change(panel: Panel) -> Floats | None:
    """(G,) mean adoption in judged periods less that before the start."""
    if panel.adoption is None:
        return None
    chosen = cells(panel, outcome=panel.adoption)
    after, before = (
        mean_where(panel.adoption, side > 0) for side in (chosen.target, chosen.baseline)
    )
    return after - before


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
