"""Mechanism: whether the start raised adoption at all."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import CheckResult, Finding, Refusal

_RAISED = 0.02
"""Share of people by which adoption must at least have been able to rise."""


def run(study: Study) -> CheckResult:
    """Fail an effect that cannot have come through adoption, because that did not rise."""
    panel = study.panel
    adoption = panel.adoption
    if adoption is None or not np.isfinite(adoption).any():
        return CheckResult("mechanism", None, Finding("mechanism.adoption_not_known"))
    found = staggered_effect(panel, adoption, Reach(0))
    if isinstance(found, Refusal):
        return CheckResult("mechanism", None, Finding("mechanism.adoption_before_not_known"))
    figures = {"adoption_change": found.point, "low": found.low, "high": found.high}
    if found.high < _RAISED:
        finding = Finding(
            "mechanism.not_raised", {"at_most": max(found.high, 0.0)}, {"at_most": "share"}
        )
        return CheckResult("mechanism", not study.claims, finding, figures)
    if found.low > 0:
        finding = Finding("mechanism.raised", {"change": found.point}, {"change": "share"})
        return CheckResult("mechanism", True, finding, figures)
    return CheckResult("mechanism", None, Finding("mechanism.unclear"), figures)


CHECK = Check(id="mechanism", rows=("staggered", "few_groups", "synthetic"), run=run, needs=True)
