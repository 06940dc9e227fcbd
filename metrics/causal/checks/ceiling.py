"""Ceiling: whether some groups could not move because the KPI was at its bound."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.model.types import CheckResult, Finding, Panel

AT_BOUND = 0.05
"""How much more of one side's untouched cells may lie on the bound."""
_OFTEN = 3
"""Times a largest value must come back to be taken for a bound."""


def run(study: Study) -> CheckResult:
    """Compare how often both sides lie on the best value there is: no group can pass it."""
    sides = shares_at_bound(study.panel)
    if sides is None:
        return CheckResult("ceiling", True, Finding("ceiling.none"))
    others, starters = sides
    figures = {"others": others, "starters": starters}
    units = dict.fromkeys(figures, "share")
    if abs(others - starters) <= AT_BOUND or not study.claims:
        return CheckResult("ceiling", True, Finding("ceiling.alike", figures, units), figures)
    return CheckResult("ceiling", False, Finding("ceiling.reached", figures, units), figures)


def shares_at_bound(panel: Panel) -> tuple[float, float] | None:
    """Return the share of cells on the bound: of others after the first start, of starters before.

    None where the best value comes back too seldom to be a bound.
    """
    outcome, begun = panel.outcome, panel.start >= 0
    known = np.isfinite(outcome) & ~panel.exposed
    if not known.any() or not begun.any() or begun.all():
        return None
    best = outcome[known].max() if panel.question.better == "higher" else outcome[known].min()
    at_bound = known & (np.abs(outcome - best) <= 1e-9 * max(abs(best), 1.0))
    if at_bound.sum() < _OFTEN:
        return None
    late = np.arange(outcome.shape[1])[None, :] >= panel.start[begun].min()
    others, starters = known & late & ~begun[:, None], known & ~late & begun[:, None]
    if not others.any() or not starters.any():
        return None
    return float(at_bound[others].mean()), float(at_bound[starters].mean())


CHECK = Check(id="ceiling", rows=("staggered", "few_groups", "synthetic"), run=run)
