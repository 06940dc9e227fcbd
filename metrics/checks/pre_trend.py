"""Pre-trend: whether the groups that were to start already moved apart from the others."""

from __future__ import annotations

import numpy as np

from metrics.check import Check, Study
from metrics.evidence import CheckResult
from metrics.grain import block_length
from metrics.leads import joint_p, leads, slope_before

SLOPE_RISK = 0.05
"""How often a steady difference is seen where there is none."""
JOINT_RISK = 0.01
LEVEL = 0.95


def run(study: Study) -> CheckResult:
    """Joint test of the blocks before the last one, and of a steady slope up to it."""
    panel = study.panel
    slope = slope_before(panel, LEVEL, donut=block_length(len(panel.periods)))
    slope = slope or slope_before(panel, LEVEL)
    if slope is None:
        return CheckResult("pre_trend", None, "Too little is known before the start to say.")
    steps = leads(panel)
    joint = joint_p(steps, 1) if steps is not None and len(steps.coefficients) > 1 else float("nan")
    drifting = (slope.interval.p_value or 0.0) < SLOPE_RISK
    apart = bool(np.isfinite(joint) and joint < JOINT_RISK)
    overturns = study.headline.point / slope.lever if slope.lever else float("nan")
    figures = {
        "drift_per_period": slope.interval.point,
        "drift_low": slope.interval.low,
        "drift_high": slope.interval.high,
        "drift_that_explains_all": overturns,
        "chance_of_such_gaps": joint,
    }
    return CheckResult(
        "pre_trend", not (drifting or apart), _finding(figures, drifting, apart), figures
    )


def _finding(figures: dict[str, float], drifting: bool, apart: bool) -> str:
    drift, enough = figures["drift_per_period"], abs(figures["drift_that_explains_all"])
    if drifting:
        return (
            f"Before the start, the groups that were to start were already moving away from the "
            f"others by {drift:.2g} per period."
        )
    if apart:
        return "Before the start, the groups that were to start did not move like the others."
    return (
        f"Before the start, the groups moved alike (difference {drift:.2g} per period; "
        f"{enough:.2g} would explain the whole effect)."
    )


CHECK = Check(
    id="pre_trend",
    label="Moving alike before",
    rows=("staggered", "few_groups", "synthetic"),
    run=run,
    remedy="Compare with groups that moved alike before, or let chance decide who starts next.",
)
