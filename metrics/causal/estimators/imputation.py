"""Imputation: the headline wherever some groups start and others have not yet."""

from __future__ import annotations

from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.estimator import Estimator, measured_outcome
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Mean gap between what was seen after the start and what the others' path lets expect.

    Borusyak, Jaravel and Spiess (2024). Periods before the declared lag has passed do not count.
    """
    return staggered_effect(panel, panel.outcome, Reach(panel.question.lag), permute=True)


ESTIMATOR = Estimator(
    id="imputation",
    interval=interval,
    rows=("staggered", "few_groups", "synthetic", "none"),
    headline_of=("staggered", "few_groups", "none"),
    outcome=measured_outcome,
)
