"""Early adopters: whether groups that took it up more were on another way already."""

from __future__ import annotations

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import adoption_rises
from signpost.metrics.causal.inference.intervals import LEVEL
from signpost.metrics.causal.methods.adoption_rise import rise_contrasts, slope_on_rise
from signpost.metrics.causal.methods.dose_response import TEN_POINTS, scaled_to_ten_points
from signpost.metrics.model.types import CheckResult, Finding

_RISK = 0.10
"""How often such a slope is seen before the start where there is none."""


def run(study: Study) -> CheckResult:
    """Compare what happened before with the later rise; then the step beyond own lines."""
    rises, contrasts = adoption_rises(study.panel), rise_contrasts(study.panel)
    if rises is None or contrasts is None:
        return CheckResult("early_adopters", None, Finding("early_adopters.not_known"))
    for before in (contrasts.halves, contrasts.last_quarter):
        found = slope_on_rise(before, rises.rise, LEVEL)
        if found is None or (found.p_value or 0.0) >= _RISK:
            continue
        if not study.matters(found.point * TEN_POINTS):
            continue
        figures = {"effect": found.point * TEN_POINTS}
        values = Finding("early_adopters.moved_before", figures, {"effect": study.unit})
        return CheckResult("early_adopters", False, values, figures)
    line = slope_on_rise(contrasts.beyond_line, rises.rise, 1 - _RISK)
    if line is None:
        return CheckResult("early_adopters", None, Finding("early_adopters.not_known"))
    found = scaled_to_ten_points(line)
    figures = {"effect": found.point, "low": found.low, "high": found.high}
    units = dict.fromkeys(figures, study.unit)
    chance = found.p_value if found.p_value is not None else 1.0
    confirms = chance <= _RISK and found.point * study.headline.point > 0
    if study.claims and not confirms:
        finding = Finding("early_adopters.lines_could_explain", figures, units)
        return CheckResult("early_adopters", False, finding, figures)
    return CheckResult("early_adopters", True, Finding("early_adopters.alike"), figures)


CHECK = Check(id="early_adopters", rows=("rises",), run=run, needed_for_answer=("rises",))
