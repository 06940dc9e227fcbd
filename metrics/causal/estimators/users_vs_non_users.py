"""Naive: groups that use it against groups that do not."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.block_length import quarter
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import (
    Interval,
    level_for,
    mean_where,
    t_interval,
    welch_df,
)
from signpost.metrics.causal.methods.counterfactual import Bools
from signpost.metrics.model.types import Finding, Floats, Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Mean outcome of the users' half less that of the others, over the last quarter."""
    recent = np.arange(len(panel.periods)) >= len(panel.periods) - quarter(len(panel.periods))
    outcome = mean_where(panel.outcome, np.isfinite(panel.outcome) & recent)
    using = _using(panel, recent)
    high, low = (outcome[np.isfinite(outcome) & side] for side in (using, ~using))
    if min(len(high), len(low)) < 2:
        return Refusal(Finding("method.not_two_a_side"), Finding("method.load_more_groups"))
    error = float(np.sqrt(high.var(ddof=1) / len(high) + low.var(ddof=1) / len(low)))
    df = _welch(high, low)
    return t_interval(float(high.mean() - low.mean()), error, df, level_for(panel.question))


def _using(panel: Panel, recent: Bools) -> Bools:
    """(G,) above-median adoption of late; without adoption, started at all."""
    if panel.adoption is None:
        return np.asarray(panel.start >= 0)
    level = mean_where(panel.adoption, np.isfinite(panel.adoption) & recent)
    return np.asarray(level > np.nanmedian(level)) if np.isfinite(level).any() else panel.start >= 0


def _welch(high: Floats, low: Floats) -> float:
    both = [(each - each.mean()) / np.sqrt(len(each) * (len(each) - 1)) for each in (high, low)]
    side = np.arange(len(high) + len(low)) < len(high)
    return welch_df(np.concatenate(both), side, np.ones(len(side)))


ESTIMATOR = Estimator(
    id="users_vs_non_users",
    interval=interval,
    rows=("staggered", "few_groups", "synthetic", "series", "rises", "dose", "none"),
    naive=True,
)
