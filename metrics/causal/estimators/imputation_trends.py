"""Imputation with a straight line of its own for each group: survives slow drift."""

from __future__ import annotations

from signpost.metrics.causal.block_length import quarter
from signpost.metrics.causal.checks import pre_trend
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.group_trends import trend_effect
from signpost.metrics.model.types import Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Effect over a short stretch after the lag; a line carried further says little."""
    return trend_effect(panel, quarter(len(panel.periods)))


ESTIMATOR = Estimator(
    id="imputation_trends",
    interval=interval,
    rows=("staggered", "few_groups"),
    repairs=pre_trend.CHECK.id,
    repair_order=4,
)
