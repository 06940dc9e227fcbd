"""Weights: whether large and small groups tell the same story."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import CheckResult, Refusal


def run(study: Study) -> CheckResult:
    """Estimate again with every group counting alike; the effect must not turn round."""
    panel = study.panel
    if np.ptp(panel.weight) == 0:
        return CheckResult("weights", True, "All groups count alike.")
    alike = staggered_effect(panel, panel.outcome, Reach(panel.question.lag), weighted=False)
    if isinstance(alike, Refusal):
        return CheckResult("weights", None, alike.reason)
    figures = {"effect": alike.point, "low": alike.low, "high": alike.high}
    headline = study.headline
    turned = (alike.low > 0 and headline.high < 0) or (alike.high < 0 and headline.low > 0)
    turned = turned and study.matters(alike.point - headline.point)
    lost = study.claims and alike.point * headline.point <= 0
    if turned or lost:
        finding = (
            f"When every group counts alike the effect is {alike.point:+.2g} instead of "
            f"{headline.point:+.2g}: large and small groups disagree."
        )
        return CheckResult("weights", False, finding, figures)
    return CheckResult("weights", True, "Large and small groups tell the same story.", figures)


CHECK = Check(
    id="weights",
    label="Large and small groups agree",
    rows=("staggered", "few_groups"),
    run=run,
    remedy="Ask the question for large and for small groups separately.",
)
