"""Placebo outcome: whether something moved that this could not have moved."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.inference.regression import two_way_regression
from signpost.metrics.causal.methods.dose_response import lagged
from signpost.metrics.causal.methods.interrupted_series import interrupted_series
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import CheckResult, Finding, Floats, Panel, Refusal

_RISK = 0.01


def run(study: Study) -> CheckResult:
    """Return the result of the same analysis on an outcome that must not move."""
    panel = study.panel
    if panel.placebo is None or not np.isfinite(panel.placebo).any():
        return CheckResult("placebo_outcome", None, Finding("placebo_outcome.none_named"))
    found = _effect(study, panel, panel.placebo)
    if isinstance(found, Refusal) or found is None:
        return CheckResult("placebo_outcome", None, Finding("placebo_outcome.too_patchy"))
    figures = {"effect": found.point, "low": found.low, "high": found.high}
    passed = (found.p_value or 0.0) >= _RISK
    finding = (
        Finding("placebo_outcome.stood_still", figures)
        if passed
        else Finding("placebo_outcome.moved", {"effect": found.point})
    )
    return CheckResult("placebo_outcome", passed, finding, figures)


def _effect(study: Study, panel: Panel, placebo: Floats) -> Interval | Refusal | None:
    if study.design.row == "series":
        return interrupted_series(panel, placebo)
    if study.design.row != "dose":
        return staggered_effect(panel, placebo, Reach(panel.question.lag))
    if panel.adoption is None:
        return None
    dose = lagged(panel.adoption, panel.question.lag)
    found = two_way_regression(placebo, dose[None], panel.weight)
    return None if found is None else found.interval(0, 1 - _RISK)


CHECK = Check(
    id="placebo_outcome",
    rows=("staggered", "few_groups", "synthetic", "series", "dose"),
    run=run,
    needs=True,
    needed_for_answer=("series",),
)
