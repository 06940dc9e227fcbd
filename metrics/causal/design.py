"""Baseline and judged cells of a panel, and its row of the decision table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

import numpy as np

from signpost.metrics.causal.methods.counterfactual import Bools
from signpost.metrics.model.types import Finding, Floats, Ints, Panel, Refusal, Strength

Row = Literal["staggered", "few_groups", "synthetic", "dose", "rises", "series", "none"]

MANY_GROUPS = 12
"""Groups on each side from which on ordinary intervals hold; below, starts are permuted."""
ENOUGH_GROUPS = 6
ENOUGH_BEFORE = 6
GOOD_BEFORE = 8
LONG_BEFORE = 15
"""Periods before the start, and groups beside it, that a synthetic comparison needs."""
FEW_STARTERS = 3
LEAST_VARIATION = 0.01
"""Adoption must wander by a percentage point within groups to be a dose."""
COMPARISONS_PER_PERIOD = 2
RISES_GROUPS = 16
"""Groups that took it up more and less, from which on that tells something."""
LEAST_RISE_SPREAD = 0.05
"""Standard deviation of the rise of adoption between them."""


STILL = Refusal(Finding("design.outcome_still"), Finding("design.load_by_period"))


@dataclass(frozen=True)
class Cells:
    """(G, T) weights of the cells a two-way model is fitted on and of those it is judged on."""

    baseline: Floats
    target: Floats
    """Sums to one; all zero where nothing can be told."""

    @property
    def starters(self) -> Bools:
        """(G,) groups with at least one judged cell."""
        return cast("Bools", np.any(self.target > 0, axis=1))


@dataclass(frozen=True)
class Reach:
    """Periods around a start that count.

    Periods from the start until `lag` has passed are neither baseline nor judged: the group is no
    longer untouched and the effect is not yet due.
    """

    lag: int = 0
    donut: int = 0
    """Periods left out on each side of the start besides."""
    horizon: int | None = None
    """Judge only this many periods."""

    def before(self, since: Floats) -> Bools:
        """Untouched cells, from periods `since` the start (NaN: never)."""
        with np.errstate(invalid="ignore"):
            return np.isnan(since) | (since < -self.donut)

    def after(self, since: Floats) -> Bools:
        """Judged cells."""
        first = self.lag + self.donut
        last = np.inf if self.horizon is None else first + self.horizon
        with np.errstate(invalid="ignore"):
            return (since >= first) & (since < last)


@dataclass(frozen=True)
class Design:
    """The row of the decision table a panel falls in, and what it counted to say so."""

    row: Row
    highest: Strength | None
    starters: int
    comparisons: float
    """Mean number of not-yet or never started groups beside a judged cell."""
    before: float
    """Median number of known periods before the start, over starters."""
    refusal: Refusal | None = None


def since_start(start: Ints, periods: int) -> Floats:
    """(..., T) periods since `start` (...,): 0 in the first exposed one, NaN where it is -1."""
    when = np.where(start >= 0, start, np.nan)[..., None]
    return cast("Floats", np.arange(periods) - when)


def event_time(panel: Panel) -> Floats:
    """(G, T) periods since each group's start; NaN if never."""
    return since_start(panel.start, len(panel.periods))


def cells(
    panel: Panel,
    reach: Reach | None = None,
    *,
    outcome: Floats | None = None,
    weighted: bool = True,
) -> Cells:
    """Split the cells whose outcome is known into baseline and judged ones.

    Groups are judged by their weight, as the question is about all they stand for; they speak for
    what would have happened by its square root, because a group of ten times the people does not
    wobble ten times less (docs/method.md, weights).
    """
    reach = reach or Reach(panel.question.lag)
    known = np.isfinite(panel.outcome if outcome is None else outcome)
    weight = panel.weight[:, None] if weighted else np.ones((len(panel.groups), 1))
    since = event_time(panel)
    baseline = np.sqrt(weight) * (known & reach.before(since))
    return Cells(baseline, _told(baseline, weight * (known & reach.after(since))))


def _told(baseline: Floats, judged: Floats) -> Floats:
    """Keep judged cells whose group has a past and whose period has others; sum to one."""
    compared = (baseline > 0).sum(axis=0) >= COMPARISONS_PER_PERIOD
    target = judged * compared[None, :] * np.any(baseline > 0, axis=1)[:, None]
    total = target.sum()
    return cast("Floats", target / total if total > 0 else target)


def effective_number(weight: Floats) -> float:
    """Return how many equally heavy groups carry as much information: (Σw)² / Σw²."""
    positive = weight[weight > 0]
    return float(positive.sum() ** 2 / (positive**2).sum()) if positive.size else 0.0


def describe(panel: Panel) -> Design:
    """Place a panel in the decision table of docs/method.md."""
    chosen = cells(panel)
    starters = int(chosen.starters.sum())
    counts = (chosen.baseline > 0).sum(axis=0)
    comparisons = float((chosen.target.sum(axis=0) * counts).sum())
    began = (panel.start >= 0) & np.any(np.isfinite(panel.outcome), axis=1)
    known = (chosen.baseline > 0).sum(axis=1)
    before = float(np.median(known[chosen.starters if starters else began])) if began.any() else 0.0
    row, highest, refusal = _place(panel, starters, comparisons, before)
    return Design(row, highest, starters, comparisons, before, refusal)


