"""All that can be estimated and checked for one question, in one pure call."""

from __future__ import annotations

from metrics.check import Study, checks
from metrics.design import Design, Row, describe
from metrics.dose import TEN_POINTS, span
from metrics.estimator import Estimator, estimators
from metrics.evidence import CheckResult, Estimate, Evidence, Panel, Refusal

HEADLINE: dict[Row, str] = {
    "staggered": "imputation",
    "few_groups": "imputation",
    "synthetic": "synthetic_did",
    "dose": "dose_response",
    "series": "interrupted_series",
    "none": "imputation",
}
REPAIRED_FIRST = ("spillover", "anticipation", "composition", "pre_trend")
"""When several checks fail, the first of these chooses the headline."""


def analyse(panel: Panel) -> Evidence:
    """Estimate, check and repair; `estimates[0]` is the number the verdict speaks about.

    Every estimate the panel allows is listed, also where the design is too thin for an answer; then
    `refusal` says what is missing. Looks widen every interval (`Question.looks`).
    """
    design = describe(panel)
    found = [(one, one.estimate(panel)) for one in estimators() if design.row in one.rows]
    estimates = _ordered(design, [e for one, e in found if not one.naive])
    naive = tuple(e for one, e in found if one.naive and isinstance(e, Estimate))
    results = _check(panel, design, estimates)
    return Evidence(
        question=panel.question,
        estimates=_repaired(estimates, results),
        checks=results,
        looks=panel.question.looks,
        naive=naive,
        refusal=design.refusal or _refused(design, found),
        design=design.row,
        highest=design.highest,
        threshold=_threshold(panel, design),
    )


def _ordered(design: Design, found: list[Estimate | Refusal]) -> tuple[Estimate, ...]:
    """Put the row's headline first, the others in order of their names."""
    known = [one for one in found if isinstance(one, Estimate)]
    return tuple(sorted(known, key=lambda one: one.method != HEADLINE[design.row]))


def _check(
    panel: Panel, design: Design, estimates: tuple[Estimate, ...]
) -> tuple[CheckResult, ...]:
    if not estimates or estimates[0].method != HEADLINE[design.row]:
        return ()
    study = Study(panel, design, estimates)
    return tuple(one.run(study) for one in checks() if design.row in one.rows)


def _repaired(
    estimates: tuple[Estimate, ...], results: tuple[CheckResult, ...]
) -> tuple[Estimate, ...]:
    """Put first the estimate that is right where a failed check says the headline is not."""
    failed = {one.check for one in results if one.passed is False}
    instead = {one.repairs: one.id for one in estimators() if one.repairs}
    for check in REPAIRED_FIRST:
        if check in failed and check in instead:
            return tuple(sorted(estimates, key=lambda one: one.method != instead[check]))
    return estimates


def _refused(design: Design, found: list[tuple[Estimator, Estimate | Refusal]]) -> Refusal | None:
    """Why the row's own headline could not be computed, if it could not."""
    for one, estimate in found:
        if one.id == HEADLINE[design.row] and isinstance(estimate, Refusal):
            return estimate
    return None


def _threshold(panel: Panel, design: Design) -> float:
    """Bring the worthwhile change to the headline's unit: a dose counts over the span seen."""
    if design.row != "dose" or panel.adoption is None:
        return panel.question.worthwhile
    return panel.question.worthwhile * TEN_POINTS / max(span(panel.adoption), TEN_POINTS)
