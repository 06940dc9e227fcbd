"""Synthetic difference in differences: the headline where one to three groups started."""

from __future__ import annotations

from signpost.metrics.causal.estimator import Estimator, measured_outcome
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.synthetic_control import synthetic_did
from signpost.metrics.model.types import Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Arkhangelsky et al. (2021); the range is that of groups that did not start."""
    return synthetic_did(panel)


ESTIMATOR = Estimator(
    id="synthetic_did",
    interval=interval,
    rows=("synthetic",),
    headline_of=("synthetic",),
    outcome=measured_outcome,
)
