"""How the outcome bends with adoption, and from where on more does not help.

Three lines that meet at the thirds of adoption are fitted. The shape turns if the first and the
last go opposite ways, each for sure (the demand of Lind and Mehlum 2010; three lines, because a
parabola turns also where a curve merely levels off). It saturates if the first does something and
the last does clearly less.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.inference.distributions import f_quantile, t_quantile
from signpost.metrics.causal.inference.intervals import RISK, fieller
from signpost.metrics.causal.inference.regression import Regression, two_way_regression
from signpost.metrics.causal.methods.dose_response import lagged
from signpost.metrics.model.types import Finding, Floats, Panel, Shape

ENDS = (0.1, 0.9)
THIRDS = (1 / 3, 2 / 3)
KINKS = 17
LEAST_SPAN = 0.15
"""Adoption must spread over fifteen points before its shape is spoken of."""

_UNKNOWN = Shape("cannot_tell", None, None, None, Finding("shape.cannot_tell"))


@dataclass(frozen=True)
class Slopes:
    """t ratios of the outcome's slope at low and at high adoption, and of their difference."""

    low: float
    high: float
    bend: float
    df: float


def shape_of(panel: Panel) -> Shape | None:
    """Shape of the response within groups; None without adoption."""
    if panel.adoption is None:
        return None
    dose = lagged(panel.adoption, panel.question.lag)
    known = dose[np.isfinite(dose) & np.isfinite(panel.outcome)]
    if not known.size or np.subtract(*np.quantile(known, ENDS[::-1])) < LEAST_SPAN:
        return _UNKNOWN
    slopes = slopes_of(panel, dose, np.quantile(known, THIRDS))
    line = two_way_regression(panel.outcome, dose[None], panel.weight)
    if slopes is None or line is None:
        return _UNKNOWN
    return _name(panel, dose, line, slopes, np.quantile(known, ENDS))


def slopes_of(panel: Panel, dose: Floats, knots: Floats) -> Slopes | None:
    """Fit three lines that meet at the knots."""
    low, high = float(knots[0]), float(knots[1])
    parts = [np.minimum(dose, low), np.clip(dose, low, high), np.maximum(dose, high)]
    found = two_way_regression(panel.outcome, np.stack(parts), panel.weight)
    if found is None:
        return None
    picks = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, -1.0]])
    errors = np.sqrt(np.einsum("ik,kl,il->i", picks, found.cautious, picks))
    ratios = picks @ found.coefficients / errors
    return Slopes(float(ratios[0]), float(ratios[1]), float(ratios[2]), found.df)


def _name(panel: Panel, dose: Floats, line: Regression, slopes: Slopes, ends: Floats) -> Shape:
    one, two = (t_quantile(1 - risk, slopes.df) for risk in (RISK, RISK / 2))
    if slopes.low * slopes.high < 0 and min(abs(slopes.low), abs(slopes.high)) > one:
        return _turning(panel, dose, ends, slopes.low)
    bent = abs(slopes.bend) > two
    if bent and abs(slopes.low) > two and abs(slopes.high) < two:
        return _saturating(panel, dose, ends)
    straight = line.interval(0, 1 - RISK)
    if straight.excludes_zero and not bent:
        return Shape("linear", None, None, None, Finding("shape.linear"))
    reach = (ends[1] - ends[0]) * max(abs(straight.low), abs(straight.high))
    if not bent and reach < panel.question.worthwhile:
        return Shape("flat", None, None, None, Finding("shape.flat"))
    return _UNKNOWN


def _turning(panel: Panel, dose: Floats, ends: Floats, first: float) -> Shape:
    """Find the top or bottom of a parabola, with Fieller's interval."""
    curve = two_way_regression(panel.outcome, np.stack([dose, dose**2]), panel.weight)
    if curve is None:
        return _UNKNOWN
    scale = np.array([-1.0, 2.0])
    critical = t_quantile(1 - RISK / 2, curve.df)
    covariance = curve.cautious * np.outer(scale, scale)
    bounds = fieller(curve.coefficients * scale, covariance, critical)
    point = float(-curve.coefficients[0] / (2 * curve.coefficients[1]))
    low, high = bounds or (float(ends[0]), float(ends[1]))
    good = first > 0 if panel.question.better == "higher" else first < 0
    values, units = {"adoption": point}, {"adoption": "share"}
    finding = (
        Finding("shape.worse_again", values, units)
        if good
        else Finding("shape.better_again", values, units)
    )
    return Shape("turning", point, min(low, point), max(high, point), finding)


def _saturating(panel: Panel, dose: Floats, ends: Floats) -> Shape:
    """Find the best kink of a line that then goes flat, and all kinks that fit about as well."""
    kinks = np.linspace(ends[0], ends[1], KINKS)
    fits = [
        two_way_regression(panel.outcome, np.minimum(dose, kink)[None], panel.weight)
        for kink in kinks
    ]
    misfit = np.array([np.inf if one is None else _misfit(one) for one in fits])
    best = int(np.argmin(misfit))
    groups = max(float(np.isfinite(panel.outcome).any(axis=1).sum()) - 1, 1.0)
    near = misfit <= misfit[best] * (1 + f_quantile(1 - RISK, 1, groups) / groups)
    point = float(kinks[best])
    finding = Finding("shape.hardly_helps", {"adoption": point}, {"adoption": "share"})
    return Shape("saturating", point, float(kinks[near].min()), float(kinks[near].max()), finding)


def _misfit(found: Regression) -> float:
    return float((found.cells * found.residual**2).sum())
