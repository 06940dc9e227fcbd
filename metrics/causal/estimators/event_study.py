"""Event study: the effect by time since the start, each time counting alike."""

from __future__ import annotations

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.callaway_santanna import callaway_santanna
from signpost.metrics.model.types import Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Mean over times since the start of Callaway and Sant'Anna's effects."""
    return callaway_santanna(panel, "event_study")


ESTIMATOR = Estimator(id="event_study", interval=interval, rows=("staggered", "none"))
