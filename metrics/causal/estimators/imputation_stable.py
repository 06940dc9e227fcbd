"""Imputation on people who never changed group: survives reorganisations."""

from __future__ import annotations

from signpost.metrics.causal.checks import composition
from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import Finding, Floats, Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Imputation of the outcome of people who never changed group."""
    if panel.stable_outcome is None:
        return Refusal(Finding("method.stayers_not_known"), Finding("method.load_by_person"))
    reach = Reach(panel.question.lag)
    return staggered_effect(panel, panel.stable_outcome, reach, permute=True)


def _outcome(panel: Panel) -> Floats | None:
    """Return the (G, T) outcome of people who never changed group."""
    return panel.stable_outcome


ESTIMATOR = Estimator(
    id="imputation_stable",
    interval=interval,
    rows=("staggered", "few_groups"),
    outcome=_outcome,
    repairs=composition.CHECK.id,
    repair_order=2,
)
