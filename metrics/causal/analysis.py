"""All that can be estimated and checked for one question, in one pure call."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signpost.metrics.causal.canonical_order import in_canonical_order
from signpost.metrics.causal.check import Study, checks
from signpost.metrics.causal.design import Design, Row, describe
from signpost.metrics.causal.estimator import Estimator, estimators
from signpost.metrics.causal.mechanism_chain import mechanism_chain
from signpost.metrics.causal.methods.dose_response import TEN_POINTS, adoption_span
from signpost.metrics.causal.methods.dose_shape import shape_of
from signpost.metrics.causal.methods.event_study import event_study
from signpost.metrics.causal.methods.group_effects import group_effects
from signpost.metrics.causal.methods.spillover import clean_outcome
from signpost.metrics.model.types import (
    CheckResult,
    Estimate,
    EventStudy,
    Evidence,
    GroupEffect,
    Panel,
    Refusal,
)

_HEADLINE: dict[Row, str] = {
    "staggered": "imputation",
    "few_groups": "imputation",
    "synthetic": "synthetic_did",
    "dose": "dose_response",
    "series": "interrupted_series",
    "none": "imputation",
}
REPAIRED_FIRST = ("spillover", "composition", "anticipation", "pre_trend")
"""When several checks fail, the first of these chooses the headline."""
WITH_STARTS: tuple[Row, ...] = ("staggered", "few_groups", "synthetic")

_Found = tuple[tuple[Estimator, Estimate | Refusal], ...]


def analyse(panel: Panel) -> Evidence:
    """Estimate, check and repair; `estimates[0]` is the number the verdict speaks about.

    Every estimate the panel allows is listed, also where the design is too thin for an answer; then
    `refusal` says what is missing. Looks widen every interval (`Question.looks`).
    """
    names, panel = panel.groups, in_canonical_order(panel)
    design = describe(panel)
    found = tuple((one, one.estimate(panel)) for one in estimators() if design.row in one.rows)
    estimates = _ordered(design, found)
    results = _checked(panel, design, estimates)
    begun = design.row in WITH_STARTS
    events = event_study(panel) if begun else None
    return Evidence(
        question=panel.question,
        estimates=_repaired(estimates, results),
        checks=results,
        looks=panel.question.looks,
        chain=mechanism_chain(panel) if begun else (),
        naive=tuple(e for one, e in found if one.naive and isinstance(e, Estimate)),
        event_study=events if isinstance(events, EventStudy) else None,
        group_effects=_as_listed(names, group_effects(panel)) if begun else (),
        shape=shape_of(panel) if design.row != "none" else None,
        refusal=design.refusal or _refused(design, found),
        design=design.row,
        highest=design.highest,
        threshold=_threshold(panel, design),
    )


def _as_listed(names: tuple[str, ...], found: tuple[GroupEffect, ...]) -> tuple[GroupEffect, ...]:
    """Put groups back in the order in which the panel lists them."""
    place = {name: number for number, name in enumerate(names)}
    return tuple(sorted(found, key=lambda one: place[one.group]))


def _ordered(design: Design, found: _Found) -> tuple[Estimate, ...]:
    """Put the row's headline first, the others in order of their names."""
    known = [e for one, e in found if isinstance(e, Estimate) and not one.naive]
    return tuple(sorted(known, key=lambda one: one.method != _HEADLINE[design.row]))


def _checked(
    panel: Panel, design: Design, estimates: tuple[Estimate, ...]
) -> tuple[CheckResult, ...]:
    """Run the row's checks; where spillover is found, the others look at untouched groups only."""
    if not estimates or estimates[0].method != _HEADLINE[design.row]:
        return ()
    mine = [one for one in checks() if design.row in one.rows]
    study = Study(panel, design, estimates)
    spilled = [one.run(study) for one in mine if one.id == "spillover"]
    if any(one.passed is False for one in spilled):
        study = _untouched(study) or study
    others = [one.run(study) for one in mine if one.id != "spillover"]
    return (*others, *spilled)


def _untouched(study: Study) -> Study | None:
    """Study the panel again without comparison cells that started groups could have touched."""
    panel = study.panel
    if panel.contact is None or study.estimate("imputation_clean") is None:
        return None
    clean = np.where(np.isfinite(clean_outcome(panel, panel.contact)), 1.0, np.nan)
    panel = replace(panel, outcome_numerator=panel.outcome_numerator * clean)
    design = study.design
    found = tuple((one, one.estimate(panel)) for one in estimators() if design.row in one.rows)
    estimates = _ordered(design, found)
    return Study(panel, design, estimates) if estimates[0].method == _HEADLINE[design.row] else None


def _repaired(
    estimates: tuple[Estimate, ...], results: tuple[CheckResult, ...]
) -> tuple[Estimate, ...]:
    """Put first the estimate that is right where a failed check says the headline is not."""
    failed = {one.check for one in results if one.passed is False}
    instead = {one.repairs: one.id for one in estimators() if one.repairs}
    known = {one.method for one in estimates}
    for check in REPAIRED_FIRST:
        if check in failed and instead.get(check) in known:
            return tuple(sorted(estimates, key=lambda one: one.method != instead[check]))
    return estimates


def _refused(design: Design, found: _Found) -> Refusal | None:
    """Find why the row's own headline could not be computed, if it could not."""
    for one, estimate in found:
        if one.id == _HEADLINE[design.row] and isinstance(estimate, Refusal):
            return estimate
    return None


def _threshold(panel: Panel, design: Design) -> float:
    """Bring the worthwhile change to the headline's unit: a dose counts over the span seen."""
    if design.row != "dose" or panel.adoption is None:
        return panel.question.worthwhile
    return panel.question.worthwhile * TEN_POINTS / max(adoption_span(panel.adoption), TEN_POINTS)
