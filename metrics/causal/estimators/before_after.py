"""Naive: the same groups before and after."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.design import Reach, event_time
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval, level_for, mean_where, t_interval
from signpost.metrics.model.types import Finding, Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Mean outcome after the start less mean outcome before it, over the groups that started."""
    since, reach = event_time(panel), Reach(panel.question.lag)
    known = np.isfinite(panel.outcome) & (panel.start >= 0)[:, None]
    after, before = known & reach.after(since), known & reach.before(since)
    change = mean_where(panel.outcome, after) - mean_where(panel.outcome, before)
    change = change[np.isfinite(change)]
    if len(change) < 2:
        return Refusal(Finding("method.no_before_and_after"), Finding("method.load_longer_history"))
    error = float(change.std(ddof=1) / np.sqrt(len(change)))
    level = level_for(panel.question)
    return t_interval(float(change.mean()), error, len(change) - 1, level)


ESTIMATOR = Estimator(
    id="before_after",
    interval=interval,
    rows=("staggered", "few_groups", "synthetic", "series", "rises", "none"),
    naive=True,
)
