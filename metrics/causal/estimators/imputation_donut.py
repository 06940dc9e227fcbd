"""Imputation with the periods around the start left out: right where a bad spell led to it."""

from __future__ import annotations

from signpost.metrics.causal.block_length import block_length
from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.methods.staggered import as_estimate, staggered_effect
from signpost.metrics.model.types import Estimate, Panel, Refusal

_ASSUMES = (
    "As the expected path, but nothing is assumed about the periods just before and just after "
    "the start, so that a bad spell that led to it does not count."
)


def estimate(panel: Panel) -> Estimate | Refusal:
    """Imputation without one block of periods (four weeks) on each side of the start."""
    reach = Reach(panel.question.lag, donut=block_length(len(panel.periods)))
    found = staggered_effect(panel, panel.outcome, reach, permute=True)
    return as_estimate(found, panel, "imputation_donut", _ASSUMES)


ESTIMATOR = Estimator(
    id="imputation_donut",
    label="Leaving out the time around the start",
    assumes=_ASSUMES,
    estimate=estimate,
    rows=("staggered", "few_groups"),
    repairs="anticipation",
)
