"""Comparability: whether the outcome means the same before and after a change of definition."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach, cells
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import CheckResult, Finding, Floats, Panel, Refusal, SeriesBreak

_AGREES = 2.5
"""Standard errors within which the effect on one side of the break must agree."""


def run(study: Study) -> CheckResult:
    """Estimate again on the side of each break that holds most of what is judged."""
    panel = study.panel
    inside = [one for one in panel.breaks if 0 < one.period < len(panel.periods)]
    if not inside:
        return CheckResult("comparability", True, Finding("comparability.one_definition"))
    for one in inside:
        found = _one_side(panel, one)
        if isinstance(found, Refusal) or not _agrees(study, found):
            finding = Finding(
                "comparability.changed", {"period": panel.periods[one.period], "change": one.what}
            )
            return CheckResult("comparability", False, finding, {"period": float(one.period)})
    finding = Finding("comparability.same_either_side", {"change": inside[0].what})
    return CheckResult("comparability", True, finding)


def _one_side(panel: Panel, change: SeriesBreak) -> Interval | Refusal:
    """Use the periods on the side that holds more judged weight."""
    time = np.arange(len(panel.periods))
    later = time >= change.period
    judged = cells(panel).target.sum(axis=0)
    side = later if judged[later].sum() >= judged[~later].sum() else ~later
    outcome: Floats = np.where(side[None, :], panel.outcome, np.nan)
    alone = replace(panel, question=replace(panel.question, looks=1))
    return staggered_effect(alone, outcome, Reach(panel.question.lag))


def _agrees(study: Study, found: Interval) -> bool:
    headline = study.headline
    error = max(found.standard_error or 0.0, headline.standard_error or 0.0)
    apart = abs(found.point - headline.point) > max(_AGREES * error, study.rounding)
    lost = study.claims and found.point * headline.point <= 0
    return not (apart or lost)


CHECK = Check(id="comparability", rows=("staggered", "few_groups"), run=run)
