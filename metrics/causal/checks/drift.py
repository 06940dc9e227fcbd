"""Drift: whether the effect survives when each group may follow its own straight line."""

from __future__ import annotations

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Row
from signpost.metrics.causal.estimators import dose_trends
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.group_trends import (
    permuted_trend_steps,
    trend_bend,
    trend_step,
)
from signpost.metrics.model.types import CheckResult, Finding

FEW: tuple[Row, ...] = ("few_groups", "synthetic")
MIN_SHARE_LEFT = 0.5
"""With few groups the step must keep this share of the headline, as its range is wide."""


def run(study: Study) -> CheckResult:
    """Return whether an estimate with group-specific lines excludes zero on the same side."""
    found = _dose(study) if study.design.row == "dose" else _rollout(study)
    if not found:
        return CheckResult("drift", None, Finding("drift.too_short"))
    figures = {"effect": found[0].point, "low": found[0].low, "high": found[0].high}
    passed = _survives(study, found) if study.claims else not _hides(study, found[0])
    return CheckResult("drift", passed, _finding(study, found[0], passed), figures)


def _survives(study: Study, found: list[Interval]) -> bool:
    """Return whether what is claimed is there beyond the lines, at once or by and by.

    Only the side of the claim counts: drift alone passes either with at most 2.5 %, both with 5 %.
    With few groups only the step is asked, whose error is itself uncertain, and it must be large.
    """
    headline = study.headline
    told = [one for one in found if study.confirms(one)]
    if study.design.row not in FEW:
        return bool(told)
    least = max(MIN_SHARE_LEFT * abs(headline.point), study.panel.question.worthwhile)
    return any(abs(one.point) >= least for one in told)


def _hides(study: Study, robust: Interval) -> bool:
    """Return whether there is a worthwhile effect beyond the lines that the headline misses."""
    worth = abs(robust.point) >= study.panel.question.worthwhile
    return study.design.row != "dose" and robust.excludes_zero and worth


def _finding(study: Study, robust: Interval, passed: bool) -> Finding:
    if not study.claims and passed:
        return Finding("drift.changes_nothing")
    if passed:
        return Finding("drift.effect_remains")
    if study.claims:
        return Finding("drift.could_explain")
    return Finding("drift.may_hide", {"effect": robust.point}, {"effect": study.headline.unit})


def _rollout(study: Study) -> list[Interval]:
    """Beyond each group's own line: a step at the start, and with many groups a bend."""
    few = study.design.row in FEW
    first = permuted_trend_steps(study.panel) if few else trend_step(study.panel)
    second = trend_bend(study.panel) if first and not few else None
    return [one for one in (first, second) if one]


def _dose(study: Study) -> list[Interval]:
    robust = study.estimate(dose_trends.ESTIMATOR.id)
    if robust is None:
        return []
    return [Interval(robust.point, robust.low, robust.high, robust.level)]


CHECK = Check(
    id="drift",
    rows=("staggered", "few_groups", "synthetic", "dose"),
    run=run,
    settled_by_chance=True,
    fails_when_fading=True,
    needed_for_strong=True,
)
