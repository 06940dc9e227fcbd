"""Leave one out: whether the answer hangs on a single group."""

from __future__ import annotations

import numpy as np

from metrics.check import Check, Study
from metrics.design import Reach, cells
from metrics.evidence import CheckResult, Floats, Panel
from metrics.leaveout import leave_out
from metrics.rollout import LEFT_OUT_UP_TO

LEAST_LEFT = 0.5
"""Share of the effect that must be left without the most telling group."""


def run(study: Study) -> CheckResult:
    """Estimate again without each group; the effect must keep its sign and half its size."""
    panel = study.panel
    if len(panel.groups) > LEFT_OUT_UP_TO:
        return CheckResult("leave_one_out", True, "There are too many groups for one to matter.")
    left = _without(panel)
    if left is None:
        return CheckResult(
            "leave_one_out", None, "With a single group that started, none can be left out."
        )
    headline = study.headline
    telling = int(np.argmax(np.abs(left - headline.point)))
    figures = {"most_telling_left": float(left[telling])}
    half = (headline.high - headline.low) / 2
    if study.claims:
        passed = bool((left * headline.point > 0).all()) and bool(
            (np.abs(left) >= LEAST_LEFT * abs(headline.point)).all()
        )
    else:
        passed = bool(np.abs(left - headline.point).max() <= half)
    finding = (
        "No single group decides."
        if passed
        else f"Without {panel.groups[telling]} the effect would be {left[telling]:+.2g} instead of "
        f"{headline.point:+.2g}: a single group decides."
    )
    return CheckResult("leave_one_out", passed, finding, figures)


def _without(panel: Panel) -> Floats | None:
    chosen = cells(panel, Reach(panel.question.lag))
    if chosen.starters.sum() < 2:
        return None
    return leave_out(chosen, panel.outcome[None]).without[:, 0]


CHECK = Check(
    id="leave_one_out",
    label="No single group decides",
    rows=("staggered", "few_groups"),
    run=run,
    remedy="Find out what is special about that group, and wait for more groups to start.",
)
