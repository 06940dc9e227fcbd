"""Imputation with the periods around the start left out: right where a bad spell led to it."""

from __future__ import annotations

from signpost.metrics.causal.block_length import block_length
from signpost.metrics.causal.checks import anticipation
from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Imputation without one block of periods (four weeks) on each side of the start."""
    reach = Reach(panel.question.lag, donut=block_length(len(panel.periods)))
    return staggered_effect(panel, panel.outcome, reach, permute=True)


ESTIMATOR = Estimator(
    id="imputation_donut",
    interval=interval,
    rows=("staggered", "few_groups"),
    repairs=anticipation.CHECK.id,
    repair_order=3,
)