def _place(
    panel: Panel, starters: int, comparisons: float, before: float
) -> tuple[Row, Strength | None, Refusal | None]:
    groups = int(np.any(np.isfinite(panel.outcome), axis=1).sum())
    if np.any(panel.start >= 0):
        if starters == 0 and before >= ENOUGH_BEFORE and not _still(panel):
            return ("rises" if _rises_differ(panel) else "series"), "suggestive", None
        if groups < ENOUGH_GROUPS:
            return "none", None, _too_few_groups(groups)
        if before < ENOUGH_BEFORE:
            return "none", None, _too_short(before)
        if _still(panel):
            return "none", None, STILL
        one_wave = len(set(panel.start[panel.start >= 0].tolist())) == 1
        return (*_with_comparison(starters, comparisons, before, one_wave), None)
    return _without_start(panel, groups)


def _with_comparison(
    starters: int, comparisons: float, before: float, one_wave: bool
) -> tuple[Row, Strength | None]:
    if starters <= FEW_STARTERS and one_wave and min(before, comparisons) >= LONG_BEFORE:
        return "synthetic", "moderate"
    if min(starters, comparisons) < MANY_GROUPS:
        return "few_groups", "moderate"
    return "staggered", "strong" if before >= GOOD_BEFORE else "moderate"


def _without_start(panel: Panel, groups: int) -> tuple[Row, Strength | None, Refusal | None]:
    if groups < ENOUGH_GROUPS:
        return "none", None, _too_few_groups(groups)
    if len(panel.periods) < ENOUGH_BEFORE:
        return "none", None, _too_short(len(panel.periods))
    if _still(panel):
        return "none", None, STILL
    if panel.adoption is None or _wandering(panel.adoption) < LEAST_VARIATION:
        reason = Finding("design.no_start_no_variation")
        return "none", None, Refusal(reason, Finding("design.give_starts"))
    return "dose", "suggestive", None


def _still(panel: Panel) -> bool:
    """Return whether the outcome never moves in any group."""
    known = np.isfinite(panel.outcome)
    high = np.where(known, panel.outcome, -np.inf).max(axis=1)
    low = np.where(known, panel.outcome, np.inf).min(axis=1)
    return bool((high <= low).all())


@dataclass(frozen=True)
class AdoptionRises:
    """Rise of adoption in each group that started. (G,) and (G, T)."""

    rise: Floats
    """NaN where it is not known before and after."""
    before: Bools
    after: Bools
    """From the lag on."""


def adoption_rises(panel: Panel) -> AdoptionRises | None:
    """Return how far adoption rose by the start; None without usage."""
    adoption = panel.adoption
    if adoption is None:
        return None
    since, reach = event_time(panel), Reach(panel.question.lag)
    begun = (panel.start >= 0)[:, None]
    before, after = begun & reach.before(since), begun & reach.after(since)
    sides = []
    for side in (before, after):
        used = side & np.isfinite(adoption)
        count = used.sum(axis=1)
        total = np.where(used, adoption, 0.0).sum(axis=1)
        sides.append(np.divide(total, count, out=np.full(len(count), np.nan), where=count > 1))
    return AdoptionRises(sides[1] - sides[0], before, after)


def _rises_differ(panel: Panel) -> bool:
    """Return whether enough groups took it up more and less, and no outcome must stand still."""
    rises = adoption_rises(panel)
    if rises is None or panel.placebo is not None:
        return False
    known = rises.rise[np.isfinite(rises.rise) & np.isfinite(panel.outcome).any(axis=1)]
    return len(known) >= RISES_GROUPS and float(known.std()) >= LEAST_RISE_SPREAD


def _wandering(adoption: Floats) -> float:
    """Measure how much adoption moves within groups, common movements taken out (a share)."""
    known = np.isfinite(adoption)
    if not known.any():
        return 0.0
    filled = np.where(known, adoption, 0.0)
    level = filled.sum(1, keepdims=True) / np.maximum(known.sum(1, keepdims=True), 1)
    gap = np.where(known, adoption - level, 0.0)
    common = gap.sum(0, keepdims=True) / np.maximum(known.sum(0, keepdims=True), 1)
    return float(np.sqrt((np.where(known, gap - common, 0.0) ** 2).sum() / known.sum()))


def _too_few_groups(groups: int) -> Refusal:
    return Refusal(
        Finding("design.few_groups", {"groups": groups, "needed": ENOUGH_GROUPS}),
        Finding("design.more_groups"),
    )


def _too_short(before: float) -> Refusal:
    return Refusal(
        Finding("design.short_history", {"periods": before, "needed": ENOUGH_BEFORE}),
        Finding("design.longer_history", {"needed": ENOUGH_BEFORE}),
    )


def start_waves(start: Ints) -> Ints:
    """(G,) number of the wave each group started in, counted from 0."""
    return cast("Ints", np.unique(start, return_inverse=True)[1].astype(np.int64))
