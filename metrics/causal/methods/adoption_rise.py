"""Everyone started at once: whether groups whose adoption rose more changed more.

Slope of the change of the outcome on the rise of adoption across groups, chance by giving the same
rises to other groups (studentised; Wu and Ding 2021). Whatever else such groups gained from at that
time is in it. G groups, T periods, g groups that are known before and after.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.design import AdoptionRises, adoption_rises
from signpost.metrics.causal.inference.distributions import t_quantile
from signpost.metrics.causal.inference.intervals import Interval, mean_where
from signpost.metrics.causal.inference.permutation import DRAWS, SEED
from signpost.metrics.causal.methods.counterfactual import Bools
from signpost.metrics.model.types import Floats, Panel


@dataclass(frozen=True)
class RiseContrasts:
    """Changes compared with the rise of adoption. (G,), NaN where a group is not known."""

    effect: Floats
    """Change of the outcome from before to after the start."""
    halves: Floats
    """Second half of the time before less the first."""
    last_quarter: Floats
    """Last quarter of the time before less the rest."""
    beyond_line: Floats
    """Step at the start beyond a straight line through all its periods."""


def rise_contrasts(panel: Panel) -> RiseContrasts | None:
    """Return what is compared across groups; None where rises cannot be told."""
    rises = adoption_rises(panel)
    if rises is None:
        return None
    outcome, before = panel.outcome, rises.before
    place = np.cumsum(before, axis=1)
    length = before.sum(axis=1, keepdims=True)
    late, last = (
        before & (place > length / 2),
        before & (place > length - np.maximum(2, length // 4)),
    )
    return RiseContrasts(
        effect=_mean(outcome, rises.after) - _mean(outcome, before),
        halves=_mean(outcome, late) - _mean(outcome, before & ~late),
        last_quarter=_mean(outcome, last) - _mean(outcome, before & ~last),
        beyond_line=_step_beyond_line(outcome, rises),
    )


def _mean(outcome: Floats, cells: Bools) -> Floats:
    return mean_where(outcome, cells & np.isfinite(outcome))


def _step_beyond_line(outcome: Floats, rises: AdoptionRises) -> Floats:
    """(G,) coefficient of the step beside a constant and a line, group by group."""
    steps = np.full(len(outcome), np.nan)
    for row, values in enumerate(outcome):
        used = (rises.before[row] | rises.after[row]) & np.isfinite(values)
        step = rises.after[row][used].astype(np.float64)
        time = np.flatnonzero(used).astype(np.float64)
        design = np.stack([step, np.ones(len(time)), time], axis=1)
        if len(time) > design.shape[1] and 0 < step.sum() < len(step):
            steps[row] = np.linalg.lstsq(design, values[used], rcond=None)[0][0]
    return steps


def slope_on_rise(change: Floats, rise: Floats, level: float) -> Interval | None:
    """Slope of `change` (G,) on `rise` (G,); the wider of t and of the rises given to others."""
    known = np.isfinite(change) & np.isfinite(rise)
    values, dose = change[known], rise[known]
    many = len(values)
    if many < 4 or not np.ptp(dose) > 0:
        return None
    point, error = (float(one[0]) for one in _slopes(values, dose[None]))
    if not error > 0:
        return None
    drawn = np.random.default_rng(SEED).permuted(np.tile(dose, (DRAWS, 1)), axis=1)
    found, errors = _slopes(values, drawn)
    beyond = int((np.abs(found) / errors >= abs(point) / error - 1e-9).sum())
    left, spread = _slopes(values - point * dose, drawn)
    critical = max(
        t_quantile((1 + level) / 2, many - 2), float(np.quantile(np.abs(left) / spread, level))
    )
    reach, chance = critical * error, (1 + beyond) / (1 + DRAWS)
    return Interval(point, point - reach, point + reach, level, chance, error)


def _slopes(values: Floats, dose: Floats) -> tuple[Floats, Floats]:
    """(R,) and (R,) slopes of `values` (g,) on each row of `dose` (R, g), and their HC1 errors."""
    away = dose - dose.mean(axis=1, keepdims=True)
    size = (away**2).sum(axis=1)
    slope = away @ values / size
    left = values - values.mean() - slope[:, None] * away
    many = len(values)
    error = np.sqrt((away**2 * left**2).sum(axis=1) * many / (many - 2)) / size
    return slope, np.maximum(error, 1e-300)
