"""Drift: whether the effect survives when each group may follow its own straight line."""

from __future__ import annotations

from metrics.check import Check, Study
from metrics.evidence import CheckResult, Estimate

ROBUST = {
    "staggered": "imputation_trends",
    "few_groups": "imputation_trends",
    "dose": "dose_trends",
}
HOLDS = 0.5
"""With few groups the lines are too uncertain for an interval; the point must keep this share."""


def run(study: Study) -> CheckResult:
    """Ask the estimate with group-specific lines to exclude zero on the same side."""
    robust = study.estimate(ROBUST[study.design.row])
    if robust is None:
        return CheckResult("drift", None, "The history is too short to allow for slow drift.")
    figures = {"effect": robust.point, "low": robust.low, "high": robust.high}
    if not study.claims:
        return CheckResult("drift", True, "Allowing for slow drift changes nothing.", figures)
    if _holds(study, robust):
        finding = "The effect is there also when each group may drift along its own line."
        return CheckResult("drift", True, finding, figures)
    finding = (
        "The effect does not hold when each group may drift along its own line: slow drift that "
        "was under way anyway could explain it."
    )
    return CheckResult("drift", False, finding, figures)


def _holds(study: Study, robust: Estimate) -> bool:
    same = robust.point * study.headline.point > 0
    if study.design.row == "few_groups":
        return same and abs(robust.point) >= HOLDS * abs(study.headline.point)
    return same and (robust.low > 0 or robust.high < 0)


CHECK = Check(
    id="drift",
    label="Not mere slow drift",
    rows=("staggered", "few_groups", "dose"),
    run=run,
    remedy="Load a longer history before the start, or wait: drift goes on, an effect levels off.",
)
