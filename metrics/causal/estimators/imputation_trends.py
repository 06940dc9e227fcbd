"""Imputation with a straight line of its own for each group: survives slow drift."""

from __future__ import annotations

from signpost.metrics.causal.block_length import quarter
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.methods.group_trends import trend_effect
from signpost.metrics.causal.methods.staggered import as_estimate
from signpost.metrics.model.types import Estimate, Panel, Refusal

_ASSUMES = (
    "Without the start, each group would have kept to its own straight line, "
    "give or take what moved all groups alike."
)


def estimate(panel: Panel) -> Estimate | Refusal:
    """Effect over a short stretch after the lag; a line carried further says little."""
    found = trend_effect(panel, quarter(len(panel.periods)))
    return as_estimate(found, panel, "imputation_trends", _ASSUMES)


ESTIMATOR = Estimator(
    id="imputation_trends",
    label="Against each group's own line",
    assumes=_ASSUMES,
    estimate=estimate,
    rows=("staggered", "few_groups"),
    repairs="pre_trend",
)
