"""Callaway–Sant'Anna: the second opinion, wave by wave from the last period before the start."""

from __future__ import annotations

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.methods.callaway_santanna import callaway_santanna
from signpost.metrics.causal.methods.staggered import as_estimate
from signpost.metrics.model.types import Estimate, Panel, Refusal

_ASSUMES = (
    "From the last period before its start on, each wave would have moved like the groups "
    "that had not started."
)


def estimate(panel: Panel) -> Estimate | Refusal:
    """Mean effect over waves and periods."""
    return as_estimate(callaway_santanna(panel, "simple"), panel, "callaway_santanna", _ASSUMES)


ESTIMATOR = Estimator(
    id="callaway_santanna",
    label="Wave by wave",
    assumes=_ASSUMES,
    estimate=estimate,
    rows=("staggered", "few_groups", "none"),
)
