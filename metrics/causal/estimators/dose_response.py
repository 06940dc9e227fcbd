"""Dose response: whether the outcome moves with adoption, within groups, beyond common shocks."""

from __future__ import annotations

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.methods.dose_response import dose_estimate, dose_regression
from signpost.metrics.model.types import Estimate, Panel, Refusal

_ASSUMES = (
    "Nothing else that differs between groups moves with adoption, and the outcome does not "
    "itself drive adoption."
)


def estimate(panel: Panel) -> Estimate | Refusal:
    """Change of the outcome per ten points of adoption, after the declared lag.

    Two-way fixed effects, weighted, errors clustered by group; wild bootstrap below 12 groups.
    """
    return dose_estimate(dose_regression(panel), panel, "dose_response", _ASSUMES)


ESTIMATOR = Estimator(
    id="dose_response",
    label="Moving with adoption",
    assumes=_ASSUMES,
    estimate=estimate,
    rows=("staggered", "few_groups", "synthetic", "dose", "none"),
    effect="ratio",
)
