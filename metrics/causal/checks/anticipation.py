"""Anticipation: whether something unusual was going on just before the start."""

from __future__ import annotations

from signpost.metrics.causal.block_length import block_length
from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.methods.pre_trends import event_leads
from signpost.metrics.model.types import CheckResult, Finding

_RISK = 0.005
"""How often a spell is seen where there is none."""


def run(study: Study) -> CheckResult:
    """Gap in the last block before the start, against what came earlier."""
    found = event_leads(study.panel)
    if found is None:
        return CheckResult("anticipation", None, Finding("anticipation.too_little_known"))
    gap = found.interval(0, 1 - _RISK)
    length = block_length(len(study.panel.periods))
    figures = {"gap_before_start": gap.point, "gap_low": gap.low, "gap_high": gap.high}
    if not (gap.excludes_zero and study.matters(gap.point)):
        values = {"effect": gap.point, "low": gap.low, "high": gap.high}
        calm = Finding("anticipation.nothing_unusual", values, dict.fromkeys(values, study.unit))
        return CheckResult("anticipation", True, calm, figures)
    finding = Finding(
        "anticipation.unusual",
        {"gap": gap.point, "periods": length},
        {"gap": study.unit, "periods": study.window},
    )
    return CheckResult("anticipation", False, finding, figures)


CHECK = Check(
    id="anticipation",
    rows=("staggered", "few_groups"),
    run=run,
    settled_by_chance=True,
    needed_for_strong=True,
)
