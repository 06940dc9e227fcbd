"""Sums the naive comparisons share."""

from __future__ import annotations

import numpy as np

from signpost.metrics.counterfactual import Bools
from signpost.metrics.evidence import Floats


def mean_where(values: Floats, use: Bools) -> Floats:
    """(G,) mean of the used cells of each row; NaN where there are none."""
    count = use.sum(axis=1)
    total = np.where(use, values, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
