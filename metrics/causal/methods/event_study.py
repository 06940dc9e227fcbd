"""The effect by periods since the start, with what was there before it."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.block_length import block_length, quarter
from signpost.metrics.causal.design import Cells, cells, event_time, start_waves
from signpost.metrics.causal.inference.distributions import t_quantile
from signpost.metrics.causal.inference.intervals import level_for
from signpost.metrics.causal.methods.counterfactual import (
    counterfactual,
    fit_baseline,
    fitted_lines,
    influence,
)
from signpost.metrics.causal.methods.pre_trends import event_leads
from signpost.metrics.causal.methods.staggered import NOTHING_TO_COMPARE, effective_df, wave_mean
from signpost.metrics.model.types import EventStudy, Floats, Ints, Panel, Refusal

MOST_SINGLE = 40
"""Up to so many periods since the start each is shown alone, else in blocks."""
LEAST_IN_WAVE = 2
LARGE = 300_000
"""Cells above which times since the start are shown by the month or so."""


def event_study(panel: Panel, method: str = "") -> EventStudy | Refusal:
    """Imputation effects from the lag on, and gaps before the start, by time since the start.

    `method` signs it: the id of the estimator of the same effect. Borusyak, Jaravel and Spiess
    (2024), their standard errors. Gaps before the start come from a regression on untouched cells
    only, against what was earlier still.
    """
    chosen = cells(panel)
    if not chosen.starters.any():
        return NOTHING_TO_COMPARE
    level = level_for(panel.question)
    times, points, errors = _after(panel, chosen)
    before = _before(panel)
    times = [*(time for time, _, _ in before), *times]
    points = [*(point for _, point, _ in before), *points]
    errors = [*(error for _, _, error in before), *errors]
    half = t_quantile((1 + level) / 2, effective_df(chosen)) * np.array(errors)
    return EventStudy(
        event_time=tuple(times),
        point=tuple(points),
        low=tuple((np.array(points) - half).tolist()),
        high=tuple((np.array(points) + half).tolist()),
        level=level,
        method=method,
    )


def _before(panel: Panel) -> list[tuple[int, float, float]]:
    """Gaps before the start, earliest first: first period of the block, point, error."""
    found = event_leads(panel)
    if found is None:
        return []
    length = block_length(len(panel.periods))
    errors = np.sqrt(np.diag(found.cautious))
    rows = [
        (-length * (number + 1), float(found.coefficients[number]), float(errors[number]))
        for number in range(len(errors))
    ]
    return rows[::-1]


def _after(panel: Panel, chosen: Cells) -> tuple[list[int], list[float], list[float]]:
    """Effects from the lag on."""
    outcome = np.where(chosen.baseline + chosen.target > 0, panel.outcome, 0.0)
    baseline = fit_baseline(chosen.baseline, fitted_lines(outcome.shape[1], 0))
    gap = outcome - counterfactual(baseline, outcome)
    since = np.where(chosen.target > 0, event_time(panel), np.nan)
    last = int(np.nanmax(since))
    length = _length(last, outcome)
    wave = _comparable(panel.start)
    times, points, errors = [], [], []
    for first in range(panel.question.lag, last + 1, length):
        inside = (since >= first) & (since < first + length)
        target = chosen.target * inside
        if target.sum() <= 0:
            continue
        target = target / target.sum()
        share = influence(baseline, target)
        residual = np.where(share != 0, gap, 0.0) - wave_mean(gap, share**2 * inside, wave)
        times.append(first)
        points.append(float((target * gap).sum()))
        errors.append(float(np.sqrt(((share * residual).sum(axis=1) ** 2).sum())))
    return times, points, errors


def _length(last: int, outcome: Floats) -> int:
    """Periods shown together: one, a block where there are many, a quarter in very large panels."""
    if outcome.size > LARGE:
        return quarter(outcome.shape[1]) // 3
    return 1 if last < MOST_SINGLE else block_length(outcome.shape[1])


def _comparable(start: Ints) -> Ints:
    """(G,) waves within which effects are alike; one wave for all if any has a single group."""
    number = start_waves(start)
    begun = np.bincount(number[start >= 0])
    alone = bool((begun[begun > 0] < LEAST_IN_WAVE).any())
    return np.zeros_like(number) if alone else number
