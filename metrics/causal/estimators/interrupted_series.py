"""Interrupted series: everyone started at once, so only the past is left to compare with."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.methods.interrupted_series import interrupted_series
from signpost.metrics.causal.methods.staggered import NOTHING_TO_COMPARE, as_estimate
from signpost.metrics.model.types import Estimate, Panel, Refusal

_ASSUMES = "Nothing else happened at that time, and the outcome would have kept to its line."


def estimate(panel: Panel) -> Estimate | Refusal:
    """Jump against the line of the past; the range is how wrong that line was at earlier dates."""
    if not np.any(panel.start >= 0):
        return NOTHING_TO_COMPARE
    found = interrupted_series(panel, panel.outcome)
    return as_estimate(found, panel, "interrupted_series", _ASSUMES)


ESTIMATOR = Estimator(
    id="interrupted_series",
    label="Against its own past",
    assumes=_ASSUMES,
    estimate=estimate,
    rows=("series",),
)
