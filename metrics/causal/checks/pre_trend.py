"""Pre-trend: whether the groups that were to start already moved apart from the others."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.block_length import block_length
from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.inference.intervals import LEVEL
from signpost.metrics.causal.inference.sensitivity import bend_to_overturn
from signpost.metrics.causal.methods.pre_trends import Slope, event_leads, joint_p, pre_trend_slope
from signpost.metrics.model.types import CheckResult, Finding

SLOPE_RISK = 0.02
"""How often a steady difference is seen where there is none."""
JOINT_RISK = 0.003


def run(study: Study) -> CheckResult:
    """Joint test of the blocks before the last one, and of a steady slope up to it."""
    panel = study.panel
    slope = pre_trend_slope(panel, LEVEL, donut=block_length(len(panel.periods)))
    slope = slope or pre_trend_slope(panel, LEVEL)
    steps = event_leads(panel)
    joint = joint_p(steps, 1) if steps is not None and len(steps.coefficients) > 1 else np.nan
    if slope is None and not np.isfinite(joint):
        return CheckResult("pre_trend", None, Finding("pre_trend.too_little_known"))
    drifting = slope is not None and _steady(study, slope)
    gaps = () if steps is None else steps.coefficients
    apart = bool(np.isfinite(joint) and joint < JOINT_RISK) and study.matters(*gaps)
    figures = _figures(study, slope, joint)
    finding = _finding(study, figures, drifting, apart)
    return CheckResult("pre_trend", not (drifting or apart), finding, figures)


def _steady(study: Study, slope: Slope) -> bool:
    sure = (slope.interval.p_value or 0.0) < SLOPE_RISK
    return sure and study.matters(slope.interval.point * len(study.panel.periods))


def _figures(study: Study, slope: Slope | None, joint: float) -> dict[str, float]:
    figures = {"chance_of_such_gaps": float(joint)}
    if slope is not None:
        explains = study.headline.point / slope.lever if slope.lever else np.nan
        figures |= {
            "drift_per_period": slope.interval.point,
            "drift_low": slope.interval.low,
            "drift_high": slope.interval.high,
            "drift_that_explains_all": float(explains),
        }
    if study.claims:
        figures["bend_to_overturn"] = bend_to_overturn(study.panel)
    return {name: value for name, value in figures.items() if np.isfinite(value)}


def _finding(study: Study, figures: dict[str, float], drifting: bool, apart: bool) -> Finding:
    drift, enough = figures.get("drift_per_period"), figures.get("drift_that_explains_all")
    unit = dict.fromkeys(("per_period", "enough"), study.unit)
    if drifting:
        return Finding("pre_trend.drifting", {"per_period": drift}, unit)
    if apart:
        return Finding("pre_trend.apart")
    if drift is None:
        return Finding("pre_trend.alike")
    if enough is None:
        return Finding("pre_trend.alike_but_for", {"per_period": drift}, unit)
    return Finding("pre_trend.alike_enough", {"per_period": drift, "enough": abs(enough)}, unit)


CHECK = Check(
    id="pre_trend",
    rows=("staggered", "few_groups"),
    run=run,
    settled_by_chance=True,
    needed_for_strong=True,
)
