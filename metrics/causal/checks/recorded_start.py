"""Recorded start: whether adoption rose clearly before the start that was recorded."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.block_length import quarter
from signpost.metrics.causal.check import Check, Study
from signpost.metrics.causal.design import event_time
from signpost.metrics.causal.inference.distributions import t_two_sided
from signpost.metrics.model.types import CheckResult, Finding, Floats, Panel

_LEAST_EARLY = 2
"""Periods before the recorded start from which on it is called late."""
_LEAST_RISE = 0.05
_OF_THE_RISE = 0.5
"""Share of the whole rise that must be there already."""
_RISK = 0.01
_FEWEST = 3


def run(study: Study) -> CheckResult:
    """Find the first period from which on half of the rise of adoption was there."""
    gaps = _gaps_by_event_time(study.panel)
    if gaps is None:
        return CheckResult("recorded_start", None, Finding("recorded_start.no_adoption"))
    early = _periods_early(gaps)
    figures = {"periods": float(early)}
    if early < _LEAST_EARLY:
        return CheckResult("recorded_start", True, Finding("recorded_start.as_recorded"), figures)
    values: dict[str, str | float] = {"periods": early, "window": study.window}
    return CheckResult(
        "recorded_start", False, Finding("recorded_start.rose_before", values), figures
    )


def _gaps_by_event_time(panel: Panel) -> Floats | None:
    """(S, 2 reach) adoption of starters less that of groups not started, around each start.

    In deviations from what a starter had longer before; None where too few are known.
    """
    if panel.adoption is None:
        return None
    reach, adoption = quarter(len(panel.periods)), panel.adoption
    untouched = (panel.start[:, None] < 0) | (event_time(panel) < -reach)
    others = np.where(untouched & np.isfinite(adoption), adoption, np.nan)
    known = np.isfinite(others).sum(axis=0)
    path = np.where(known > 0, np.nansum(others, axis=0) / np.maximum(known, 1), np.nan)
    rows = [_around(adoption[row] - path, int(panel.start[row]), reach)
            for row in np.flatnonzero(panel.start >= 0)]  # fmt: skip
    whole = np.array([row for row in rows if row is not None])
    return whole if len(whole) >= _FEWEST else None


def _around(gap: Floats, start: int, reach: int) -> Floats | None:
    """(2 reach,) gap around the start less its mean before that; None where not all is known."""
    if start - reach < 1 or start + reach > len(gap):
        return None
    before, near = gap[: start - reach], gap[start - reach : start + reach]
    if not np.isfinite(near).all() or not np.isfinite(before).any():
        return None
    return np.asarray(near - np.nanmean(before))


def _periods_early(gaps: Floats) -> int:
    """Return how many periods before the recorded start half of the rise was surely there."""
    reach, mean = gaps.shape[1] // 2, gaps.mean(axis=0)
    rise = float(mean[reach:].mean())
    if rise < _LEAST_RISE:
        return 0
    early = 0
    while early < reach - 1 and mean[reach - 1 - early] >= _OF_THE_RISE * rise:
        early += 1
    if early < _LEAST_EARLY:
        return 0
    seen = gaps[:, reach - early : reach].mean(axis=1)
    error = float(seen.std(ddof=1)) / np.sqrt(len(seen))
    ratio = float(seen.mean()) / max(error, 1e-12)
    return early if t_two_sided(abs(ratio), len(seen) - 1) < _RISK else 0


CHECK = Check(
    id="recorded_start", rows=("staggered", "few_groups", "synthetic"), run=run, on_failure="caveat"
)
