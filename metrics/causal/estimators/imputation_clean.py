"""Imputation with comparison groups that have nothing to do with the groups that started."""

from __future__ import annotations

from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.methods.spillover import clean_outcome
from signpost.metrics.causal.methods.staggered import as_estimate, staggered_effect
from signpost.metrics.model.types import Estimate, Panel, Refusal

_ASSUMES = (
    "As the expected path, but taken only from groups that hardly deal with those that started."
)


def estimate(panel: Panel) -> Estimate | Refusal:
    """Imputation without comparison cells that started groups could have touched."""
    if panel.contact is None:
        return Refusal(
            "Who works with whom is not known.",
            "Load interactions between groups before the start.",
        )
    outcome = clean_outcome(panel, panel.contact)
    found = staggered_effect(panel, outcome, Reach(panel.question.lag), permute=True)
    return as_estimate(found, panel, "imputation_clean", _ASSUMES)


ESTIMATOR = Estimator(
    id="imputation_clean",
    label="Against untouched groups only",
    assumes=_ASSUMES,
    estimate=estimate,
    rows=("staggered", "few_groups"),
    repairs="spillover",
)
