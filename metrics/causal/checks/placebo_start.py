"""Placebo start: whether a start that never happened shows an 'effect'."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.pre_trends import before_start
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import CheckResult, Finding, Panel, Refusal

_RISK = 0.005
LEAST_BEFORE = 4
"""Periods that must remain before the invented start."""


def run(study: Study) -> CheckResult:
    """Move each start half its history back and use only what came before the true one."""
    found = _effect(study.panel)
    if isinstance(found, Refusal):
        return CheckResult("placebo_start", None, Finding("placebo_start.too_short"))
    figures = {"effect": found.point, "low": found.low, "high": found.high}
    # The interval is judged at the check's own risk, not at the answer's.
    passed = (found.p_value or 0.0) >= _RISK or not study.matters(found.point)
    finding = (
        Finding("placebo_start.no_effect", figures, dict.fromkeys(figures, study.unit))
        if passed
        else Finding("placebo_start.effect", {"effect": found.point}, {"effect": study.unit})
    )
    return CheckResult("placebo_start", passed, finding, figures)


def _effect(panel: Panel) -> Interval | Refusal:
    early = np.where(panel.start >= 2 * LEAST_BEFORE, panel.start // 2, panel.start)
    invented = np.where(panel.start >= 2 * LEAST_BEFORE, early, -1).astype(np.int64)
    keep = (panel.start < 0) | (panel.start >= 2 * LEAST_BEFORE)
    outcome = np.where(keep[:, None], before_start(panel), np.nan)
    shifted = replace(panel, start=invented, question=replace(panel.question, looks=1, lag=0))
    return staggered_effect(shifted, outcome, Reach(0))


CHECK = Check(id="placebo_start", rows=("staggered", "few_groups"), run=run, settled_by_chance=True)
