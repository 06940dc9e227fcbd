"""Adoption as a dose: the regressions behind the dose-response estimators and checks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signpost.metrics.causal.inference.intervals import Interval, level_for, wider
from signpost.metrics.causal.inference.regression import Regression, two_way_regression
from signpost.metrics.causal.inference.wild_bootstrap import (
    leverage_matrix,
    wild_bootstrap_interval,
)
from signpost.metrics.model.types import Finding, Floats, Panel, Refusal

TEN_POINTS = 0.10
MANY_DOSE_GROUPS = 12
LEAST_RELIABLE = 0.5
"""No more than half of adoption's movement is taken for error of measurement."""
SPAN = (0.1, 0.9)
"""The dose that is compared with the worthwhile change: from low to high adoption as seen here."""

NO_ADOPTION = Refusal(Finding("method.no_adoption"), Finding("method.load_usage"))
NO_VARIATION = Refusal(Finding("method.no_variation_within"), Finding("method.wait_or_give_starts"))


def lagged(values: Floats, by: int) -> Floats:
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
    dose = lagged(panel.adoption, panel.question.lag)
    found = two_way_regression(panel.outcome, dose[None], panel.weight, degree=degree)
    return found or NO_VARIATION


def dose_interval(found: Regression | Refusal, panel: Panel, degree: int = 0) -> Interval | Refusal:
    """Return the first coefficient per ten points of adoption.

    Where groups are few, the wider of the cautious and the wild bootstrap interval: with groups of
    very unlike size each alone is too narrow at times. Adoption measured with error makes an effect
    look smaller than it is; the interval reaches as far as the error that can be seen allows.
    """
    if isinstance(found, Refusal):
        return found
    level = level_for(panel.question)
    few = found.df + 1 < MANY_DOSE_GROUPS
    interval = found.interval(0, level)
    if few:
        interval = wider(
            interval, wild_bootstrap_interval(found, level, leverage_matrix(found, degree))
        )
    interval = _stretched(interval, reliability(found))
    return scaled_to_ten_points(interval)


def reliability(found: Regression) -> float:
    """Share of adoption's movement within groups that is not gone a period later, 0.5 to 1.

    Griliches and Hausman (1986): error of measurement is gone, what was measured lasts. Were it to
    last by a fixed share a period, its variance would be c1² / c2, with c1 and c2 the covariances
    over one and two periods, and c1 at least.
    """
    whole, near, far = (_lasting(found, apart) for apart in range(3))
    if not whole > 0:
        return 1.0
    lasting = max(near, min(near**2 / far, whole) if far > 0 else near)
    return float(np.clip(lasting / whole, LEAST_RELIABLE, 1.0))


def _lasting(found: Regression, apart: int) -> float:
    """Covariance of what is left of the regressor with itself, `apart` periods before."""
    dose, cells = found.regressors[0], found.cells
    end = dose.shape[1] - apart
    mass = np.sqrt(cells[:, apart:] * cells[:, :end])
    total = float(mass.sum())
    return float((mass * dose[:, apart:] * dose[:, :end]).sum()) / total if total > 0 else 0.0


def _stretched(found: Interval, share: float) -> Interval:
    """Reach as far as the interval would with the effect divided by `share`."""
    return replace(
        found, low=min(found.low, found.low / share), high=max(found.high, found.high / share)
    )


def scaled_to_ten_points(found: Interval) -> Interval:
    """Return an interval per whole adoption as one per ten points."""
    error = found.standard_error
    return Interval(
        found.point * TEN_POINTS,
        found.low * TEN_POINTS,
        found.high * TEN_POINTS,
        found.level,
        found.p_value,
        None if error is None else error * TEN_POINTS,
    )


def adoption_span(adoption: Floats) -> float:
    """Adoption share between its 10th and its 90th percentile."""
    low, high = np.quantile(adoption[np.isfinite(adoption)], SPAN)
    return float(high - low)
