"""Synthetic control: the second opinion where one to three groups started."""

from __future__ import annotations

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.synthetic_control import synthetic_control
from signpost.metrics.model.types import Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Abadie, Diamond and Hainmueller (2010), fitted on every period before the start."""
    return synthetic_control(panel)


ESTIMATOR = Estimator(
    id="synthetic_control", interval=interval, rows=("synthetic",), second_opinion_of=("synthetic",)
)
