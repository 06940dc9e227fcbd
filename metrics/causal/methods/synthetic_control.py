"""A mix of other groups that moved like the ones that started: for one to three starters.

Abadie, Diamond and Hainmueller (2010); Arkhangelsky et al. (2021) by diff-diff. All groups of a mix
must be known in every period.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from diff_diff import SyntheticDiD, SyntheticDiDResults
from diff_diff.utils import compute_sdid_estimator, compute_sdid_unit_weights, compute_time_weights
from scipy.optimize import nnls

from signpost.metrics.causal.inference.intervals import Interval, level_for, t_interval, wider
from signpost.metrics.model.types import Finding, Floats, Ints, Panel, Refusal

_PLACEBOS = 100
_SEED = 20260103
_SUM_TO_ONE = 1e4
"""Weight of the row that makes shares sum to one, in standard deviations of the outcome."""
_PRECISE = 1e-5
"""What a step towards the best weights must still gain, in units of the noise."""
LEAST_DONORS = 5
MOST_DONORS = 100
"""Groups to mix from, drawn by chance where there are more: a mix of more fits no better."""

TOO_FEW = Refusal(Finding("method.few_donors"), Finding("method.fill_comparison_gaps"))


@dataclass(frozen=True)
class DonorPool:
    """One outcome to explain and those to explain it with, before and after the start."""

    started: Floats
    """(S, T) groups that started, all in the same period."""
    donors: Floats
    """(D, T) groups that never did."""
    before: int
    """Periods before the start."""
    after: int
    """First period in which the effect is due."""


def donor_pool(panel: Panel) -> DonorPool | Refusal:
    """Split a panel with one wave into what is to be explained and what explains it."""
    known = np.asarray(np.isfinite(panel.outcome).all(axis=1))
    begun = panel.start >= 0
    starts = set(panel.start[begun].tolist())
    if len(starts) != 1 or not known[begun].all():
        return Refusal(Finding("method.starts_differ_or_gaps"), Finding("method.fill_starter_gaps"))
    if (known & ~begun).sum() < LEAST_DONORS:
        return TOO_FEW
    before = starts.pop()
    after = before + panel.question.lag
    if after >= len(panel.periods):
        return Refusal(Finding("method.not_yet_due"), Finding("method.wait_for_lag"))
    donors = np.random.default_rng(_SEED).permutation(np.flatnonzero(known & ~begun))
    some = np.sort(donors[:MOST_DONORS])
    return DonorPool(panel.outcome[begun], panel.outcome[some], before, after)


def _shares(target: Floats, donors: Floats) -> Floats:
    """(D,) non-negative shares, summing to one, of the donors (D, t) nearest to `target` (t,)."""
    heavy = _SUM_TO_ONE * max(float(np.std(donors)), 1e-12)
    system = np.vstack([donors.T, np.full(len(donors), heavy)])
    found, _ = nnls(system, np.r_[target, heavy])
    return np.asarray(found, dtype=np.float64)


def synthetic_gap(target: Floats, donors: Floats, before: int) -> Floats:
    """(T,) outcome less its synthetic counterpart, fitted on the periods before the start."""
    return np.asarray(target - _shares(target[:before], donors[:, :before]) @ donors)


def placebo_gaps(pool: DonorPool) -> Floats:
    """(D, T) the gap of each donor, had it been the one that started."""
    others = np.arange(len(pool.donors))
    return np.stack(
        [
            synthetic_gap(one, pool.donors[others != i], pool.before)
            for i, one in enumerate(pool.donors)
        ]
    )


def synthetic_control(panel: Panel) -> Interval | Refusal:
    """Mean gap after the start; its error is that of groups that did not start."""
    pool = donor_pool(panel)
    if isinstance(pool, Refusal):
        return pool
    mine = synthetic_gap(pool.started.mean(axis=0), pool.donors, pool.before)
    others = placebo_gaps(pool)[:, pool.after :].mean(axis=1) / np.sqrt(len(pool.started))
    point, spread = float(mine[pool.after :].mean()), float(np.sqrt((others**2).mean()))
    return t_interval(point, spread, len(others) - 1, level_for(panel.question))


def synthetic_did(panel: Panel) -> Interval | Refusal:
    """Synthetic difference in differences, its error from groups that did not start."""
    pool = donor_pool(panel)
    if isinstance(pool, Refusal):
        return pool
    found, level = _fitted(pool), level_for(panel.question)
    placebos = np.abs(placebo_effects(pool, found))
    point, spread = float(found.att), float(np.sqrt((placebos**2).mean()))
    plain = t_interval(point, spread, len(pool.donors) - 1, level)
    return wider(plain, _among(point, placebos, level))


def _fitted(pool: DonorPool) -> SyntheticDiDResults:
    model, frame = SyntheticDiD(variance_method="placebo", n_bootstrap=2, seed=_SEED), _frame(pool)
    due = sorted(set(frame["period"][frame["period"] >= pool.after]))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return model.fit(
            frame,
            outcome="outcome",
            treatment="started",
            unit="group",
            time="period",
            post_periods=due,
        )


def placebo_effects(pool: DonorPool, found: SyntheticDiDResults) -> Floats:
    """Effects (n,) of as many donors as started: each alone, else `PLACEBOS` sets by chance.

    Weights are found anew each time. The library begins at those of the whole pool, which have seen
    the donor that is left out: with few donors its placebos stray too little.
    """
    others, many = np.arange(len(pool.donors)), len(pool.started)
    draw = np.random.default_rng(_SEED)
    sets = [draw.choice(others, many, replace=False) for _ in range(_PLACEBOS)]
    alone = [others[[one]] for one in others]
    return np.array([_left_out(pool, found, one) for one in (alone if many == 1 else sets)])


def _left_out(pool: DonorPool, found: SyntheticDiDResults, which: Ints) -> float:
    """Return the effect on some donors, had they been the ones that started."""
    target = pool.donors[which].mean(axis=0)
    rest = np.delete(pool.donors, which, axis=0).T
    before, due = slice(None, pool.before), slice(pool.after, None)
    enough = _PRECISE * found.noise_level
    mix = compute_sdid_unit_weights(
        rest[before], target[before], zeta_omega=found.zeta_omega, min_decrease=enough
    )
    times = compute_time_weights(
        rest[before], rest[due], zeta_lambda=found.zeta_lambda, min_decrease=enough
    )
    return float(
        compute_sdid_estimator(rest[before], rest[due], target[before], target[due], mix, times)
    )


def _among(point: float, placebos: Floats, level: float) -> Interval:
    """Place `point` among the effects (n,) of groups that did not start, large tails and all.

    The range holds as if the group that started were any other (a permutation test turned round).
    """
    rank = min(int(np.ceil(level * (len(placebos) + 1))), len(placebos))
    reach = float(np.sort(placebos)[rank - 1])
    chance = float((1 + (placebos >= abs(point)).sum()) / (len(placebos) + 1))
    return Interval(point, point - reach, point + reach, level, chance)


def _frame(pool: DonorPool) -> pd.DataFrame:
    """One row per group and period, those between start and lag left out."""
    values = np.vstack([pool.donors, pool.started])
    periods = np.arange(values.shape[1])
    keep = (periods < pool.before) | (periods >= pool.after)
    used = values[:, keep]
    return pd.DataFrame(
        {
            "group": np.repeat(np.arange(len(values)), keep.sum()),
            "period": np.tile(periods[keep], len(values)),
            "outcome": used.ravel(),
            "started": np.repeat(np.arange(len(values)) >= len(pool.donors), keep.sum()).astype(
                int
            ),
        }
    )
