"""Dose response with a straight line of its own for each group: survives slow drift."""

from __future__ import annotations

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.dose_response import dose_interval, dose_regression
from signpost.metrics.model.types import Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Two-way fixed effects with group-specific lines, per ten points of adoption."""
    found = dose_regression(panel, degree=1)
    return dose_interval(found, panel, degree=1)


ESTIMATOR = Estimator(id="dose_trends", interval=interval, rows=("dose",), effect="ratio")
