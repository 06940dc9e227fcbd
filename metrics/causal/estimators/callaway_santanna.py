"""Callaway–Sant'Anna: the second opinion, wave by wave from the last period before the start."""

from __future__ import annotations

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.callaway_santanna import callaway_santanna
from signpost.metrics.model.types import Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Mean effect over waves and periods."""
    return callaway_santanna(panel, "simple")


ESTIMATOR = Estimator(
    id="callaway_santanna",
    interval=interval,
    rows=("staggered", "few_groups", "none"),
    second_opinion_of=("staggered", "few_groups"),
)
