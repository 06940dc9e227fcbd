"""Interrupted series: everyone started at once, so only the past is left to compare with."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.interrupted_series import interrupted_series
from signpost.metrics.causal.methods.staggered import NOTHING_TO_COMPARE
from signpost.metrics.model.types import Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Jump against the line of the past; the range is how wrong that line was at earlier dates."""
    if not np.any(panel.start >= 0):
        return NOTHING_TO_COMPARE
    return interrupted_series(panel, panel.outcome)


ESTIMATOR = Estimator(
    id="interrupted_series", interval=interval, rows=("series", "rises"), headline_of=("series",)
)
