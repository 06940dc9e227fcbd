"""How the outcome bends with adoption, and from where on more does not help.

A curve is called turning only if it rises at one end and falls at the other (Lind and Mehlum 2010);
a bend alone is called saturating. The point is where a line that then goes flat fits best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from metrics.dose import shifted
from metrics.evidence import Floats, Panel, Shape
from metrics.inference import fieller
from metrics.regression import Regression, two_way_regression

ENDS = (0.1, 0.9)
"""Quantiles of adoption at which the slope is looked at."""
RISK = 0.05
KINKS = 17
LEAST_SPAN = 0.15
"""Adoption must spread over fifteen points before its shape is spoken of."""

UNKNOWN = Shape("cannot_tell", None, None, None, "The data cannot tell how the outcome bends.")


@dataclass(frozen=True)
class Slopes:
    """Slope of the outcome in adoption at low and at high adoption, with their t ratios."""

    low: float
    high: float
    t_low: float
    t_high: float
    t_bend: float


def shape_of(panel: Panel) -> Shape | None:
    """Shape of the response within groups; None without adoption."""
    if panel.adoption is None:
        return None
    dose = shifted(panel.adoption, panel.question.lag)
    known = dose[np.isfinite(dose) & np.isfinite(panel.outcome)]
    if not known.size or np.subtract(*np.quantile(known, ENDS[::-1])) < LEAST_SPAN:
        return UNKNOWN
    ends = np.quantile(known, ENDS)
    curve = two_way_regression(panel.outcome, np.stack([dose, dose**2]), panel.weight)
    line = two_way_regression(panel.outcome, dose[None], panel.weight)
    if curve is None or line is None:
        return UNKNOWN
    return _name(panel, dose, line, curve, ends)


def _name(panel: Panel, dose: Floats, line: Regression, curve: Regression, ends: Floats) -> Shape:
    slopes = slopes_at(curve, ends)
    one, two = stats.t.ppf(1 - RISK, curve.df), stats.t.ppf(1 - RISK / 2, curve.df)
    bent = abs(slopes.t_bend) > two
    if bent and slopes.low * slopes.high < 0 and min(abs(slopes.t_low), abs(slopes.t_high)) > one:
        return _turning(curve, ends)
    straight = line.interval(0, 1 - RISK)
    if bent and abs(slopes.t_low) > two and abs(slopes.t_high) < two:
        return _saturating(panel, dose, ends)
    if straight.excludes_zero and not bent:
        return Shape("linear", None, None, None, "Within what was seen, more adoption does more.")
    reach = (ends[1] - ends[0]) * max(abs(straight.low), abs(straight.high))
    if not bent and reach < panel.question.worthwhile:
        return Shape("flat", None, None, None, "The outcome hardly moves with adoption.")
    return UNKNOWN


def slopes_at(curve: Regression, ends: Floats) -> Slopes:
    """Read the slopes off a fitted quadratic."""
    pick = np.stack([np.ones(2), 2 * ends], axis=1)
    slope = pick @ curve.coefficients
    error = np.sqrt(np.einsum("ik,kl,il->i", pick, curve.cautious, pick))
    bend = curve.coefficients[1] / np.sqrt(curve.cautious[1, 1])
    ratio = slope / error
    return Slopes(*map(float, (slope[0], slope[1], ratio[0], ratio[1], bend)))


def _turning(curve: Regression, ends: Floats) -> Shape:
    """Top or bottom of the curve, with Fieller's interval."""
    scale = np.array([-1.0, 2.0])
    bounds = fieller(
        curve.coefficients * scale,
        curve.cautious * np.outer(scale, scale),
        float(stats.t.ppf(1 - RISK / 2, curve.df)),
    )
    point = float(-curve.coefficients[0] / (2 * curve.coefficients[1]))
    low, high = bounds or (float(ends[0]), float(ends[1]))
    finding = f"Beyond about {100 * point:.0f} % adoption, more makes it worse again."
    return Shape("turning", point, min(low, point), max(high, point), finding)


def _saturating(panel: Panel, dose: Floats, ends: Floats) -> Shape:
    """Best kink of a line that then goes flat, and all kinks that fit about as well."""
    kinks = np.linspace(ends[0], ends[1], KINKS)
    fits = [
        two_way_regression(panel.outcome, np.minimum(dose, kink)[None], panel.weight)
        for kink in kinks
    ]
    misfit = np.array([np.inf if one is None else _misfit(one) for one in fits])
    best = int(np.argmin(misfit))
    groups = max(float((~np.isnan(panel.outcome)).any(axis=1).sum()) - 1, 1.0)
    near = misfit <= misfit[best] * (1 + stats.f.ppf(1 - RISK, 1, groups) / groups)
    point = float(kinks[best])
    finding = f"Beyond about {100 * point:.0f} % adoption, more hardly helps."
    return Shape("saturating", point, float(kinks[near].min()), float(kinks[near].max()), finding)


def _misfit(found: Regression) -> float:
    return float((found.cells * found.residual**2).sum())
