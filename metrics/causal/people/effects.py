"""Effects of a lottery inside groups: of being drawn, and of full use where not all take it up.

Outcome after on arm, outcome before and block (ANCOVA), error HC2 (Lin 2013; Deng and others 2013);
chance by drawing again within blocks, studentised (Wu and Ding 2021; Young 2019); range of the
effect of use by Anderson and Rubin (1949). n people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.inference.distributions import t_quantile
from signpost.metrics.causal.inference.intervals import Interval, fieller, t_interval
from signpost.metrics.causal.people.lottery import redraws
from signpost.metrics.causal.people.sample import PeopleSample
from signpost.metrics.model.types import Floats, Ints

_LEAST_UNLEVERED = 0.05
"""Residuals with more leverage than 1 less this are blown up no further."""


@dataclass(frozen=True)
class ArmContrasts:
    """Differences between arms of q outcomes, before and block being equal."""

    point: Floats
    """(..., q)"""
    covariance: Floats
    """(..., q, q) HC2."""
    df: float


def within_blocks(values: Floats, block: Ints) -> Floats:
    """(..., n) values less the mean of their block."""
    size = np.bincount(block).astype(np.float64)
    member = np.equal.outer(block, np.arange(len(size))).astype(np.float64)
    return np.asarray(values - (values @ member / size)[..., block])


def arm_contrasts(
    outcomes: Floats, arm: Floats, before: Floats | None, block: Ints
) -> ArmContrasts:
    """Contrast `arm` (..., n) in `outcomes` (q, n); leading axes of `arm` are draws of it."""
    treated = within_blocks(arm, block)
    values = within_blocks(outcomes, block)
    lever = 1 / np.bincount(block)[block].astype(np.float64)
    columns = 1
    if before is not None:
        past = within_blocks(before, block)
        size = max(float(past @ past), 1e-300)
        treated = treated - (treated @ past / size)[..., None] * past
        values = values - (values @ past / size)[..., None] * past
        lever, columns = lever + past**2 / size, 2
    mass = np.maximum((treated**2).sum(axis=-1), 1e-300)
    point = treated @ values.T / mass[..., None]
    left = values - point[..., None] * treated[..., None, :]
    lever = lever + treated**2 / mass[..., None]
    pull = treated / mass[..., None] / np.sqrt(np.maximum(1 - lever, _LEAST_UNLEVERED))
    weighted = left * pull[..., None, :]
    covariance = weighted @ np.swapaxes(weighted, -1, -2)
    df = float(len(block) - len(np.unique(block)) - columns)
    return ArmContrasts(point, covariance, max(df, 1.0))


def intention_to_treat(sample: PeopleSample, level: float) -> Interval:
    """Effect of being drawn: the wider of the t range and that of drawing again within blocks."""
    seen = arm_contrasts(sample.after[None], sample.arm, sample.before, sample.block)
    point, error = float(seen.point[0]), float(np.sqrt(seen.covariance[0, 0]))
    found = t_interval(point, error, seen.df, level)
    calm = np.stack([sample.after, sample.after - point * sample.arm])
    ratios = np.concatenate(
        [
            studentised(arm_contrasts(calm, drawn, sample.before, sample.block))
            for drawn in redraws(sample.arm, sample.block)
        ]
    )
    beyond = int((ratios[:, 0] >= abs(point) / max(error, 1e-300) - 1e-9).sum())
    critical = max(t_quantile((1 + level) / 2, seen.df), float(np.quantile(ratios[:, 1], level)))
    chance = max((1 + beyond) / (1 + len(ratios)), found.p_value or 0.0)
    return Interval(point, point - critical * error, point + critical * error, level, chance, error)


def studentised(found: ArmContrasts) -> Floats:
    """(..., q) absolute differences in errors of their own."""
    error = np.sqrt(np.diagonal(found.covariance, axis1=-2, axis2=-1))
    return np.asarray(np.abs(found.point) / np.maximum(error, 1e-300))


def change_score(sample: PeopleSample, level: float) -> Interval:
    """Difference between arms in how much people changed, nothing regressed on the level."""
    found = arm_contrasts((sample.after - sample.before)[None], sample.arm, None, sample.block)
    error = float(np.sqrt(found.covariance[0, 0]))
    return t_interval(float(found.point[0]), error, found.df, level)


def uptake(sample: PeopleSample, use: Floats, level: float) -> Interval:
    """Return how much more those drawn use it than the others."""
    found = arm_contrasts(use[None], sample.arm, sample.before, sample.block)
    error = float(np.sqrt(found.covariance[0, 0]))
    return t_interval(float(found.point[0]), error, found.df, level)


def effect_of_use(sample: PeopleSample, use: Floats, level: float) -> Interval | None:
    """Effect of full use on those who take it up because they were drawn.

    None where its range has no bounds: then too few took it up to say anything.
    """
    found = arm_contrasts(np.stack([sample.after, use]), sample.arm, sample.before, sample.block)
    critical = t_quantile((1 + level) / 2, found.df)
    bounds = fieller(found.point, found.covariance, critical)
    if bounds is None:
        return None
    point = float(found.point[0] / found.point[1])
    low, high = sorted(bounds)
    return Interval(point, min(low, point), max(high, point), level)


def lee_bounds(everybody: PeopleSample) -> tuple[float, float]:
    """Bounds of the difference when more people of one arm were lost (Lee 2009).

    What the level before tells is taken out; the fuller arm is trimmed at either end.
    """
    known = np.isfinite(everybody.before) & np.isfinite(everybody.after)
    slope = float(np.polyfit(everybody.before[known], everybody.after[known], 1)[0])
    values = everybody.after - slope * (everybody.before - everybody.before[known].mean())
    sides = [everybody.arm == 0, everybody.arm == 1]
    kept = [float(known[side].mean()) for side in sides]
    fuller = int(kept[1] >= kept[0])
    ordered = np.sort(values[sides[fuller] & known])
    cut = round((1 - kept[1 - fuller] / kept[fuller]) * len(ordered))
    other = float(values[sides[1 - fuller] & known].mean())
    sign = 1 if fuller == 1 else -1
    trimmed = ordered[: len(ordered) - cut].mean(), ordered[cut:].mean()
    low, high = sorted(float(sign * (mean - other)) for mean in trimmed)
    return low, high
