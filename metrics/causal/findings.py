"""Findings a verdict rests on, and those that would change it."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.block_length import block_length
from signpost.metrics.causal.inference.distributions import normal_quantile
from signpost.metrics.causal.inference.intervals import RISK
from signpost.metrics.causal.inference.sensitivity import AFTER
from signpost.metrics.model.types import Estimate, Evidence, Finding, Question, SubgroupEffect

_POWER = 0.8
"""How often the smallest detectable change would be found."""
_MANY_TIMES = 4
"""A history this many times as long cannot be waited for."""
DESIGNS = {
    "staggered": Finding("verdict.design_staggered"),
    "few_groups": Finding("verdict.design_few_groups"),
    "synthetic": Finding("verdict.design_synthetic"),
    "dose": Finding("verdict.design_dose"),
    "rises": Finding("verdict.design_rises"),
    "series": Finding("verdict.design_series"),
    "lottery": Finding("people.drawn"),
    "matched_people": Finding("people.matched"),
}


def headline_range(estimate: Estimate, question: Question) -> Finding:
    """Return the headline with its range."""
    values: dict[str, str | float] = {
        "kpi": question.label or question.kpi,
        "point": estimate.point,
        "low": estimate.low,
        "high": estimate.high,
    }
    units = dict.fromkeys(("point", "low", "high"), question.unit)
    if estimate.effect == "ratio":
        return Finding("verdict.range_per_ten_points", values, units)
    return Finding("verdict.range", values, units)


def because_of(evidence: Evidence) -> tuple[Finding, ...]:
    """Return what an answer rests on: design, checks, shape, how the question was put."""
    passed = sum(one.passed is True for one in evidence.checks)
    design = DESIGNS.get(evidence.design)
    return (
        *((design,) if design else ()),
        Finding("verdict.checks_passed", {"passed": passed, "checks": len(evidence.checks)}),
        *_bend(evidence),
        *_for_whom(evidence.subgroup_effects, evidence.question.unit),
        *(one.finding for one in evidence.checks if one.passed is None),
        *_how_asked(evidence.question),
    )


def _bend(evidence: Evidence) -> tuple[Finding, ...]:
    """Return from where on more adoption does not help, where the data show it."""
    shape = evidence.shape
    bends = shape is not None and shape.kind in ("saturating", "turning")
    return (shape.finding,) if shape is not None and bends else ()


def _for_whom(found: tuple[SubgroupEffect, ...], unit: str) -> tuple[Finding, ...]:
    """Return for whom it is surely there, and whether kinds of people differ at all."""
    told: list[Finding] = []
    for attribute in dict.fromkeys(one.attribute for one in found):
        mine = [one for one in found if one.attribute == attribute]
        surely = [one for one in mine if one.claim in ("better", "worse")]
        chance = mine[0].chance_of_differing
        values = {"attribute": attribute}
        together = {one.attribute for one in found if one.declared is mine[0].declared}
        differ = chance < RISK / len(together)
        if not differ:
            told.append(Finding("people.subgroups_alike", values))
            continue
        told.append(Finding("people.subgroups_differ", values))
        told += [_of_kind(one, unit) for one in surely]
        if not mine[0].declared:
            told.append(Finding("people.subgroups_not_asked", {"kinds": mine[0].looks}))
    return tuple(told)


def _of_kind(one: SubgroupEffect, unit: str) -> Finding:
    figures: dict[str, float] = {"point": one.point, "low": one.low, "high": one.high}
    return Finding(
        "people.for_subgroup", {"kind": one.kind, **figures}, dict.fromkeys(figures, unit)
    )


def _how_asked(question: Question) -> tuple[Finding, ...]:
    """Return whether the question was fixed beforehand, and among how many others."""
    found = []
    if question.registered == "exploratory":
        found.append(Finding("verdict.not_fixed_beforehand"))
    if question.looks > 1:
        found.append(Finding("verdict.one_of_several", {"questions": question.looks}))
    return tuple(found)


def overturned(evidence: Evidence) -> tuple[Finding, ...]:
    """Return how large a drift that nobody saw would have to be to explain a claim away."""
    figures = {name: value for one in evidence.checks for name, value in one.figures.items()}
    if evidence.design == "dose" and "hidden_cause_to_overturn" in figures:
        share = figures["hidden_cause_to_overturn"]
        return (Finding("verdict.hidden_cause", {"share": share}, {"share": "share"}),)
    headline = evidence.estimates[0]
    if headline.low <= 0 <= headline.high:
        return ()
    unit = evidence.question.unit
    return (*_drift_overturns(figures, unit), *_bend_overturns(figures, headline.n_periods, unit))


def _drift_overturns(figures: dict[str, float], unit: str) -> tuple[Finding, ...]:
    enough, low, high = (
        figures.get(name) for name in ("drift_that_explains_all", "drift_low", "drift_high")
    )
    if enough is None or low is None or high is None:
        return ()
    values = {"enough": enough, "low": low, "high": high}
    return (Finding("verdict.steady_drift", values, dict.fromkeys(values, unit)),)


def _bend_overturns(figures: dict[str, float], periods: int, unit: str) -> tuple[Finding, ...]:
    """Return how far a drift would have to bend, too (Rambachan and Roth 2023)."""
    bend, block = figures.get("bend_to_overturn"), block_length(periods)
    if bend is None:
        return ()
    if bend == 0:
        return (Finding("verdict.straight_drift", {"periods": AFTER * block}),)
    values = {"periods": block, "bend": bend}
    return (Finding("verdict.unsteady_drift", values, {"bend": unit}),)


def more_periods(estimate: Estimate, threshold: float) -> Finding:
    """Return what could be found, and the history that would narrow the range enough."""
    half = (estimate.high - estimate.low) / 2
    wanted = max(abs(abs(estimate.point) - threshold), threshold / 2)
    factor = (half / wanted) ** 2
    usual, more = (normal_quantile(share) for share in ((1 + estimate.level) / 2, _POWER))
    values = {
        "detectable": half * (1 + more / usual),
        "periods": max(round(estimate.n_periods * (factor - 1)), 1),
    }
    units = {"detectable": estimate.unit}
    if factor > _MANY_TIMES:
        return Finding("verdict.periods_will_not_do", values, units)
    return Finding("verdict.more_periods", values, units)


def more_people(estimate: Estimate) -> Finding:
    """Return what twice as many people would find."""
    half = (estimate.high - estimate.low) / 2
    usual, more = (normal_quantile(share) for share in ((1 + estimate.level) / 2, _POWER))
    values = {"detectable": half * (1 + more / usual) / float(np.sqrt(2))}
    return Finding("people.more_people", values, {"detectable": estimate.unit})
