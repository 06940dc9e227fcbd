"""Coverage: whether gaps in the data could make the effect."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach, event_time
from signpost.metrics.causal.methods.counterfactual import Bools
from signpost.metrics.model.types import CheckResult

MISSING = 0.30
"""Share of cells that may be unknown between a group's first and last report."""
LOPSIDED = 0.20
"""How much more may be unknown after a start than before it, beyond the other groups."""


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
    if overall > MISSING:
        finding = f"{overall:.0%} of the outcome is unknown between first and last reports."
        return CheckResult("coverage", False, finding, figures)
    if abs(after - before) > LOPSIDED:
        finding = (
            f"In the groups that started, {before:.0%} of the outcome is unknown before the start "
            f"and {after:.0%} after it: what is missing may be what matters."
        )
        return CheckResult("coverage", False, finding, figures)
    finding = "There are no gaps." if overall == 0 else f"{overall:.0%} is unknown, evenly spread."
    return CheckResult("coverage", True, finding, figures)


def _reporting(known: Bools) -> Bools:
    """(G, T) from each group's first to its last known period."""
    begun = np.maximum.accumulate(known, axis=1)
    going = np.maximum.accumulate(known[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(begun & going)


def _share(part: Bools, of: Bools) -> float:
    return float((part & of).sum() / max(int(of.sum()), 1))


CHECK = Check(
    id="coverage",
    label="No telling gaps",
    rows=("staggered", "few_groups", "synthetic", "series", "dose"),
    run=run,
    remedy="Fill the gaps: load the missing periods of the groups the evidence page names.",
)
