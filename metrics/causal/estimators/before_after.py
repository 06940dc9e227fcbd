"""Naive: the same groups before and after."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.design import Reach, event_time
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import level_for, mean_where, t_interval
from signpost.metrics.causal.methods.staggered import as_estimate
from signpost.metrics.model.types import Estimate, Panel, Refusal

_ASSUMES = "Nothing else changed at the start: no season, no trend, no other measure."


def estimate(panel: Panel) -> Estimate | Refusal:
    """Mean outcome after the start less mean outcome before it, over the groups that started."""
    since, reach = event_time(panel), Reach(panel.question.lag)
    known = np.isfinite(panel.outcome) & (panel.start >= 0)[:, None]
    after, before = known & reach.after(since), known & reach.before(since)
    change = mean_where(panel.outcome, after) - mean_where(panel.outcome, before)
    change = change[np.isfinite(change)]
    if len(change) < 2:
        return Refusal(
            "Fewer than two groups have an outcome before and after.", "Load a longer history."
        )
    error = float(change.std(ddof=1) / np.sqrt(len(change)))
    level = level_for(panel.question)
    found = t_interval(float(change.mean()), error, len(change) - 1, level)
    return as_estimate(found, panel, "before_after", _ASSUMES, naive=True)


ESTIMATOR = Estimator(
    id="before_after",
    label="Before and after",
    assumes=_ASSUMES,
    estimate=estimate,
    rows=("staggered", "few_groups", "synthetic", "series", "none"),
    naive=True,
)
