"""How the groups that were to start differed from the others before they did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.block_length import block_length
from signpost.metrics.causal.design import Cells, Reach, cells, event_time
from signpost.metrics.causal.inference.intervals import Interval, joint_p_value
from signpost.metrics.causal.inference.regression import Regression, two_way_regression
from signpost.metrics.causal.methods.counterfactual import (
    fit_baseline,
    fitted_lines,
    treatment_effect,
)
from signpost.metrics.model.types import Floats, Panel

MOST_LEADS = 6


@dataclass(frozen=True)
class Slope:
    """Drift of starters from the others before the start, per period."""

    interval: Interval
    lever: float
    """Effect that a drift of one per period would feign."""


def before_start(panel: Panel, donut: int = 0) -> Floats:
    """(G, T) the outcome before any start, NaN elsewhere."""
    reach = Reach(panel.question.lag, donut)
    return np.where(reach.before(event_time(panel)), panel.outcome, np.nan)


def evenly_weighted(panel: Panel) -> Floats:
    """(G,) square root of weights: here precision is wanted, not size."""
    return np.sqrt(panel.weight)


def pre_trend_slope(panel: Panel, level: float, donut: int = 0) -> Slope | None:
    """Drift of starters against the others before the start; None if it cannot be told."""
    drift = steady_drift(panel)
    found = two_way_regression(before_start(panel, donut), drift[None], evenly_weighted(panel))
    if found is None:
        return None
    chosen = cells(panel)
    return Slope(found.interval(0, level), leverage(chosen, drift))


def steady_drift(panel: Panel) -> Floats:
    """(G, T) one more per period for groups that start, zero for the others."""
    return (panel.start >= 0)[:, None] * np.arange(len(panel.periods), dtype=np.float64)[None, :]


def leverage(chosen: Cells, drift: Floats) -> float:
    """Effect that `drift` alone would feign."""
    baseline = fit_baseline(chosen.baseline, fitted_lines(drift.shape[1], 0))
    return float(treatment_effect(baseline, drift, chosen.target))


def event_leads(panel: Panel) -> Regression | None:
    """Gap by blocks of periods before the start, the last one first, against what came earlier."""
    length = block_length(len(panel.periods))
    since = event_time(panel)
    before = -np.nanmin(since, axis=1, initial=0.0, where=np.isfinite(since))
    count = min(MOST_LEADS, int(np.median(before[panel.start >= 0]) // length) - 2)
    if count < 1:
        return None
    block = np.floor((-since - 1) / length)
    regressors = np.stack([(block == number).astype(np.float64) for number in range(count)])
    return two_way_regression(before_start(panel), regressors, evenly_weighted(panel))


def joint_p(found: Regression, first: int) -> float:
    """P-value that all leads from number `first` on are zero; NaN with too few groups."""
    return joint_p_value(found.coefficients[first:], found.cautious[first:, first:], found.df)
