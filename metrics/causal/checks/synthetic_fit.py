"""Synthetic fit: whether the mix of other groups really moved like the ones that started."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.methods.synthetic_control import (
    donor_pool,
    placebo_gaps,
    synthetic_gap,
)
from signpost.metrics.model.types import CheckResult, Finding, Refusal

WORSE = 3.0
"""Times the usual misfit of groups that never started."""
HOLD_BACK = 1 / 3
"""Share of the history on which the mix is tried without having been fitted to it."""
_FAR = 3.0
"""Usual misfits beyond which a start that never happened would have shown an effect."""


def run(study: Study) -> CheckResult:
    """Fit the mix on the early history and see how it fares on the rest before the start."""
    pool = donor_pool(study.panel)
    if isinstance(pool, Refusal):
        return CheckResult(
            "synthetic_fit", None, Finding("synthetic_fit.no_mix", {"reason": pool.reason})
        )
    early = round(pool.before * (1 - HOLD_BACK))
    mine = synthetic_gap(pool.started.mean(axis=0), pool.donors, early)
    held = slice(early, pool.before)
    level = mine[:early].mean()
    others = placebo_gaps(pool)
    usual = float(np.sqrt((others[:, : pool.before] ** 2).mean()))
    misfit = float(np.sqrt((mine[:early] ** 2).mean()))
    away = float(mine[held].mean() - level)
    spread = float(np.std(others[:, held].mean(axis=1) - others[:, :early].mean(axis=1)))
    figures = {"misfit": misfit, "usual_misfit": usual, "invented_effect": away}
    if misfit > max(WORSE * usual, study.rounding):
        return CheckResult("synthetic_fit", False, Finding("synthetic_fit.none_alike"), figures)
    if abs(away) > max(_FAR * spread, study.rounding):
        finding = Finding("synthetic_fit.wrong_before", {"away": away}, {"away": study.unit})
        return CheckResult("synthetic_fit", False, finding, figures)
    return CheckResult("synthetic_fit", True, Finding("synthetic_fit.alike"), figures)


CHECK = Check(id="synthetic_fit", rows=("synthetic",), run=run)
