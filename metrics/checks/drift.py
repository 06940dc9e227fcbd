"""Drift: whether the effect survives when each group may follow its own straight line."""

from __future__ import annotations

import numpy as np

from metrics.check import Check, Study
from metrics.design import Row
from metrics.evidence import CheckResult, Refusal
from metrics.grain import quarter
from metrics.inference import Interval
from metrics.trends import jump, trend_effect

STRETCH = 2
"""Quarters of the panel over which a line is carried forward, to see an effect that grows."""
FEW: tuple[Row, ...] = ("few_groups", "synthetic")
KEPT = 0.5
"""With few groups lines are too uncertain for a range; the point must keep this share."""


def run(study: Study) -> CheckResult:
    """Ask an estimate with group-specific lines to exclude zero on the same side."""
    if study.panel.ordered_by_chance:
        return CheckResult("drift", True, "Chance decided who started, so drift did not.")
    found = _dose(study) if study.design.row == "dose" else _rollout(study)
    if not found:
        return CheckResult("drift", None, "The history is too short to allow for slow drift.")
    figures = {"effect": found[0].point, "low": found[0].low, "high": found[0].high}
    passed = _survives(study, found) if study.claims else not _hides(study, found[0])
    return CheckResult("drift", passed, _finding(study, found[0], passed), figures)


def _survives(study: Study, found: list[Interval]) -> bool:
    """Say whether what is claimed is there beyond the lines, at once or by and by.

    Only the side of the claim counts: drift alone passes either with at most 2.5 %, both with 5 %.
    """
    headline = study.headline
    if study.design.row in FEW:
        least = max(KEPT * abs(headline.point), study.panel.question.worthwhile)
        left = found[0].point * np.sign(headline.point)
        return bool(left >= max(least, found[0].standard_error or 0.0))
    return any(one.excludes_zero and one.point * headline.point > 0 for one in found)


def _hides(study: Study, robust: Interval) -> bool:
    """Say whether there is an effect worth having beyond the lines that the headline misses."""
    worth = abs(robust.point) >= study.panel.question.worthwhile
    return study.design.row != "dose" and robust.excludes_zero and worth


def _finding(study: Study, robust: Interval, passed: bool) -> str:
    if not study.claims and passed:
        return "Allowing for slow drift changes nothing."
    if passed:
        return "The effect is there also when each group may drift along its own line."
    if study.claims:
        return (
            "The effect does not hold when each group may drift along its own line: slow drift "
            "that was under way anyway could explain it."
        )
    return (
        "When each group may drift along its own line there is an effect of "
        f"{robust.point:+.2g}: slow drift may hide it."
    )


def _rollout(study: Study) -> list[Interval]:
    """Beyond each group's own line: a step at the start, and the gap to the line carried on."""
    found: list[Interval | Refusal | None] = [jump(study.panel)]
    if study.design.row not in FEW:
        found.append(trend_effect(study.panel, STRETCH * quarter(len(study.panel.periods))))
    return [one for one in found if isinstance(one, Interval)]


def _dose(study: Study) -> list[Interval]:
    robust = study.estimate("dose_trends")
    if robust is None:
        return []
    return [Interval(robust.point, robust.low, robust.high, robust.level)]


CHECK = Check(
    id="drift",
    label="Not mere slow drift",
    rows=("staggered", "few_groups", "synthetic", "dose"),
    run=run,
    remedy="Load a longer history before the start, or wait: drift goes on, an effect levels off.",
)
