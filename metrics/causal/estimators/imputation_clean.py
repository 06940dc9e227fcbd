"""Imputation with comparison groups that have nothing to do with the groups that started."""

from __future__ import annotations

from signpost.metrics.causal.checks import spillover
from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.spillover import clean_outcome
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import Finding, Floats, Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Imputation without comparison cells that started groups could have touched."""
    if panel.contact is None:
        return Refusal(Finding("method.contacts_not_known"), Finding("method.load_interactions"))
    outcome = clean_outcome(panel, panel.contact)
    return staggered_effect(panel, outcome, Reach(panel.question.lag), permute=True)


def _outcome(panel: Panel) -> Floats | None:
    """Return the (G, T) outcome without comparison cells that could have been touched."""
    return None if panel.contact is None else clean_outcome(panel, panel.contact)


ESTIMATOR = Estimator(
    id="imputation_clean",
    interval=interval,
    rows=("staggered", "few_groups"),
    outcome=_outcome,
    repairs=spillover.CHECK.id,
    repair_order=1,
)
