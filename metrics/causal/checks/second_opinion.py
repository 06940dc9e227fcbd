"""Second opinion: whether another honest method sees the same."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study, opposite
from signpost.metrics.causal.design import Row
from signpost.metrics.model.types import CheckResult, Estimate, Finding

FAR_APART = 3.5
"""Standard errors of the difference beyond which two methods disagree."""
LEAST_SHARE = 1.0
"""The difference is at least this uncertain, in standard errors of the headline.

A smaller floor takes the difference of two estimates for surer than either."""


def run(study: Study) -> CheckResult:
    """Compare the headline with the row's other estimator."""
    other = study.second_opinion
    if other is None:
        return CheckResult("second_opinion", None, Finding("second_opinion.none_usable"))
    figures = {"effect": other.point, "low": other.low, "high": other.high}
    apart = study.matters(study.headline.point - other.point)
    far = _far(study.design.row, study.headline, other)
    passed = not (apart and (opposite(study.headline, other) or far))
    finding = (
        Finding("second_opinion.agrees", figures, dict.fromkeys(figures, other.unit))
        if passed
        else Finding(
            "second_opinion.differs",
            {"other": other.point, "effect": study.headline.point},
            {"other": other.unit, "effect": study.headline.unit},
        )
    )
    return CheckResult("second_opinion", passed, finding, figures)


def _far(row: Row, headline: Estimate, other: Estimate) -> bool:
    """Hausman's contrast: the efficient method's variance is contained in the other's.

    With few groups neither error is sure enough for that, and the larger one is taken.
    """
    mine, theirs = headline.standard_error or 0.0, other.standard_error or 0.0
    if headline.effect != other.effect or headline.effect == "ratio":
        return False
    error = np.sqrt(max(theirs**2 - mine**2, (LEAST_SHARE * mine) ** 2))
    if row != "staggered":
        error = max(mine, theirs)
    return bool(abs(headline.point - other.point) > FAR_APART * error)


CHECK = Check(
    id="second_opinion",
    rows=("staggered", "few_groups", "synthetic", "dose"),
    run=run,
    settled_by_chance=True,
    needed_for_strong=True,
)
