"""Dose response: whether the outcome moves with adoption, within groups, beyond common shocks."""

from __future__ import annotations

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.dose_response import dose_interval, dose_regression
from signpost.metrics.model.types import Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Change of the outcome per ten points of adoption, after the declared lag.

    Two-way fixed effects, weighted, errors clustered by group; wild bootstrap below 12 groups.
    """
    return dose_interval(dose_regression(panel), panel)


ESTIMATOR = Estimator(
    id="dose_response",
    interval=interval,
    rows=("staggered", "few_groups", "synthetic", "dose", "none"),
    headline_of=("dose",),
    effect="ratio",
)
