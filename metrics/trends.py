"""The effect when each group may follow a straight line of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.design import Reach, cells, event_time
from metrics.evidence import Floats, Panel, Refusal
from metrics.inference import Interval, level_for
from metrics.regression import two_way_regression
from metrics.rollout import rollout_effect


def trend_effect(panel: Panel, horizon: int) -> Interval | Refusal:
    """Imputation over `horizon` periods after the lag, against each group's own line."""
    reach = Reach(panel.question.lag, horizon=horizon)
    precise = replace(panel, weight=trend_weights(panel, horizon))
    return rollout_effect(precise, panel.outcome, reach, degree=1)


def jump(panel: Panel) -> Interval | None:
    """Step at the start beyond each group's own line through all its periods, before and after.

    Sharper than a line carried forward where the effect comes at once and stays; an effect that
    grows is taken for part of the line. None where it cannot be told.
    """
    since = event_time(panel)
    due = Reach(panel.question.lag).after(since)
    used = np.where(due | Reach().before(since), panel.outcome, np.nan)
    found = two_way_regression(used, due[None].astype(np.float64), np.sqrt(panel.weight), degree=1)
    return None if found is None else found.interval(0, level_for(panel.question))


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
