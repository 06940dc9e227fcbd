"""Composition: whether the groups that started are still made of the same people."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.block_length import quarter
from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import event_time
from signpost.metrics.causal.inference.intervals import mean_where
from signpost.metrics.model.types import CheckResult, Estimate, Finding, Floats, Panel

MOVED = 0.10
"""Share of people who moved in or out in one period, beyond what was usual, that is too many."""
JUMP = 0.20
"""Change of headcount around the start, beyond that of the others, that is too much."""
_GROWN = 0.10
"""Growth of headcount from before to after the start, beyond that of the others, in the mean."""
_SURE = 2.0
"""Standard errors by which it must stand out."""
_OF_MEDIAN = 1.57
"""Variance of a median over that of a mean."""
_AGREES = 2.0
"""Standard errors within which people who stayed must show the same effect."""


def run(study: Study) -> CheckResult:
    """Unusual moves or headcount of starters, unless people who stayed show the same effect."""
    panel = study.panel
    figures = _figures(panel)
    if not figures:
        return CheckResult("composition", None, Finding("composition.not_known"))
    if _is_calm(figures):
        return CheckResult("composition", True, Finding("composition.same_people"), figures)
    stable = study.repair("composition")
    if stable is not None and _agrees(study.headline, stable):
        return CheckResult("composition", True, Finding("composition.same_among_stayers"), figures)
    return CheckResult("composition", False, _finding(figures), figures)


def _is_calm(figures: dict[str, float]) -> bool:
    calm = figures.get("moved", 0.0) < MOVED and figures.get("headcount", 0.0) < JUMP
    return calm and abs(figures.get("grown", 0.0)) < _GROWN


def _finding(figures: dict[str, float]) -> Finding:
    """Return the first of what is unusual."""
    moved, headcount = figures.get("moved", 0.0), figures.get("headcount", 0.0)
    if moved >= MOVED:
        return Finding("composition.moved", {"moved": moved}, {"moved": "share"})
    if headcount >= JUMP:
        return Finding("composition.headcount", {"headcount": headcount}, {"headcount": "share"})
    return Finding("composition.grown", {"grown": figures["grown"]}, {"grown": "share"})


def _figures(panel: Panel) -> dict[str, float]:
    figures = {}
    if panel.moved is not None and np.isfinite(panel.moved).any():
        figures["moved"] = _unusual(panel, panel.moved)
    if panel.headcount is not None and np.isfinite(panel.headcount).any():
        figures["headcount"] = _jump(panel, panel.headcount)
    volume = panel.outcome_denominator if panel.headcount is None else panel.headcount
    grown, error = excess_growth(panel, volume)
    if abs(grown) > _SURE * error:
        figures["grown"] = float(np.expm1(grown))
    return figures


def excess_growth(panel: Panel, volume: Floats) -> tuple[float, float]:
    """Return how much more starters grew from before to after their start, in logs; its error.

    Volume is headcount, or what the outcome is a rate of where that is all that is known.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.log(np.where(volume > 0, volume, np.nan))
    starts = [int(one) for one in np.unique(panel.start[panel.start > 0])]
    own: list[float] = []
    usual: list[float] = []
    for start in starts:
        change = mean_where(size[:, start:], np.isfinite(size[:, start:]))
        change = change - mean_where(size[:, :start], np.isfinite(size[:, :start]))
        others = change[(panel.start < 0) & np.isfinite(change)]
        mine = change[(panel.start == start) & np.isfinite(change)]
        if len(others) < 2 or not mine.size:
            continue
        own += (mine - np.median(others)).tolist()
        usual.append(float(np.var(others, ddof=1) / len(others)))
    if len(own) < 2:
        return 0.0, 0.0
    error = np.sqrt(np.var(own, ddof=1) / len(own) + _OF_MEDIAN * np.mean(usual))
    return float(np.mean(own)), float(error)


def _unusual(panel: Panel, moved: Floats) -> float:
    """Largest mean excess of starters' moves over the others', by date or by time since start."""
    begun = panel.start >= 0
    usual = np.nanmedian(moved, axis=0) if begun.all() else np.nanmean(moved[~begun], axis=0)
    excess = np.where(np.isfinite(moved), moved - usual, np.nan)[begun]
    since = event_time(panel)[begun]
    reach = quarter(len(panel.periods))
    by_time = [excess[since == step] for step in range(-reach, reach + 1)]
    means = [float(np.nanmean(one)) for one in by_time if np.isfinite(one).any()]
    by_date = [float(np.nanmean(one)) for one in excess.T if np.isfinite(one).any()]
    return max([*means, *by_date], default=0.0)


def _jump(panel: Panel, headcount: Floats) -> float:
    """Median change of starters' headcount from before to after the start, beyond the others'."""
    changes = []
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.log(np.where(headcount > 0, headcount, np.nan))
    for group in np.flatnonzero(panel.start > 0):
        start = int(panel.start[group])
        ends = max(start - 1, 0), min(start + 1, size.shape[1] - 1)
        change = size[:, ends[1]] - size[:, ends[0]]
        others = change[(panel.start != start) & np.isfinite(change)]
        usual = float(np.median(others)) if others.size else 0.0
        if np.isfinite(change[group]):
            changes.append(change[group] - usual)
    return float(abs(np.expm1(np.median(changes)))) if changes else 0.0


def _agrees(headline: Estimate, stable: Estimate) -> bool:
    error = max(headline.standard_error or 0.0, stable.standard_error or 0.0)
    return abs(headline.point - stable.point) <= _AGREES * error and (
        (stable.low > 0) == (headline.low > 0) and (stable.high < 0) == (headline.high < 0)
    )


CHECK = Check(
    id="composition",
    rows=("staggered", "few_groups", "synthetic", "series", "rises"),
    run=run,
    needs=True,
    on_failure="repaired",
    needed_for_strong=True,
)
