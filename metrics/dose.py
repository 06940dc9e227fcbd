"""Adoption as a dose: the regressions behind the dose-response estimators and checks."""

from __future__ import annotations

import numpy as np

from metrics.evidence import Estimate, Floats, Panel, Refusal
from metrics.inference import Interval, level_for, wider
from metrics.regression import Regression, two_way_regression
from metrics.rollout import as_estimate
from metrics.wild import two_way_echo, wild_interval

TEN_POINTS = 0.10
MANY_DOSE_GROUPS = 12
SPAN = (0.1, 0.9)
"""The dose that is compared with the worthwhile change: from low to high adoption as seen here."""

NO_ADOPTION = Refusal(
    "There is no adoption in this panel.", "Load usage of the platform for these groups."
)
NO_VARIATION = Refusal(
    "Adoption does not vary within groups beyond what all groups share.",
    "Wait until adoption moves, or give the period in which each group started.",
)


def shifted(values: Floats, by: int) -> Floats:
    """(G, T) the value `by` periods earlier (later if negative); NaN where there is none."""
    if by == 0:
        return values
    moved = np.full_like(values, np.nan)
    if by > 0:
        moved[:, by:] = values[:, :-by]
    else:
        moved[:, :by] = values[:, -by:]
    return moved


def dose_regression(panel: Panel, *, degree: int = 0) -> Regression | Refusal:
    """Outcome on adoption `lag` periods before; `degree` 1 gives each group its own line."""
    if panel.adoption is None:
        return NO_ADOPTION
    dose = shifted(panel.adoption, panel.question.lag)
    found = two_way_regression(panel.outcome, dose[None], panel.weight, degree=degree)
    return found or NO_VARIATION


def dose_estimate(
    found: Regression | Refusal, panel: Panel, method: str, assumes: str, degree: int = 0
) -> Estimate | Refusal:
    """Give the first coefficient per ten points.

    Where groups are few, the wider of the cautious and the wild bootstrap interval: with groups of
    very unlike size each alone is too narrow at times.
    """
    if isinstance(found, Refusal):
        return found
    level = level_for(panel.question)
    few = found.df + 1 < MANY_DOSE_GROUPS
    interval = found.interval(0, level)
    if few:
        interval = wider(interval, wild_interval(found, level, two_way_echo(found, degree)))
    return as_estimate(_per_ten_points(interval), panel, method, assumes, "ratio")


def _per_ten_points(found: Interval) -> Interval:
    error = found.standard_error
    return Interval(
        found.point * TEN_POINTS,
        found.low * TEN_POINTS,
        found.high * TEN_POINTS,
        found.level,
        found.p_value,
        None if error is None else error * TEN_POINTS,
    )


def span(adoption: Floats) -> float:
    """Adoption share between its 10th and its 90th percentile."""
    low, high = np.quantile(adoption[np.isfinite(adoption)], SPAN)
    return float(high - low)
