"""Shared numbers of inference: intervals, permutation, multiplicity, ratios, robustness."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from signpost.metrics.causal.design import effective_number
from signpost.metrics.causal.inference.distributions import f_beyond, t_quantile, t_two_sided
from signpost.metrics.causal.methods.counterfactual import Bools
from signpost.metrics.model.types import Floats, Question

RISK = 0.05
"""How often a range may miss the true value, and a finding be made where there is nothing."""
LEVEL = 1 - RISK


@dataclass(frozen=True)
class Interval:
    """A point with its interval; low <= point <= high, not always symmetric."""

    point: float
    low: float
    high: float
    level: float
    p_value: float | None = None
    standard_error: float | None = None

    @property
    def excludes_zero(self) -> bool:
        """True when zero is outside the interval."""
        return self.low > 0 or self.high < 0


def level_for(question: Question) -> float:
    """Choose the level of each interval when a question was one of several looks (Bonferroni)."""
    return 1 - (1 - LEVEL) / max(question.looks, 1)


def t_interval(point: float, error: float, df: float, level: float = LEVEL) -> Interval:
    """Interval of an estimate with standard error `error` and `df` degrees of freedom."""
    reach = t_quantile((1 + level) / 2, df) * error
    ratio = abs(point) / error if error > 0 else (np.inf if point else 0.0)
    p_value = t_two_sided(ratio, df)
    return Interval(point, point - reach, point + reach, level, p_value, error)


def wider(one: Interval, other: Interval) -> Interval:
    """Join two intervals of one point: the lower low, the higher high, the higher p-value."""
    chances = [each.p_value for each in (one, other) if each.p_value is not None]
    return replace(
        one,
        low=min(one.low, other.low),
        high=max(one.high, other.high),
        p_value=max(chances, default=None),
    )


def welch_df(deviations: Floats, side: Bools, weight: Floats) -> float:
    """Degrees of freedom when two sides add their own variance (Welch 1947, Satterthwaite 1946).

    `deviations` (G,) whose squares sum to the variance; `side` (G,) True for one side. A side
    counts as many groups as its weights are worth, so that one giant does not pass for many.
    """
    below = 0.0
    total = float((deviations**2).sum())
    for mine in (side, ~side):
        share = float((deviations[mine] ** 2).sum())
        below += share**2 / max(effective_number(weight[mine]) - 1, 1.0)
    return max(total**2 / below, 1.0) if below > 0 else 1.0


def permutation_interval(
    point: float, outcome: Floats, exposure: Floats, level: float = LEVEL
) -> Interval | None:
    """Interval by turning a permutation test round (Rosenbaum 2002, chapter 2).

    `outcome` (R,) the estimate under R permuted designs; `exposure` (R,) the same estimate with the
    actual exposure in place of the outcome, so that the estimate with an effect of x taken out is
    outcome − x·exposure. None when there are too few different permutations to bound it.
    """
    draws = len(outcome)
    extreme = 1 + int((np.abs(outcome) >= abs(point) * (1 - 1e-9)).sum())
    needed = int(np.floor((1 - level) * (draws + 1)))
    if needed < 1:
        return None
    lower, upper = _reach(point, outcome, exposure)
    low = float(np.sort(lower)[needed - 1])
    high = float(np.sort(upper)[::-1][needed - 1])
    if not (np.isfinite(low) and np.isfinite(high)):
        return None
    spread = float(np.std(outcome - point * exposure))
    return Interval(point, min(low, point), max(high, point), level, extreme / (draws + 1), spread)


def _reach(point: float, outcome: Floats, exposure: Floats) -> tuple[Floats, Floats]:
    """(R,) ends of the effects x for which a draw is at least as extreme as the data.

    |outcome − x·exposure| >= |point − x| holds between the two crossings, which enclose `point`.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        first = (point - outcome) / (1 - exposure)
        second = (point + outcome) / (1 + exposure)
    first = np.where(np.isnan(first), -np.inf, first)
    lower, upper = np.minimum(first, second), np.maximum(first, second)
    same = np.abs(1 - exposure) < 1e-9
    return np.where(same, -np.inf, lower), np.where(same, np.inf, upper)


def benjamini_hochberg(p_values: Floats, share: float = 1 - LEVEL) -> Bools:
    """(n,) which findings stand when at most `share` of them may be false (Benjamini–Hochberg)."""
    count = len(p_values)
    order = np.argsort(p_values)
    passed = np.flatnonzero(p_values[order] <= share * np.arange(1, count + 1) / max(count, 1))
    kept = np.zeros(count, dtype=bool)
    if passed.size:
        kept[order[: passed[-1] + 1]] = True
    return kept


def holm(p_values: Floats, risk: float = RISK) -> Bools:
    """(n,) which findings stand when at most `risk` is the chance of one false one (Holm 1979)."""
    order = np.argsort(p_values)
    passed = p_values[order] <= risk / np.arange(len(p_values), 0, -1)
    kept = np.zeros(len(p_values), dtype=bool)
    kept[order] = np.logical_and.accumulate(passed)
    return kept


def fieller(point: Floats, covariance: Floats, critical: float) -> tuple[float, float] | None:
    """Bound point[0] / point[1] (Fieller 1954); None when that has no bounds."""
    top, bottom = point
    squared = critical**2
    a = bottom**2 - squared * covariance[1, 1]
    b = top * bottom - squared * covariance[0, 1]
    c = top**2 - squared * covariance[0, 0]
    inside = b**2 - a * c
    if a <= 0 or inside < 0:
        return None
    root = float(np.sqrt(inside))
    return float((b - root) / a), float((b + root) / a)


def robustness_value(t_value: float, df: float, share: float = 1.0, level: float = 0.0) -> float:
    """Return the strength an unmeasured common cause needs (Cinelli and Hazlett 2020, eq. 20).

    The share of what is left to explain, of adoption and of outcome alike, that it would have to
    explain to bring the estimate down by `share` (to zero), or below the `level` interval if > 0.
    """
    strength = share * abs(t_value) / np.sqrt(df)
    if level > 0:
        strength -= t_quantile((1 + level) / 2, df - 1) / np.sqrt(df - 1)
    strength = max(float(strength), 0.0)
    return float(0.5 * (np.sqrt(strength**4 + 4 * strength**2) - strength**2))


def joint_p_value(coefficients: Floats, covariance: Floats, df: float) -> float:
    """P-value that all K coefficients are zero, by Hotelling's T² with `df` degrees of freedom."""
    count = len(coefficients)
    if df <= count:
        return float("nan")
    wald = float(coefficients @ np.linalg.pinv(covariance, hermitian=True) @ coefficients)
    statistic = wald / count * (df - count + 1) / df
    return f_beyond(statistic, count, df - count + 1)


def mean_where(values: Floats, use: Bools) -> Floats:
    """(G,) mean of the used cells of each row; NaN where there are none."""
    count = use.sum(axis=1)
    total = np.where(use, values, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
