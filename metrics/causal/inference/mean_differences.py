"""Changes around a moment, and the difference of two sets of groups, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.inference.intervals import LEVEL, t_interval
from signpost.metrics.model.types import Floats

FEWEST_KNOWN = 2


@dataclass(frozen=True)
class Contrast:
    """A difference between groups; low <= point <= high."""

    point: float
    low: float
    high: float
    level: float
    n: int
    """Groups something was done for."""
    n_other: int
    """Groups compared with; 0: compared with themselves before."""


def window_mean(table: Floats, row: int, first: int, length: int) -> float:
    """Mean of known cells of one row in [first, first + length); NaN below two known cells."""
    cells = table[row, max(first, 0) : max(first + length, 0)]
    cells = cells[np.isfinite(cells)]
    return float(cells.mean()) if len(cells) >= FEWEST_KNOWN else float("nan")


def change_at(table: Floats, row: int, moment: int, length: int, lag: int = 0) -> float:
    """Mean of `length` periods from moment + lag less the mean of `length` before; or NaN."""
    after = window_mean(table, row, moment + lag, length)
    return after - window_mean(table, row, moment - length, length)


def two_sample(one: Floats, other: Floats, level: float = LEVEL) -> Contrast | None:
    """Difference of means with Welch's interval; None below two known values a side."""
    one, other = one[np.isfinite(one)], other[np.isfinite(other)]
    if len(one) < 2 or len(other) < 2:
        return None
    parts = np.array([one.var(ddof=1) / len(one), other.var(ddof=1) / len(other)])
    total = float(parts.sum())
    sizes = np.array([len(one) - 1, len(other) - 1])
    df = total**2 / float((parts**2 / sizes).sum()) if total > 0 else 1.0
    found = t_interval(float(one.mean() - other.mean()), float(np.sqrt(total)), df, level)
    return Contrast(found.point, found.low, found.high, level, len(one), len(other))


def one_sample(values: Floats | Sequence[float], level: float = LEVEL) -> Contrast | None:
    """Mean with its t interval; None below two known values."""
    known = np.asarray(values, dtype=float)
    known = known[np.isfinite(known)]
    if len(known) < 2:
        return None
    error = float(known.std(ddof=1) / np.sqrt(len(known)))
    found = t_interval(float(known.mean()), error, len(known) - 1, level)
    return Contrast(found.point, found.low, found.high, level, len(known), 0)
