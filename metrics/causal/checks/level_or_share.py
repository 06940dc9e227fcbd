"""Scale: whether the answer hangs on groups moving by the same amount, not by the same share."""

from __future__ import annotations

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.methods.movement import in_shares, measure_movement
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import CheckResult, Finding, Refusal


def run(study: Study) -> CheckResult:
    """Ask the same of each group's outcome in units of its own level before."""
    panel = in_shares(study.panel)
    if panel is None:
        return CheckResult("level_or_share", True, Finding("level_or_share.no_shares"))
    found = staggered_effect(panel, panel.outcome, Reach(panel.question.lag), permute=True)
    if isinstance(found, Refusal):
        return CheckResult("level_or_share", True, Finding("level_or_share.no_shares"))
    figures = {"effect": found.point, "low": found.low, "high": found.high}
    units = dict.fromkeys(figures, study.unit)
    if not study.claims or study.stands(found, of_same_cells=True):
        return CheckResult(
            "level_or_share", True, Finding("level_or_share.agrees", figures, units), figures
        )
    movement = measure_movement(study.panel)
    told = {**figures, "tilt_low": movement.low, "tilt_high": movement.high}
    if movement.by_amount:
        return CheckResult(
            "level_or_share", True, Finding("level_or_share.by_amount", figures, units), told
        )
    return CheckResult(
        "level_or_share", False, Finding("level_or_share.decides", figures, units), told
    )


CHECK = Check(
    id="level_or_share", rows=("staggered", "few_groups"), run=run, settled_by_chance=True
)
