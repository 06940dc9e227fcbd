"""The effect group by group, shrunk towards the whole so that noise is not taken for a winner.

Empirical Bayes (Morris 1983, with Paule and Mandel's 1982 spread); claims by Benjamini and Hochberg
over all groups. Every group is held against the same path of the others: its error is in every
range, and drawing groups together does not lessen it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from signpost.metrics.causal.design import cells
from signpost.metrics.causal.inference.distributions import t_quantile, t_two_sided
from signpost.metrics.causal.inference.group_noise import (
    LOUD,
    GroupNoise,
    Memory,
    left_by_path,
    measure_group_noise,
    noise_ratio,
)
from signpost.metrics.causal.inference.intervals import LEVEL, benjamini_hochberg, mean_where
from signpost.metrics.causal.inference.noise import autocorrelation
from signpost.metrics.model.types import Floats, GroupEffect, Panel

Claim = Literal["better", "worse", "no_worthwhile_effect", "unclear"]

LEAST_PAST = 6
"""Baseline periods a group needs before it is spoken of alone."""
LEAST_JUDGED = 3
OWN_NOISE = 0.5
"""Share of a group's own variance in its error; the rest is what groups of its size have."""


@dataclass(frozen=True)
class RawEffects:
    """Effects one by one, before shrinking. (S,) starters that can be spoken of."""

    group: tuple[int, ...]
    point: Floats
    error: Floats
    """Of the group's own noise."""
    path_error: Floats
    """Of the others' path, which all groups share."""
    df: Floats

    @property
    def whole_error(self) -> Floats:
        """(S,) own and path error together."""
        return np.hypot(self.error, self.path_error)


def group_effects(panel: Panel) -> tuple[GroupEffect, ...]:
    """Each starter's effect, shrunk, with interval and claim; empty where none can be told."""
    found = raw_effects(panel)
    if len(found.group) < 2:
        return ()
    point, own = empirical_bayes_shrink(found)
    ratio = np.abs(found.point) / found.whole_error
    chance = np.array([t_two_sided(*one) for one in zip(ratio, found.df, strict=True)])
    stands = benjamini_hochberg(chance)
    critical = np.array([t_quantile((1 + LEVEL) / 2, df) for df in found.df])
    reach = critical * np.hypot(own, found.path_error)
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
    """Mean gap to the expected path of each starter, with its own error and that of the path."""
    chosen = cells(panel)
    past, judged = (chosen.baseline > 0).sum(axis=1), (chosen.target > 0).sum(axis=1)
    told = np.flatnonzero((past >= LEAST_PAST) & (judged >= LEAST_JUDGED))
    noise = measure_group_noise(panel.outcome, chosen)
    target = np.where(chosen.target > 0, 1.0, 0.0)[told]
    target = target / np.maximum(target.sum(axis=1, keepdims=True), 1.0)
    share = OWN_NOISE if noise_ratio(noise, chosen) <= LOUD else 1.0
    measured = noise.variance / left_by_path(chosen)
    usual = _by_size(measured, noise.past, panel.weight)
    variance = np.maximum(share * measured + (1 - share) * usual, 1e-300)
    memory = noise.memory.by_group(usual, noise.past)
    own, path = _all_error_parts(noise, variance, memory, (told, target))
    others = max(len(panel.groups) - len(told) - 1, 1)
    fresh = np.array([memory[group].fresh for group in told])
    own_df = np.maximum(2 * (past[told] - 1) * fresh, 2.0)
    df = (own + path) ** 2 / (own**2 / own_df + path**2 / others)
    point = (target * np.nan_to_num(noise.gap[told])).sum(axis=1)
    return RawEffects(tuple(told.tolist()), point, np.sqrt(own), np.sqrt(path), df)


def _all_error_parts(
    noise: GroupNoise,
    variance: Floats,
    memory: tuple[Memory, ...],
    judged: tuple[np.ndarray, Floats],
) -> tuple[Floats, Floats]:
    """(S,) and (S,) as `_error_parts`, of the lingering and the new part of (G,) variances."""
    share, periods = np.array([one.share for one in memory]), noise.gap.shape[1]
    lingering = autocorrelation(periods, noise.memory.rho)
    old = _error_parts(noise, share * variance, lingering, judged)
    new = _error_parts(noise, (1 - share) * variance, np.eye(periods), judged)
    return np.maximum(old[0] + new[0], 1e-300), np.maximum(old[1] + new[1], 0.0)


def _error_parts(
    noise: GroupNoise, variance: Floats, correlation: Floats, judged: tuple[np.ndarray, Floats]
) -> tuple[Floats, Floats]:
    """(S,) and (S,) variance of each group's mean gap: its own part, and that of the others' path.

    A group's gap is v·y over all cells. The rows of v of other groups are linear in the period
    effects λ that its target asks for, so their variance is λ'Qλ with one Q for all groups.
    """
    (told, target), cells_ = judged, noise.baseline.cells
    unit = cells_ * noise.baseline.basis[..., 0]
    turned = cells_ * (unit @ correlation)
    weighted = variance[:, None] * turned
    size = variance * np.einsum("gt,gt->g", unit @ correlation, unit)
    form = correlation * ((variance[:, None] * cells_).T @ cells_) - weighted.T @ unit
    form = form - unit.T @ weighted + (size[:, None] * unit).T @ unit
    own, path = np.zeros(len(told)), np.zeros(len(told))
    for place, group in enumerate(told):
        base, weight = noise.baseline.basis[group, :, 0], cells_[group]
        right = target[place] - weight * base * float(base @ target[place])
        period = np.linalg.solve(noise.baseline.normal, right)
        fitted = period + base * float(base @ (target[place] - weight * period))
        mine = target[place] - weight * fitted
        moved = weight * period - unit[group] * float(unit[group] @ period)
        own[place] = variance[group] * float(mine @ correlation @ mine)
        all_paths = float(period @ form @ period)
        path[place] = all_paths - variance[group] * float(moved @ correlation @ moved)
    return own, path


def _by_size(own: Floats, past: Floats, weight: Floats) -> Floats:
    """(G,) variance that groups of this size have: a constant and a part that falls with size."""
    known = past > LEAST_PAST
    design = np.stack([np.ones(len(own)), 1 / weight], axis=1)
    if known.sum() < LEAST_PAST or np.ptp(weight[known]) == 0:
        return np.full(len(own), np.mean(own[known]) if known.any() else np.nan)
    fit = np.linalg.lstsq(design[known], own[known], rcond=None)[0]
    return np.maximum(design @ np.maximum(fit, 0.0), 0.1 * own[known].mean())


def empirical_bayes_shrink(found: RawEffects) -> tuple[Floats, Floats]:
    """(S,) effects drawn towards their mean as far as they are noise, and their own errors.

    The spread of few groups is itself unsure: they are drawn less, and the error counts it.
    """
    many = len(found.point)
    spread = between_group_variance(found)
    share = 1 / (found.error**2 + spread)
    centre = float((share * found.point).sum() / share.sum())
    noise = found.error**2 * share * max(many - 3, 0) / max(many - 1, 1)
    away = found.point - centre
    unsure = 2 / max(many - 3, 1) * (noise * away) ** 2
    error = np.sqrt((1 - noise) * found.error**2 + noise**2 / share.sum() + unsure)
    return centre + (1 - noise) * away, error


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
    if stands and abs(point) > reach and abs(point) >= panel.question.worthwhile:
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
