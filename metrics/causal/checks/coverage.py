"""Coverage: whether gaps in the data could make the effect."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach, event_time
from signpost.metrics.causal.methods.counterfactual import Bools
from signpost.metrics.model.types import CheckResult, Finding

_MISSING = 0.30
"""Share of cells that may be unknown between a group's first and last report."""
LOPSIDED = 0.20
"""How much more may be unknown after a start than before it, beyond the other groups."""
_UNITS = dict.fromkeys(("unknown", "before", "after"), "share")


def run(study: Study) -> CheckResult:
    """Count unknown cells, and how they changed at the start."""
    panel = study.panel
    unknown = ~np.isfinite(panel.outcome) & _reporting(np.isfinite(panel.outcome))
    reported = _reporting(np.isfinite(panel.outcome))
    overall = _share(unknown, reported)
    since, reach = event_time(panel), Reach(panel.question.lag)
    begun = (panel.start >= 0)[:, None]
    after = _share(unknown, reported & begun & reach.after(since))
    before = _share(unknown, reported & begun & reach.before(since))
    figures = {"unknown": overall, "before": before, "after": after}
    if overall > _MISSING:
        return CheckResult(
            "coverage", False, Finding("coverage.much_unknown", figures, _UNITS), figures
        )
    if abs(after - before) > LOPSIDED:
        return CheckResult(
            "coverage", False, Finding("coverage.lopsided", figures, _UNITS), figures
        )
    finding = (
        Finding("coverage.no_gaps")
        if overall == 0
        else Finding("coverage.evenly_spread", figures, _UNITS)
    )
    return CheckResult("coverage", True, finding, figures)


def _reporting(known: Bools) -> Bools:
    """(G, T) from each group's first to its last known period."""
    begun = np.maximum.accumulate(known, axis=1)
    going = np.maximum.accumulate(known[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(begun & going)


def _share(part: Bools, of: Bools) -> float:
    return float((part & of).sum() / max(int(of.sum()), 1))


CHECK = Check(
    id="coverage", rows=("staggered", "few_groups", "synthetic", "series", "rises", "dose"), run=run
)
