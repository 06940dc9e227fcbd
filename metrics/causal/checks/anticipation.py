"""Anticipation: whether something unusual was going on just before the start."""

from __future__ import annotations

from signpost.metrics.causal.block_length import block_length, counted
from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.methods.pre_trends import event_leads
from signpost.metrics.model.types import CheckResult

_RISK = 0.005
"""How often a spell is seen where there is none."""


def run(study: Study) -> CheckResult:
    """Gap in the last block before the start, against what came earlier."""
    found = event_leads(study.panel)
    if found is None:
        return CheckResult("anticipation", None, "Too little is known before the start to say.")
    gap = found.interval(0, 1 - _RISK)
    length = block_length(len(study.panel.periods))
    figures = {"gap_before_start": gap.point, "gap_low": gap.low, "gap_high": gap.high}
    if not (gap.excludes_zero and study.matters(gap.point)):
        return CheckResult(
            "anticipation", True, "Nothing unusual happened just before the start.", figures
        )
    return CheckResult(
        "anticipation",
        False,
        f"In the last {counted(length, 'period')} before the start, the outcome of the groups that "
        f"started was unusual by {gap.point:+.2g}: part of the change after it may be a mere "
        "return to normal.",
        figures,
    )


CHECK = Check(
    id="anticipation",
    label="Nothing unusual just before",
    rows=("staggered", "few_groups"),
    run=run,
    remedy="Find out what happened just before the start, and look at groups that started calmly.",
    needed_for_strong=True,
)
