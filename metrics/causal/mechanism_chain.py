"""The chain: start -> adoption -> outcome, and the outcome per ten points of adoption."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signpost.metrics.causal.design import Cells, Reach, cells
from signpost.metrics.causal.inference.distributions import t_quantile
from signpost.metrics.causal.inference.intervals import Interval, fieller, level_for
from signpost.metrics.causal.inference.jackknife import Replicates, jackknife
from signpost.metrics.causal.methods.dose_response import TEN_POINTS
from signpost.metrics.causal.methods.staggered import as_estimate, jackknife_df, left_out_interval
from signpost.metrics.model.types import Estimate, Panel

CLEARLY = 3.0
"""Standard errors by which adoption must have risen before anything is divided by it."""
LEAST_STARTERS = 2


def mechanism_chain(panel: Panel) -> tuple[Estimate, ...]:
    """Effect of the start on adoption, on the outcome, and their ratio per ten points.

    All three on the same cells, those where both are known. The ratio's interval is Fieller's, from
    leaving out one group at a time; it is missing where adoption did not clearly rise.
    """
    adoption = panel.adoption
    if adoption is None or not np.any(panel.start >= 0):
        return ()
    both = np.where(np.isfinite(adoption) & np.isfinite(panel.outcome), panel.outcome, np.nan)
    chosen = cells(panel, Reach(panel.question.lag), outcome=both)
    if chosen.starters.sum() < LEAST_STARTERS:
        return ()
    found = jackknife(chosen, np.stack([both, adoption]))
    level = level_for(panel.question)
    swapped = replace(found, point=found.point[::-1], without=found.without[:, ::-1])
    first = left_out_interval(swapped, chosen, level)
    second = left_out_interval(found, chosen, level)
    ratio = per_ten_points(found, chosen, level)
    links = (
        as_estimate(first, panel, "start_to_adoption", "adoption"),
        as_estimate(second, panel, "start_to_outcome", "outcome"),
        ratio and as_estimate(ratio, panel, "outcome_per_ten_points", "ratio"),
    )
    return tuple(one for one in links if isinstance(one, Estimate))


def per_ten_points(found: Replicates, chosen: Cells, level: float) -> Interval | None:
    """Ratio of the first to the second outcome, per ten points of the second.

    None where the second is not clearly different from zero, or its interval has no bounds.
    """
    covariance = found.covariance
    if abs(found.point[1]) < CLEARLY * np.sqrt(covariance[1, 1]):
        return None
    critical = t_quantile((1 + level) / 2, jackknife_df(found, chosen))
    bounds = fieller(found.point, covariance, critical)
    if bounds is None:
        return None
    point = float(found.point[0] / found.point[1])
    low, high = sorted(bounds)
    return Interval(point * TEN_POINTS, low * TEN_POINTS, high * TEN_POINTS, level)
