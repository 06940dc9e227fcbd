"""Weights: whether large and small groups tell the same story."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import CheckResult, Finding, Refusal


def run(study: Study) -> CheckResult:
    """Estimate again with every group counting alike; the effect must not turn round."""
    panel = study.panel
    if np.ptp(panel.weight) == 0:
        return CheckResult("weights", True, Finding("weights.equal"))
    alike = staggered_effect(panel, panel.outcome, Reach(panel.question.lag), weighted=False)
    if isinstance(alike, Refusal):
        return CheckResult(
            "weights", None, Finding("weights.not_estimated", {"reason": alike.reason})
        )
    figures = {"effect": alike.point, "low": alike.low, "high": alike.high}
    headline = study.headline
    turned = (alike.low > 0 and headline.high < 0) or (alike.high < 0 and headline.low > 0)
    turned = turned and study.matters(alike.point - headline.point)
    lost = study.claims and alike.point * headline.point <= 0
    if turned or lost:
        finding = Finding(
            "weights.disagree",
            {"alike": alike.point, "effect": headline.point},
            dict.fromkeys(("alike", "effect"), study.unit),
        )
        return CheckResult("weights", False, finding, figures)
    return CheckResult(
        "weights",
        True,
        Finding("weights.agree", figures, dict.fromkeys(figures, study.unit)),
        figures,
    )


CHECK = Check(id="weights", rows=("staggered", "few_groups"), run=run)
