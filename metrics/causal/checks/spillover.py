"""Spillover: whether groups that had not started were changed by those that had."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.inference.regression import two_way_regression
from signpost.metrics.causal.methods.pre_trends import before_start, evenly_weighted
from signpost.metrics.causal.methods.spillover import clean_outcome, exposure_to_started
from signpost.metrics.model.types import CheckResult, Panel

_RISK = 0.02


def run(study: Study) -> CheckResult:
    """Regress the outcome of waiting groups on how much they deal with started ones."""
    panel = study.panel
    if panel.contact is None:
        return CheckResult(
            "spillover",
            None,
            "Who works with whom is not known, so it cannot be seen whether the "
            "comparison groups were touched as well.",
        )
    exposure = exposure_to_started(panel, panel.contact)
    found = two_way_regression(before_start(panel), exposure[None], evenly_weighted(panel))
    if found is None:
        return CheckResult("spillover", True, "No comparison group deals with groups that started.")
    spilled = found.interval(0, 1 - _RISK)
    figures = {"full_contact": spilled.point, "low": spilled.low, "high": spilled.high}
    if not spilled.excludes_zero:
        return CheckResult(
            "spillover",
            True,
            "Comparison groups that deal with started ones moved like the rest.",
            figures,
        )
    same = np.sign(spilled.point) == np.sign(study.headline.point)
    side = "smaller than it is" if same else "larger than it is"
    return CheckResult(
        "spillover",
        False,
        "Comparison groups that deal with started ones changed too, which makes the plain "
        f"comparison look {side}.",
        figures,
    )


def untouched_panel(panel: Panel) -> Panel:
    """Return the panel without comparison cells that started groups could have touched."""
    if panel.contact is None:
        return panel
    clean = np.where(np.isfinite(clean_outcome(panel, panel.contact)), 1.0, np.nan)
    return replace(panel, outcome_numerator=panel.outcome_numerator * clean)


CHECK = Check(
    id="spillover",
    label="Comparison groups untouched",
    rows=("staggered", "few_groups"),
    run=run,
    remedy="Compare with groups that hardly deal with those that started, or start whole areas.",
    needs="Load who works with whom, so that spillover can be seen.",
    on_failure="repaired",
    needed_for_strong=True,
    without_suspects=untouched_panel,
)
