"""The effect when each group may follow a straight line of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signpost.metrics.causal.design import Reach, cells, event_time, since_start
from signpost.metrics.causal.inference.distributions import normal_quantile
from signpost.metrics.causal.inference.intervals import Interval, level_for
from signpost.metrics.causal.inference.permutation import DRAWS, SEED
from signpost.metrics.causal.inference.regression import Regression, two_way_regression
from signpost.metrics.causal.methods.counterfactual import (
    Bools,
    counterfactual,
    fit_baseline,
    fitted_lines,
)
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import Floats, Ints, Panel, Refusal

AMONG = 60
"""Groups of each side among which starts are reassigned; more would change little."""
_PARTS = 8
"""Reassignments are worked out in so many parts, to spare memory."""


def trend_effect(panel: Panel, horizon: int) -> Interval | Refusal:
    """Imputation over `horizon` periods after the lag, against each group's own line."""
    reach = Reach(panel.question.lag, horizon=horizon)
    precise = replace(panel, weight=trend_weights(panel, horizon))
    return staggered_effect(precise, panel.outcome, reach, degree=1)


def trend_step(panel: Panel) -> Interval | None:
    """Step at the start beyond each group's own line through all its periods, before and after.

    It shows an effect that comes at once and stays; one that grows is taken for part of the line.
    None where it cannot be told.
    """
    found = _beyond_lines(panel, _due(panel).astype(np.float64))
    return None if found is None else found.interval(0, level_for(panel.question))


def trend_bend(panel: Panel) -> Interval | None:
    """Change of slope per period at the start, of lines through all periods before and after.

    It shows an effect that grows, which a step does not; a line that goes on does not bend. None
    where it cannot be told.
    """
    since = np.nan_to_num(event_time(panel)) - panel.question.lag + 1
    found = _beyond_lines(panel, np.where(_due(panel), since, 0.0))
    return None if found is None else found.interval(0, level_for(panel.question))


def permuted_trend_steps(panel: Panel) -> Interval | None:
    """Estimate the step; its range is from the steps the same starts give on other groups.

    The step itself is taken out first, as it would else count as chance; then their spread is the
    standard error. Holds for few groups, where a few residuals of their own tell little.
    """
    found = _beyond_lines(panel, _due(panel).astype(np.float64))
    if found is None:
        return None
    steps = _chance_steps(panel, found)
    level, point = level_for(panel.question), float(found.coefficients[0])
    spread = float(np.sqrt((steps[np.isfinite(steps)] ** 2).mean()))
    away = normal_quantile((1 + level) / 2) * spread
    return Interval(point, point - away, point + away, level, None, spread)


def _due(panel: Panel) -> Bools:
    """(G, T) periods in which the effect is due."""
    return Reach(panel.question.lag).after(event_time(panel))


def _beyond_lines(panel: Panel, regressor: Floats) -> Regression | None:
    """Regress on `regressor` (G, T) beside lines; periods between start and lag are not used."""
    used = _due(panel) | Reach().before(event_time(panel))
    outcome = np.where(used, panel.outcome, np.nan)
    return two_way_regression(outcome, regressor[None], np.sqrt(panel.weight), degree=1)


def _chance_steps(panel: Panel, found: Regression) -> Floats:
    """(R,) steps in what the regression leaves, the same starts reassigned R times."""
    rng = np.random.default_rng(SEED)
    rows = _among(panel.start, np.asarray(np.any(found.cells > 0, axis=1)), rng)
    weight, residual = found.cells[rows], found.residual[rows]
    baseline = fit_baseline(weight, fitted_lines(weight.shape[1], 1))
    starts = rng.permuted(np.tile(panel.start[rows], (DRAWS, 1)), axis=1)
    steps = []
    for some in np.array_split(starts, _PARTS):
        due = Reach(panel.question.lag).after(since_start(some, weight.shape[1]))
        exposed = (due & (weight > 0)).astype(np.float64)
        left = (exposed - counterfactual(baseline, exposed)) * weight
        steps.append((left * residual).sum(axis=(-1, -2)) / (left * exposed).sum(axis=(-1, -2)))
    return np.concatenate(steps)


def _among(start: Ints, used: Bools, rng: np.random.Generator) -> Ints:
    """(n,) groups among which starts are reassigned: of each side not too many."""
    sides = (np.flatnonzero(used & begun) for begun in (start >= 0, start < 0))
    return np.sort(np.concatenate([rng.permutation(side)[:AMONG] for side in sides]))


def trend_weights(panel: Panel, horizon: int) -> Floats:
    """(G,) weights for precision, not size: root of the weight, and how well a line carries.

    A line through n periods, carried d periods from their middle, is off by 1/n + d²/(n³/12) in
    variances of one period; groups with a long past therefore count for more.
    """
    past = (cells(panel).baseline > 0).sum(axis=1).astype(np.float64)
    past = np.maximum(past, 1.0)
    away = past / 2 + panel.question.lag + horizon / 2
    precision = 1 / (1 / past + 12 * away**2 / past**3 + 1 / horizon)
    begun = panel.start >= 0
    usual = float(np.median(precision[begun])) if begun.any() else 1.0
    return np.asarray(np.sqrt(panel.weight) * np.where(begun, precision / usual, 1.0))
