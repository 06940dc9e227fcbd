"""Divisions: whether the effect is there when divisions, not groups, are counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import Reach, cells
from signpost.metrics.causal.methods.counterfactual import (
    counterfactual,
    fit_baseline,
    fitted_lines,
)
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import CheckResult, Finding, Floats, Ints, Panel, Refusal

_TOGETHER = 1
"""Periods within which all starts of a division lie where it starts as one."""
_DRAWS, _BY_CHANCE = 199, 0.10
LEAST_DIVISIONS = 4


def run(study: Study) -> CheckResult:
    """Ask again with divisions as units, where they start as one and share their shocks."""
    panel = study.panel
    if panel.division is None:
        return CheckResult("divisions", None, Finding("divisions.not_known"))
    if not _start_together(panel.start, panel.division):
        return CheckResult("divisions", True, Finding("divisions.start_apart"))
    chance = _shared_by_chance(panel, panel.division)
    if chance > _BY_CHANCE:
        figures = {"chance": chance}
        return CheckResult("divisions", True, Finding("divisions.move_apart"), figures)
    return _by_division(study, panel.division)


def _by_division(study: Study, division: Ints) -> CheckResult:
    whole = summed_up(study.panel, division)
    if len(whole.groups) < LEAST_DIVISIONS:
        values = {"divisions": len(whole.groups)}
        return CheckResult("divisions", not study.claims, Finding("divisions.few", values))
    found = staggered_effect(whole, whole.outcome, Reach(whole.question.lag), permute=True)
    if isinstance(found, Refusal):
        values = {"divisions": len(whole.groups)}
        return CheckResult("divisions", not study.claims, Finding("divisions.few", values))
    figures = {"effect": found.point, "low": found.low, "high": found.high}
    units = dict.fromkeys(figures, study.unit)
    if not study.claims or study.confirms(found):
        return CheckResult("divisions", True, Finding("divisions.agrees", figures, units), figures)
    return CheckResult("divisions", False, Finding("divisions.decide", figures, units), figures)


def _start_together(start: Ints, division: Ints) -> bool:
    """Return whether most divisions of several groups start all at once, or not at all."""
    numbers, size = np.unique(division, return_counts=True)
    several = [start[division == one] for one in numbers[size > 1]]
    if not several or not (start >= 0).any():
        return False
    as_one = [bool((s < 0).all() or ((s >= 0).all() and np.ptp(s) <= _TOGETHER)) for s in several]
    return 2 * sum(as_one) > len(as_one)


def _shared_by_chance(panel: Panel, division: Ints) -> float:
    """Return how often groups put into divisions at random would move together as much as these."""
    chosen = cells(panel)
    before = chosen.baseline > 0
    values = np.where(before, panel.outcome, 0.0)
    baseline = fit_baseline(chosen.baseline, fitted_lines(values.shape[1], 0))
    gap = np.where(before, values - counterfactual(baseline, values), 0.0)
    size = np.sqrt((gap**2).sum(axis=1, keepdims=True))
    gap = np.divide(gap, size, out=np.zeros_like(gap), where=size > 0)
    together = gap @ gap.T
    rng = np.random.default_rng(1)
    seen = _within(together, division)
    drawn = [_within(together, rng.permutation(division)) for _ in range(_DRAWS)]
    return (1 + sum(one >= seen for one in drawn)) / (1 + _DRAWS)


def _within(together: Floats, division: Ints) -> float:
    return float(together[division[:, None] == division[None, :]].sum())


def summed_up(panel: Panel, division: Ints) -> Panel:
    """Return the panel with divisions as groups: means by weight, where all of it is known."""
    number = np.unique(division, return_inverse=True)[1]
    member = (number[None, :] == np.arange(number.max() + 1)[:, None]).astype(np.float64)
    weight = member @ panel.weight
    known = np.isfinite(panel.outcome)
    mass = (member * panel.weight) @ known
    total = (member * panel.weight) @ np.where(known, panel.outcome, 0.0)
    outcome = np.divide(total, mass, out=np.full_like(total, np.nan), where=mass > 0)
    start = [int(np.median(panel.start[number == one])) for one in range(len(member))]
    return replace(
        panel,
        groups=tuple(str(one) for one in range(len(member))),
        outcome_numerator=outcome,
        outcome_denominator=np.ones_like(outcome),
        adoption_numerator=None,
        adoption_denominator=None,
        weight=weight,
        start=np.array(start, dtype=np.int64),
        headcount=None,
        moved=None,
        contact=None,
        placebo=None,
        stable_outcome=None,
        division=None,
    )


CHECK = Check(id="divisions", rows=("staggered", "few_groups"), run=run)
