"""Leave one out: whether the answer hangs on a single group."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach, cells
from signpost.metrics.causal.inference.jackknife import MAX_LEFT_OUT_SINGLY, jackknife
from signpost.metrics.model.types import CheckResult, Finding, Floats, Panel

_LEAST_LEFT = 0.5
"""Share of an effect that must be left without the most telling group."""


def run(study: Study) -> CheckResult:
    """Estimate again without each group; none may make an effect, or hide one worth having."""
    panel = study.panel
    if len(panel.groups) > MAX_LEFT_OUT_SINGLY:
        return CheckResult("leave_one_out", True, Finding("leave_one_out.many_groups"))
    left = _without(panel)
    if left is None:
        return CheckResult("leave_one_out", None, Finding("leave_one_out.single_starter"))
    telling = int(np.argmax(np.abs(left - study.headline.point)))
    figures = {"most_telling_left": float(left[telling])}
    if not _hangs(study, left):
        return CheckResult("leave_one_out", True, Finding("leave_one_out.none_decides"), figures)
    finding = Finding(
        "leave_one_out.group_decides",
        {"without": float(left[telling]), "effect": study.headline.point},
        dict.fromkeys(("without", "effect"), study.headline.unit),
        groups=(panel.groups[telling],),
    )
    return CheckResult("leave_one_out", False, finding, figures)


def _hangs(study: Study, left: Floats) -> bool:
    """Return whether some group makes the effect, or hides one."""
    point, worth = study.headline.point, study.panel.question.worthwhile
    if study.claims:
        return bool((left * np.sign(point) < _LEAST_LEFT * abs(point)).any())
    return abs(point) < worth and bool((np.abs(left) >= worth).any())


def _without(panel: Panel) -> Floats | None:
    """(G,) the effect without each group; None where only one started."""
    chosen = cells(panel, Reach(panel.question.lag))
    if chosen.starters.sum() < 2:
        return None
    return jackknife(chosen, panel.outcome[None]).without[:, 0]


CHECK = Check(
    id="leave_one_out",
    rows=("staggered", "few_groups"),
    run=run,
    settled_by_chance=True,
    needed_for_strong=True,
)
