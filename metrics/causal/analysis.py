"""All that can be estimated and checked for one question, in one pure call."""

from __future__ import annotations

from dataclasses import replace

from signpost.metrics.causal.canonical_order import in_canonical_order
from signpost.metrics.causal.check import Check, Study, checks
from signpost.metrics.causal.design import Design, Row, adoption_rises, describe
from signpost.metrics.causal.durability import cut_panel, effect_over_time, is_worse
from signpost.metrics.causal.estimator import Estimator, estimators, headline_of
from signpost.metrics.causal.estimators import imputation
from signpost.metrics.causal.mechanism_chain import mechanism_chain
from signpost.metrics.causal.methods.dose_response import TEN_POINTS, adoption_span
from signpost.metrics.causal.methods.dose_shape import shape_of
from signpost.metrics.causal.methods.event_study import event_study
from signpost.metrics.causal.methods.group_effects import group_effects
from signpost.metrics.causal.verdict import allowed_group_effects, judge
from signpost.metrics.model.types import (
    CheckResult,
    EffectOverTime,
    Estimate,
    EventStudy,
    Evidence,
    Finding,
    GroupEffect,
    Panel,
    Refusal,
)

WITH_STARTS: tuple[Row, ...] = ("staggered", "few_groups", "synthetic")

_Found = tuple[tuple[Estimator, Estimate | Refusal], ...]


def analyse(panel: Panel) -> Evidence:
    """Estimate, check and repair; `estimates[0]` is the number the verdict speaks about.

    Every estimate the panel allows is listed, also where the design is too thin for an answer; then
    `refusal` says what is missing. Looks widen every interval (`Question.looks`).
    """
    ordered = in_canonical_order(panel)
    evidence = _analysed(ordered)
    evidence = replace(evidence, over_time=_over_time(ordered, evidence))
    return replace(
        evidence, group_effects=_as_listed(panel.groups, allowed_group_effects(evidence))
    )


def _analysed(panel: Panel) -> Evidence:
    """Estimate and check a panel in canonical order."""
    design = describe(panel)
    found = tuple((one, one.estimate(panel)) for one in estimators() if design.row in one.rows)
    estimates = _ordered(design, found)
    results = _checked(panel, design, estimates)
    begun = design.row in WITH_STARTS
    events = event_study(panel, imputation.ESTIMATOR.id) if begun else None
    return Evidence(
        question=panel.question,
        estimates=_repaired(estimates, results),
        checks=results,
        looks=panel.question.looks,
        chain=mechanism_chain(panel) if begun else (),
        naive=tuple(e for one, e in found if one.naive and isinstance(e, Estimate)),
        event_study=events if isinstance(events, EventStudy) else None,
        group_effects=group_effects(panel) if begun else (),
        shape=shape_of(panel) if design.row != "none" else None,
        refusal=design.refusal or _refused(design, found),
        design=design.row,
        highest=design.highest,
        threshold=_threshold(panel, design),
    )


def _over_time(panel: Panel, evidence: Evidence) -> EffectOverTime | int | None:
    """Return the headline's effect at first and of late, where starts are compared."""
    if evidence.refusal is not None or evidence.design not in WITH_STARTS:
        return None
    headline = next((e for e in estimators() if e.id == evidence.estimates[0].method), None)
    outcome = headline.outcome(panel) if headline is not None and headline.outcome else None
    if headline is None or outcome is None:
        return None
    found = effect_over_time(panel, outcome, headline.id)
    if isinstance(found, int) or not is_worse(found, panel.question):
        return found
    worked = judge(evidence).grade == "works" or judge(_analysed(cut_panel(panel))).grade == "works"
    return replace(found, worked_at_first=worked)


def _as_listed(names: tuple[str, ...], found: tuple[GroupEffect, ...]) -> tuple[GroupEffect, ...]:
    """Return effects in the order in which the panel lists the groups."""
    place = {name: number for number, name in enumerate(names)}
    return tuple(sorted(found, key=lambda one: place[one.group]))


def _ordered(design: Design, found: _Found) -> tuple[Estimate, ...]:
    """Return the row's headline first, then the others in order of their names."""
    known = [e for one, e in found if isinstance(e, Estimate) and not one.naive]
    return tuple(sorted(known, key=lambda one: not _is_headline(one, design)))


def _is_headline(estimate: Estimate, design: Design) -> bool:
    return estimate.method == headline_of(design.row).id


def _checked(
    panel: Panel, design: Design, estimates: tuple[Estimate, ...]
) -> tuple[CheckResult, ...]:
    """Run the row's checks, first those whose failure makes cells of the panel doubtful."""
    if not estimates or not _is_headline(estimates[0], design):
        return ()
    mine = [one for one in checks() if design.row in one.rows]
    study, first = Study(panel, design, estimates), []
    for check in (one for one in mine if one.without_suspects):
        first.append(_result(check, study))
        if first[-1].passed is False:
            study = _without_suspects(study, check) or study
    others = [_result(one, study) for one in mine if not one.without_suspects]
    return (*others, *first)


def _result(check: Check, study: Study) -> CheckResult:
    """Run a check, unless chance ordered the starts and so settled what it asks."""
    if check.settled_by_chance and study.panel.ordered_by_chance:
        return CheckResult(check.id, True, Finding("check.started_by_chance"))
    return check.run(study)


def _without_suspects(study: Study, check: Check) -> Study | None:
    """Study the panel again without what `check` found doubtful; None where nothing is left."""
    if check.without_suspects is None or study.repair(check.id) is None:
        return None
    panel, design = check.without_suspects(study.panel), study.design
    found = tuple((one, one.estimate(panel)) for one in estimators() if design.row in one.rows)
    estimates = _ordered(design, found)
    return Study(panel, design, estimates) if _is_headline(estimates[0], design) else None


def _repaired(
    estimates: tuple[Estimate, ...], results: tuple[CheckResult, ...]
) -> tuple[Estimate, ...]:
    """Return first the estimate that is right where a failed check says the headline is not."""
    failed = {one.check for one in results if one.passed is False}
    known = {one.method for one in estimates}
    repairs = [one for one in estimators() if one.repairs in failed and one.id in known]
    if not repairs:
        return estimates
    first = min(repairs, key=lambda one: one.repair_order)
    return tuple(sorted(estimates, key=lambda one: one.method != first.id))


def _refused(design: Design, found: _Found) -> Refusal | None:
    """Find why the row's own headline could not be computed, if it could not."""
    for one, estimate in found:
        if design.row in one.headline_of and isinstance(estimate, Refusal):
            return estimate
    return None


def _threshold(panel: Panel, design: Design) -> float:
    """Return the worthwhile change in the headline's unit: a dose counts over the span seen."""
    rises = adoption_rises(panel) if design.row == "rises" else None
    seen = panel.adoption if design.row == "dose" else None if rises is None else rises.rise
    if seen is None:
        return panel.question.worthwhile
    return panel.question.worthwhile * TEN_POINTS / max(adoption_span(seen), TEN_POINTS)
