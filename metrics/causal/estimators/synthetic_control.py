"""Synthetic control: the second opinion where one to three groups started."""

from __future__ import annotations

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.methods.staggered import as_estimate
from signpost.metrics.causal.methods.synthetic_control import synthetic_control
from signpost.metrics.model.types import Estimate, Panel, Refusal

_ASSUMES = (
    "A fixed mix of other groups that was level with those that started would have stayed so."
)


def estimate(panel: Panel) -> Estimate | Refusal:
    """Abadie, Diamond and Hainmueller (2010), fitted on every period before the start."""
    return as_estimate(synthetic_control(panel), panel, "synthetic_control", _ASSUMES)


ESTIMATOR = Estimator(
    id="synthetic_control",
    label="Against a level mix of similar groups",
    assumes=_ASSUMES,
    estimate=estimate,
    rows=("synthetic",),
)
