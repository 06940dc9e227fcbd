"""Reverse order: whether the outcome moves first, and adoption after it."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.inference.intervals import RISK, joint_p_value, robustness_value
from signpost.metrics.causal.inference.regression import two_way_regression
from signpost.metrics.causal.methods.dose_response import lagged
from signpost.metrics.model.types import CheckResult, Finding

LEADS = 4


def run(study: Study) -> CheckResult:
    """Later adoption must say nothing about the outcome once earlier adoption is known."""
    panel = study.panel
    if panel.adoption is None:
        return CheckResult("reverse_order", None, Finding("reverse_order.no_adoption"))
    now = panel.question.lag
    doses = np.stack([lagged(panel.adoption, now - ahead) for ahead in range(LEADS + 1)])
    found = two_way_regression(panel.outcome, doses, panel.weight)
    if found is None:
        return CheckResult("reverse_order", None, Finding("reverse_order.little_variation"))
    chance = joint_p_value(found.coefficients[1:], found.cautious[1:, 1:], found.df)
    if not np.isfinite(chance):
        return CheckResult("reverse_order", None, Finding("reverse_order.few_groups"))
    passed = bool(chance >= RISK) or not study.matters(*found.coefficients[1:])
    finding = (
        Finding("reverse_order.adoption_first")
        if passed
        else Finding("reverse_order.outcome_first")
    )
    return CheckResult("reverse_order", passed, finding, {"chance": chance, **_hidden(study)})


def _hidden(study: Study) -> dict[str, float]:
    """Measure how strong a cause nobody recorded would have to be."""
    one = study.headline
    if not one.standard_error:
        return {}
    value = robustness_value(one.point / one.standard_error, max(one.n_groups - 1, 1))
    return {"hidden_cause_to_overturn": value}


CHECK = Check(id="reverse_order", rows=("dose",), run=run)
