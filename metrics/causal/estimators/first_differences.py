"""First differences: whether changes in adoption go with changes in the outcome."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.block_length import block_length
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.inference.regression import two_way_regression
from signpost.metrics.causal.methods.dose_response import (
    NO_ADOPTION,
    NO_VARIATION,
    dose_interval,
    lagged,
)
from signpost.metrics.model.types import Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Change of the outcome on change of adoption over one block, per ten points of adoption."""
    if panel.adoption is None:
        return NO_ADOPTION
    step = block_length(len(panel.periods))
    dose = lagged(panel.adoption, panel.question.lag)
    change = np.stack([values - lagged(values, step) for values in (panel.outcome, dose)])
    found = two_way_regression(change[0], change[1:], panel.weight)
    return dose_interval(found or NO_VARIATION, panel)


ESTIMATOR = Estimator(
    id="first_differences",
    interval=interval,
    rows=("dose",),
    second_opinion_of=("dose",),
    effect="ratio",
)
