"""Leave one out: whether the answer hangs on a single group."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach, cells
from signpost.metrics.causal.inference.jackknife import ONE_BY_ONE, jackknife
from signpost.metrics.model.types import CheckResult, Floats, Panel

LEAST_LEFT = 0.5
"""Share of an effect that must be left without the most telling group."""


def run(study: Study) -> CheckResult:
    """Estimate again without each group; none may make an effect, or hide one worth having."""
    panel = study.panel
    if len(panel.groups) > ONE_BY_ONE:
        return CheckResult("leave_one_out", True, "There are too many groups for one to matter.")
    left = _without(panel)
    if left is None:
        return CheckResult(
            "leave_one_out", None, "With a single group that started, none can be left out."
        )
    telling = int(np.argmax(np.abs(left - study.headline.point)))
    figures = {"most_telling_left": float(left[telling])}
    if not _hangs(study, left):
        return CheckResult("leave_one_out", True, "No single group decides.", figures)
    finding = (
        f"Without {panel.groups[telling]} the effect would be {left[telling]:+.2g} instead of "
        f"{study.headline.point:+.2g}: a single group decides."
    )
    return CheckResult("leave_one_out", False, finding, figures)


def _hangs(study: Study, left: Floats) -> bool:
    """Say whether some group makes the effect, or hides one."""
    point, worth = study.headline.point, study.panel.question.worthwhile
    if study.claims:
        return bool((left * np.sign(point) < LEAST_LEFT * abs(point)).any())
    return abs(point) < worth and bool((np.abs(left) >= worth).any())


def _without(panel: Panel) -> Floats | None:
    """(G,) the effect without each group; None where only one started."""
    chosen = cells(panel, Reach(panel.question.lag))
    if chosen.starters.sum() < 2:
        return None
    return jackknife(chosen, panel.outcome[None]).without[:, 0]


CHECK = Check(
    id="leave_one_out",
    label="No single group decides",
    rows=("staggered", "few_groups"),
    run=run,
    remedy="Find out what is special about that group, and wait for more groups to start.",
    needed_for_strong=True,
)
