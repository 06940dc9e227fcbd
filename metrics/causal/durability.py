"""Durability: whether an effect lasts, from the same groups soon after their start and of late.

Waves do not mix: only groups that were judged long enough count, on both sides. The rule and its
error rates on made-up organisations: docs/method.md, docs/decisions/0019.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from signpost.metrics.causal.design import Cells, cells, event_time
from signpost.metrics.causal.inference.intervals import LEVEL, RISK, t_interval, welch_df
from signpost.metrics.causal.inference.jackknife import Replicates, jackknife
from signpost.metrics.causal.methods.staggered import effective_df, group_weight
from signpost.metrics.model.types import (
    Durability,
    EffectOverTime,
    Estimate,
    Evidence,
    Finding,
    Floats,
    Grade,
    Panel,
    Question,
)

EARLY = {"week": 6, "month": 2}
"""Judged periods after start and lag that say what it did at first."""
_RECENT = {"week": 13, "month": 3}
"""The last judged periods of a group, which say what it does now."""
LEAST_RECENT = {"week": 6, "month": 2}
LEAST_GROUPS = 2
_HALF = 0.5
"""Lasting is said only where losing more than this share of the early effect is excluded."""
_LEAST_LEFT = 1 / 3
"""Share of the early effect below which what is left of it is doubtful."""


@dataclass(frozen=True)
class Reading:
    """Finding about durability, and the grade that follows from it."""

    durability: Durability | None
    grade: Grade
    finding: Finding | None
    """None where nothing is said: there was no effect that could last."""
    remedy: Finding | None = None


@dataclass(frozen=True)
class _Windows:
    """The first and the last judged cells of the groups that have enough of both."""

    first: Cells
    last: Cells
    early: int
    recent: int


def effect_over_time(panel: Panel, outcome: Floats, method: str) -> EffectOverTime | int:
    """Return the effect of `outcome` (G, T) at first and of late, by leaving out groups.

    Where it is too early for that, the number of further periods until it can be told.
    """
    chosen = cells(panel, outcome=outcome)
    found = _windows(panel, chosen)
    if isinstance(found, int):
        return found
    first, last = (jackknife(side, outcome[None]) for side in (found.first, found.last))
    change = Replicates(last.point - first.point, last.without - first.without)
    kept = _kept(first, last, panel.question.worthwhile)
    early, recent, lost, left = (
        _estimate(one, found.first, panel, method) for one in (first, last, change, kept)
    )
    started = int(found.first.starters.sum())
    return EffectOverTime(early, recent, lost, left, found.early, found.recent, started)


def _kept(first: Replicates, last: Replicates, worth: float) -> Replicates:
    """Return the recent effect beyond the half that must not be lost.

    Half of the early effect is surer than the whole of it: a loss of less than half is seen sooner
    here than in the change.
    """
    early = float(first.point[0])
    if abs(early) >= worth:
        return Replicates(last.point - _HALF * first.point, last.without - _HALF * first.without)
    least = _HALF * worth * float(np.sign(early) or 1.0)
    return Replicates(last.point - least, last.without - least)


def _windows(panel: Panel, chosen: Cells) -> _Windows | int:
    """Return both windows, or how many periods are missing."""
    window, judged = panel.question.window, chosen.target > 0
    count = judged.sum(axis=1)
    begun = count[count > 0]
    early, least = EARLY[window], LEAST_RECENT[window]
    if not begun.size:
        return early + least
    recent = int(min(_RECENT[window], np.median(begun) - early))
    enough = count >= early + recent
    if recent < least or enough.sum() < LEAST_GROUPS:
        second = np.sort(begun)[::-1][min(LEAST_GROUPS, len(begun)) - 1]
        reached = min(float(np.median(begun)), float(second))
        return max(int(np.ceil(early + least - reached)), 1)
    mine = judged & enough[:, None]
    first = mine & (np.cumsum(judged, axis=1) <= early)
    last = mine & (np.cumsum(judged[:, ::-1], axis=1)[:, ::-1] <= recent)
    begin, end = (_judged_on(chosen, panel.weight, side) for side in (first, last))
    return _Windows(begin, end, early, recent)


def _judged_on(chosen: Cells, weight: Floats, where: np.ndarray) -> Cells:
    target = weight[:, None] * where
    return replace(chosen, target=target / target.sum())


def _estimate(replicates: Replicates, chosen: Cells, panel: Panel, method: str) -> Estimate:
    deviations = replicates.deviations[:, 0]
    error = float(np.linalg.norm(deviations))
    if len(deviations) == len(chosen.starters):
        df = welch_df(deviations, chosen.starters, group_weight(chosen))
    else:
        df = min(len(deviations) - 1.0, effective_df(chosen))
    found = t_interval(float(replicates.point[0]), error, df, LEVEL)
    return Estimate(
        method=method,
        point=found.point,
        low=found.low,
        high=found.high,
        level=LEVEL,
        unit=panel.question.unit,
        n_groups=int(chosen.starters.sum()),
        n_periods=len(panel.periods),
        n_starts=len(set(panel.start[chosen.starters].tolist())),
        p_value=found.p_value,
        standard_error=error,
    )


def cut_panel(panel: Panel) -> Panel:
    """Return the panel as if each group had been measured for a short while after its start only.

    What fades fails checks that ask for a steady effect; soon after the start it does not.
    """
    last = panel.question.lag + 2 * EARLY[panel.question.window]
    late = np.nan_to_num(event_time(panel), nan=-1.0) >= last
    return replace(panel, outcome_numerator=np.where(late, np.nan, panel.outcome_numerator))


def is_worse(over_time: EffectOverTime, question: Question) -> bool:
    """Return whether the recent effect is surely worse than the early one.

    A loss of which 95 of 100 is sure on its side alone is enough where less than half is left, or
    less than what is worth having.
    """
    _, point, high = _good(over_time.change, question)
    if high < 0:
        return True
    early, recent = (_good(one, question)[1] for one in (over_time.early, over_time.recent))
    little = recent < max(_HALF * early, question.worthwhile)
    return little and point < 0 and _on_one_side(over_time.change)


def _on_one_side(estimate: Estimate) -> bool:
    """Return whether the sign is sure when only one side is asked about."""
    return estimate.p_value is not None and estimate.p_value <= 2 * RISK


def read_durability(evidence: Evidence, grade: Grade, *, clean: bool = True) -> Reading:
    """Return whether the effect lasts, for a `grade` that rests on its mean.

    Not `clean` is evidence in which a check failed that a fading effect does not fail: then no
    grade comes from the recent effect.
    """
    over_time = evidence.over_time
    if not isinstance(over_time, EffectOverTime):
        if grade != "works" or over_time is None:
            return Reading(None, grade, None)
        values = {"periods": over_time}
        early = Finding("durability.too_early", values)
        return Reading(None, grade, early, Finding("durability.wait", values))
    worked = grade == "works" or over_time.worked_at_first
    if worked and is_worse(over_time, evidence.question):
        return _decayed(evidence, over_time, grade, clean)
    if grade != "works":
        return Reading(None, grade, None)
    if _lasts(over_time, evidence.question):
        return Reading(
            "lasting", grade, _with_figures(Finding("durability.lasting"), evidence, over_time)
        )
    if _hardly_left(over_time, evidence.question):
        finding = _with_figures(Finding("durability.hardly_left"), evidence, over_time)
        return Reading(None, "cannot_tell", finding, _remedy(evidence, over_time))
    return _open(evidence, over_time)


def _decayed(evidence: Evidence, over_time: EffectOverTime, grade: Grade, clean: bool) -> Reading:
    """Return how much is left of an effect that is surely smaller than it was."""
    question, worth = evidence.question, evidence.question.worthwhile
    low, point, high = _good(over_time.recent, question)
    unless: Grade = "cannot_tell"
    if high < 0:
        harmful: Grade = "harmful" if clean and -point >= worth else unless
        finding = _with_figures(Finding("durability.turned"), evidence, over_time)
        return Reading("turned", harmful, finding, Finding("durability.stop"))
    if low > 0 and point >= worth:
        finding = _with_figures(Finding("durability.fading"), evidence, over_time)
        works: Grade = "works" if clean or grade == "works" else unless
        return Reading("fading", works, finding, Finding("durability.find_out"))
    nothing: Grade = "no_worthwhile_effect" if clean and -worth < low and high < worth else unless
    finding = _with_figures(Finding("durability.gone"), evidence, over_time)
    return Reading("gone", nothing, finding, Finding("durability.find_out"))


def _lasts(over_time: EffectOverTime, question: Question) -> bool:
    """Return whether there is a recent effect worth having, and no large loss can hide."""
    low, point, _ = _good(over_time.recent, question)
    kept = _good(over_time.kept, question)[1] > 0 and _on_one_side(over_time.kept)
    return low > 0 and point >= question.worthwhile and kept


def _hardly_left(over_time: EffectOverTime, question: Question) -> bool:
    """Return whether so little can be seen of late that *works* would be said of the past."""
    early, recent = (_good(one, question)[1] for one in (over_time.early, over_time.recent))
    return recent < max(question.worthwhile, _LEAST_LEFT * early) and recent < early


def _open(evidence: Evidence, over_time: EffectOverTime) -> Reading:
    """Return that it works so far, with the loss that cannot be excluded."""
    finding = _with_figures(Finding("durability.not_sure"), evidence, over_time)
    return Reading(None, "works", finding, _remedy(evidence, over_time))


def _remedy(evidence: Evidence, over_time: EffectOverTime) -> Finding:
    missing = _RECENT[evidence.question.window] - over_time.recent_periods
    if missing > 0:
        return Finding("durability.wait", {"periods": missing})
    return Finding("durability.more_groups")


def _with_figures(finding: Finding, evidence: Evidence, over_time: EffectOverTime) -> Finding:
    question, unit = evidence.question, evidence.question.unit
    measured = {
        "early": over_time.early.point,
        "recent": over_time.recent.point,
        "low": over_time.recent.low,
        "high": over_time.recent.high,
        "lost": max(-_good(over_time.change, question)[0], 0.0),
    }
    values: dict[str, str | float] = {
        **measured,
        "early_periods": over_time.early_periods,
        "recent_periods": over_time.recent_periods,
        "groups": over_time.groups,
        "window": question.period,
    }
    return replace(finding, values=values, units=dict.fromkeys(measured, unit))


def _good(estimate: Estimate, question: Question) -> tuple[float, float, float]:
    """Return low, point and high with the good side up."""
    if question.better == "higher":
        return estimate.low, estimate.point, estimate.high
    return -estimate.high, -estimate.point, -estimate.low
