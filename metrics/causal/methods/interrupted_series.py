"""One series against its own past: all that is left when everyone starts at once.

The interval is empirical: the same extrapolation is made from every earlier date, and how wrong it
was then is how wrong it may be now. That allows for wandering, seasons shorter than the history and
autocorrelation alike, without a model of any of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.block_length import quarter
from signpost.metrics.causal.inference.intervals import Interval, level_for, t_interval
from signpost.metrics.model.types import Finding, Floats, Panel, Refusal

LEAST_BACKTESTS = 4
SHORT_STRETCH = 3

TOO_SHORT = Refusal(
    Finding("method.short_series"), Finding("method.longer_history_or_later_starts")
)


@dataclass(frozen=True)
class SeriesSegment:
    """Lengths of the fitted line and of its extrapolation."""

    fit: int
    ahead: int


def _whole(panel: Panel, values: Floats) -> Floats:
    """(T,) mean over groups by weight; NaN where none is known."""
    known = np.isfinite(values)
    mass = (known * panel.weight[:, None]).sum(axis=0)
    total = (np.where(known, values, 0.0) * panel.weight[:, None]).sum(axis=0)
    return np.divide(total, mass, out=np.full(len(mass), np.nan), where=mass > 0)


def interrupted_series(panel: Panel, values: Floats) -> Interval | Refusal:
    """Mean gap to the line of the periods before, over a short stretch after the lag."""
    series = _whole(panel, values)
    begun = panel.start[panel.start >= 0]
    start = int(begun.min())
    ahead = max(quarter(len(panel.periods)) // 2, SHORT_STRETCH)
    stretch = SeriesSegment(2 * ahead, panel.question.lag + ahead)
    if start + stretch.ahead > len(series) or not np.isfinite(series).all():
        return TOO_SHORT
    if len(set(begun.tolist())) > 1:
        return Refusal(Finding("method.nobody_left"), TOO_SHORT.remedy)
    tests = range(stretch.fit, start - stretch.ahead + 1)
    if len(tests) < LEAST_BACKTESTS:
        return TOO_SHORT
    wrong = np.array([_jump(series, when, stretch, panel.question.lag) for when in tests])
    point = _jump(series, start, stretch, panel.question.lag)
    independent = max(len(tests) / (stretch.fit / 2 + stretch.ahead), 1.0)
    error = float(np.sqrt((wrong**2).mean()))
    return t_interval(point, error, independent, level_for(panel.question))


def _jump(series: Floats, start: int, stretch: SeriesSegment, lag: int) -> float:
    """Mean of the judged periods less the line through the fitted ones."""
    past = np.arange(start - stretch.fit, start)
    due = np.arange(start + lag, start + stretch.ahead)
    line = np.polynomial.Polynomial.fit(past, series[past], 1)
    return float((series[due] - line(due)).mean())
