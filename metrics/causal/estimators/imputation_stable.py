"""Imputation on people who never changed group: survives reorganisations."""

from __future__ import annotations

from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.methods.staggered import as_estimate, staggered_effect
from signpost.metrics.model.types import Estimate, Panel, Refusal

_ASSUMES = "As the expected path, for the people who stayed in their group throughout."


def estimate(panel: Panel) -> Estimate | Refusal:
    """Imputation of the outcome of people who never changed group."""
    if panel.stable_outcome is None:
        return Refusal(
            "The outcome of people who stayed is not known.", "Load the outcome by person."
        )
    reach = Reach(panel.question.lag)
    found = staggered_effect(panel, panel.stable_outcome, reach, permute=True)
    return as_estimate(found, panel, "imputation_stable", _ASSUMES)


ESTIMATOR = Estimator(
    id="imputation_stable",
    label="Among people who stayed",
    assumes=_ASSUMES,
    estimate=estimate,
    rows=("staggered", "few_groups"),
    repairs="composition",
)
