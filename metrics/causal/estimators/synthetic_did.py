"""Synthetic difference in differences: the headline where one to three groups started."""

from __future__ import annotations

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.methods.staggered import as_estimate
from signpost.metrics.causal.methods.synthetic_control import synthetic_did
from signpost.metrics.model.types import Estimate, Panel, Refusal

_ASSUMES = (
    "A fixed mix of other groups that moved like those that started, up to a constant, "
    "would have gone on doing so."
)


def estimate(panel: Panel) -> Estimate | Refusal:
    """Arkhangelsky et al. (2021); the range is that of groups that did not start."""
    return as_estimate(synthetic_did(panel), panel, "synthetic_did", _ASSUMES)


ESTIMATOR = Estimator(
    id="synthetic_did",
    label="Against a mix of similar groups",
    assumes=_ASSUMES,
    estimate=estimate,
    rows=("synthetic",),
)
