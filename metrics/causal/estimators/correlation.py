"""Naive: the slope through all points."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval, level_for, t_interval
from signpost.metrics.causal.methods.dose_response import NO_ADOPTION, TEN_POINTS, lagged
from signpost.metrics.model.types import Finding, Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Slope of the outcome on adoption over all groups and periods, per ten points."""
    if panel.adoption is None:
        return NO_ADOPTION
    dose = lagged(panel.adoption, panel.question.lag)
    known = np.isfinite(dose) & np.isfinite(panel.outcome)
    if known.sum() < 3 or np.ptp(dose[known]) == 0:
        return Refusal(Finding("method.no_variation"), NO_ADOPTION.remedy)
    dose = dose[known] - dose[known].mean()
    line, covariance = np.polyfit(dose, panel.outcome[known], 1, cov=True)
    point, error = float(line[0]) * TEN_POINTS, float(np.sqrt(covariance[0, 0])) * TEN_POINTS
    return t_interval(point, error, int(known.sum()) - 2, level_for(panel.question))


ESTIMATOR = Estimator(
    id="correlation",
    interval=interval,
    rows=("staggered", "few_groups", "synthetic", "series", "rises", "dose", "none"),
    effect="ratio",
    naive=True,
)
