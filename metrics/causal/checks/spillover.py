"""Spillover: whether groups that had not started were changed by those that had."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.inference.regression import two_way_regression
from signpost.metrics.causal.methods.pre_trends import before_start, evenly_weighted
from signpost.metrics.causal.methods.spillover import clean_outcome, exposure_to_started
from signpost.metrics.model.types import CheckResult, Finding, Panel

_RISK = 0.02


def run(study: Study) -> CheckResult:
    """Regress the outcome of waiting groups on how much they deal with started ones."""
    panel = study.panel
    if panel.contact is None:
        return CheckResult("spillover", None, Finding("spillover.not_known"))
    exposure = exposure_to_started(panel, panel.contact)
    found = two_way_regression(before_start(panel), exposure[None], evenly_weighted(panel))
    if found is None:
        return CheckResult("spillover", True, Finding("spillover.no_contact"))
    spilled = found.interval(0, 1 - _RISK)
    figures = {"full_contact": spilled.point, "low": spilled.low, "high": spilled.high}
    if not spilled.excludes_zero:
        values = {"effect": spilled.point, "low": spilled.low, "high": spilled.high}
        finding = Finding("spillover.untouched", values, dict.fromkeys(values, study.unit))
        return CheckResult("spillover", True, finding, figures)
    same = np.sign(spilled.point) == np.sign(study.headline.point)
    finding = Finding("spillover.looks_smaller") if same else Finding("spillover.looks_larger")
    return CheckResult("spillover", False, finding, figures)


def untouched_panel(panel: Panel) -> Panel:
    """Return the panel without comparison cells that started groups could have touched."""
    if panel.contact is None:
        return panel
    clean = np.where(np.isfinite(clean_outcome(panel, panel.contact)), 1.0, np.nan)
    return replace(panel, outcome_numerator=panel.outcome_numerator * clean)


CHECK = Check(
    id="spillover",
    rows=("staggered", "few_groups"),
    run=run,
    needs=True,
    on_failure="repaired",
    needed_for_strong=True,
    without_suspects=untouched_panel,
)
