"""Whether groups move by the same amount or by the same share, and the effect in shares.

Tukey's (1949) one degree of freedom for non-additivity, on untouched cells: a group's gap to the
common path is b times its relative level times that path; b is 0 where all move by the same amount,
1 where all move by the same share. G groups, T periods.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from signpost.metrics.causal.design import Cells, cells
from signpost.metrics.causal.inference.distributions import t_quantile
from signpost.metrics.causal.inference.intervals import LEVEL
from signpost.metrics.causal.methods.counterfactual import (
    Bools,
    counterfactual,
    fit_baseline,
    fitted_lines,
)
from signpost.metrics.model.types import Floats, Panel

_PARCELS = 30
"""So many parcels of groups are left out in turn; fewer groups one by one."""
_WIDEST = 2.0


@dataclass(frozen=True)
class Movement:
    """Movement of groups by their level: the 95 % range of b."""

    low: float
    high: float

    @property
    def by_amount(self) -> bool:
        """True where they surely do not move by the same share, and may by the same amount."""
        return self.low <= 0 <= self.high < 1


def in_shares(panel: Panel) -> Panel | None:
    """Return the panel in units of each group's own mean before, times the starters' mean.

    None where an outcome is not above zero: shares mean nothing there.
    """
    known = np.isfinite(panel.outcome)
    if not known.any() or panel.outcome[known].min() <= 0:
        return None
    before = cells(panel).baseline > 0
    used = np.asarray(before.any(axis=1))
    count = np.maximum(before.sum(axis=1), 1)
    own = np.where(before, panel.outcome, 0.0).sum(axis=1) / count
    begun = used & (panel.start >= 0)
    if not begun.any():
        return None
    unit = float(np.average(own[begun], weights=panel.weight[begun]))
    outcome = np.where(used[:, None], panel.outcome / np.where(used, own, 1.0)[:, None], np.nan)
    weight = panel.weight * np.where(begun, own / unit, 1.0)
    return replace(
        panel,
        outcome_numerator=outcome * unit,
        outcome_denominator=np.ones_like(outcome),
        weight=weight,
    )


def measure_movement(panel: Panel) -> Movement:
    """Estimate b from untouched cells, its error by leaving out groups in turn."""
    chosen, groups = cells(panel), len(panel.groups)
    parcel = np.random.default_rng(1).permutation(groups) % min(groups, _PARCELS)
    rows = [parcel != number for number in range(int(parcel.max()) + 1)]
    without = np.array([_slope(panel.outcome, chosen, keep) for keep in rows])
    point = _slope(panel.outcome, chosen, np.ones(groups, dtype=bool))
    many = len(without)
    error = float(np.sqrt((many - 1) / many * ((without - without.mean()) ** 2).sum()))
    reach = t_quantile((1 + LEVEL) / 2, max(many - 2, 2)) * error
    return Movement(max(point - reach, -_WIDEST), min(point + reach, _WIDEST))


def _slope(outcome: Floats, chosen: Cells, keep: Bools) -> float:
    weight = chosen.baseline[keep]
    weight = weight[(weight > 0).any(axis=1)]
    values = outcome[keep][(chosen.baseline[keep] > 0).any(axis=1)]
    values = np.where(weight > 0, values, 0.0)
    baseline = fit_baseline(weight, fitted_lines(outcome.shape[1], 0))
    fitted = counterfactual(baseline, values)
    level = fitted.mean(axis=1)
    path = fitted[0] - fitted[0].mean()
    tilt = (level / level.mean() - 1)[:, None] * path[None, :]
    away = np.where(weight > 0, tilt - counterfactual(baseline, np.where(weight > 0, tilt, 0.0)), 0)
    size = float((weight * away**2).sum())
    return float((weight * away * (values - fitted)).sum() / size) if size > 0 else 0.0
