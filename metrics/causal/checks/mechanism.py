"""Mechanism: whether the start raised adoption at all."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import CheckResult, Refusal

RAISED = 0.02
"""Share of people by which adoption must at least have been able to rise."""


def run(study: Study) -> CheckResult:
    """Fail an effect that cannot have come through adoption, because that did not rise."""
    panel = study.panel
    adoption = panel.adoption
    if adoption is None or not np.isfinite(adoption).any():
        return CheckResult(
            "mechanism", None, "Adoption is not known, only that the groups started."
        )
    found = staggered_effect(panel, adoption, Reach(0))
    if isinstance(found, Refusal):
        return CheckResult("mechanism", None, "Adoption before the start is not known.")
    figures = {"adoption_change": found.point, "low": found.low, "high": found.high}
    if found.high < RAISED:
        finding = (
            f"The start did not raise adoption (at most by {100 * max(found.high, 0):.0f} points "
            "in a hundred), so a change of the outcome did not come through it."
        )
        return CheckResult("mechanism", not study.claims, finding, figures)
    if found.low > 0:
        finding = f"The start raised adoption by {100 * found.point:.0f} points in a hundred."
        return CheckResult("mechanism", True, finding, figures)
    return CheckResult("mechanism", None, "Whether the start raised adoption is unclear.", figures)


CHECK = Check(
    id="mechanism",
    label="The start raised adoption",
    rows=("staggered", "few_groups", "synthetic"),
    run=run,
    remedy="Look for what else happened at the start: adoption did not change.",
    needs="Load usage, so that one sees whether the start raised adoption.",
)
