"""Seasonality: whether seasons of their own could explain the groups' change."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import cells
from signpost.metrics.causal.methods.counterfactual import fit_baseline, treatment_effect
from signpost.metrics.model.types import CheckResult, Finding, Floats, Panel

YEARS = {"week": 365.25 / 7, "month": 12.0}
LEAST_YEARS = 1.0
"""Years before the start from which on a group's own season can be told from an effect."""
CELLS = 8
LEFT = 0.5
"""Share of the effect that must be left when each group may have a season of its own."""


def run(study: Study) -> CheckResult:
    """Estimate again with a yearly wave of its own for each group, where its history allows it."""
    panel = study.panel
    if panel.question.numbered:
        return CheckResult("seasonality", None, Finding("seasonality.no_calendar"))
    year = YEARS[panel.question.window]
    long = panel.start >= LEAST_YEARS * year
    if long.sum() < max(1, (panel.start >= 0).sum() // 2):
        return CheckResult("seasonality", None, Finding("seasonality.under_a_year"))
    without = _effect(panel, year)
    figures = {"effect": without}
    kept = without * np.sign(study.headline.point) >= LEFT * abs(study.headline.point)
    if study.claims and not kept:
        finding = Finding(
            "seasonality.explains",
            {"without": without, "effect": study.headline.point},
            dict.fromkeys(("without", "effect"), study.unit),
        )
        return CheckResult("seasonality", False, finding, figures)
    return CheckResult("seasonality", True, Finding("seasonality.does_not_explain"), figures)


def _effect(panel: Panel, year: float) -> float:
    """Imputation with a level and a yearly wave for each group."""
    chosen = cells(panel)
    baseline = fit_baseline(chosen.baseline, waves_of_a_year(len(panel.periods), year), CELLS)
    target = chosen.target * baseline.identified
    values = np.where(np.isfinite(panel.outcome), panel.outcome, 0.0)
    return float(treatment_effect(baseline, values, target / max(target.sum(), 1e-12)))


def waves_of_a_year(periods: int, year: float) -> Floats:
    """(T, 3) a constant, a sine and a cosine of one year."""
    turn = 2 * np.pi * np.arange(periods) / year
    return np.stack([np.ones(periods), np.sin(turn), np.cos(turn)], axis=-1)


CHECK = Check(
    id="seasonality",
    rows=("staggered", "few_groups"),
    run=run,
    settled_by_chance=True,
    needed_for_strong=True,
)
