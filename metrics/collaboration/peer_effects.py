"""Peer effects: how strongly adoption spreads along a network, from started to waiting groups.

Only groups that have not started themselves are looked at, in the periods before their own start:
their adoption is set against what their contacts had gained a period earlier, within groups and
over and above what happened to all of them at the time:

    adoption[g, t] = group + period + effect x sum over h of contact[g, h] x gained[h, t - 1]

with contact the share of g's work with other groups that is with h, and gained the adoption of h,
once started, less its level before anybody started. The interval leaves out one group at a time
(jackknife, with Student's t). The placebo shuffles who is who in the network: real spread follows
the real network only. A shock that hits groups that work together alike is not told apart from it
(Manski, Review of Economic Studies 60 (1993) 531).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signpost.metrics.causal.inference.distributions import t_quantile
from signpost.metrics.causal.inference.intervals import LEVEL
from signpost.metrics.model.types import Estimate, Floats, Ints, Refusal

_Flags = NDArray[np.bool_]
_PLACEBOS = 499
PLACEBO_SEED = 20261122
MIN_WAITING_GROUPS = 6
"""Waiting groups needed for an interval from leaving one out."""
_GAIN_ITERATIONS = 6
"""Of estimating the common rise and the spread in it; each takes most of the rest away."""
MAX_DEMEAN_ITERATIONS = 200
_TINY = 1e-12


@dataclass(frozen=True)
class PeerSetting:
    """Adoption, contacts and starts of G groups over T periods."""

    adoption: Floats
    """(G, T) share of licensed members active; NaN where not known."""
    contact: Floats
    """(G, G) share of the row group's interactions with the column group."""
    start: Ints
    """(G,) first exposed period; -1: never."""

    @property
    def waiting(self) -> _Flags:
        """Return (G, T) True before a group's own start."""
        period = np.arange(self.adoption.shape[1])[None, :]
        return (self.start[:, None] < 0) | (period < self.start[:, None])


@dataclass(frozen=True)
class PeerEffect:
    """Effect along one network; `reached` is (G, T), what contacts had gained a period earlier."""

    estimate: Estimate
    placebo_p: float
    """Share of shuffled networks that show at least as strong an association."""
    reached: Floats


def estimate_peer_effect(
    setting: PeerSetting, *, placebos: int = _PLACEBOS, seed: int = PLACEBO_SEED
) -> PeerEffect | Refusal:
    """Return points of adoption per point that contacts gained, a period later."""
    gained = adoption_gains(setting)
    if gained is None:
        return Refusal(
            "No group started after adoption began to be measured, so nothing could spread.",
            "Load usage from before the first start, and enter the days of the starts.",
        )
    reached = peer_exposure(outside_shares(setting.contact), gained)
    use = setting.waiting & np.isfinite(setting.adoption) & np.isfinite(reached)
    waiting = np.flatnonzero(use.sum(axis=1) >= 2)
    if len(waiting) < MIN_WAITING_GROUPS:
        return Refusal(
            f"Only {len(waiting)} groups waited while others they work with had started.",
            f"At least {MIN_WAITING_GROUPS} groups must be measured before their own start.",
        )
    if not _varies(reached, use):
        return Refusal(
            "What their contacts gained hardly differs between the groups that waited.",
            "Load who works with whom from before the starts, or wait for more groups to start.",
        )
    point = within_slope(setting.adoption, reached, use)
    each = np.array(
        [within_slope(setting.adoption, reached, _without_group(use, int(g))) for g in waiting]
    )
    error = float(np.sqrt((len(each) - 1) / len(each) * ((each - each.mean()) ** 2).sum()))
    margin = t_quantile(0.5 + LEVEL / 2, len(each) - 1) * error
    estimate = Estimate(
        method="spread",
        point=point,
        low=point - margin,
        high=point + margin,
        level=LEVEL,
        unit="points of adoption per point contacts gained",
        n_groups=len(waiting),
        n_periods=int(use.any(axis=0).sum()),
        n_starts=int((setting.start > 0).sum()),
        effect="adoption",
        standard_error=error,
    )
    placebo = _placebo(setting, gained, use, point, placebos=placebos, seed=seed)
    return PeerEffect(estimate, placebo, reached)


def adoption_gains(setting: PeerSetting) -> Floats | None:
    """Return (G, T) gains of each group since it started, else 0; None where none starts later.

    Gained: adoption over the group's mean before the first start, less what waiting groups gained
    over theirs at the time without what spread brought them, so that a common rise counts as
    nobody's. NaN for a group that started before its adoption was measured.
    """
    begun = setting.start[setting.start > 0]
    if not begun.size:
        return None
    before = setting.adoption[:, : begun.min()]
    counted = np.isfinite(before).sum(axis=1)
    measured = (counted > 0) & (setting.start != 0)
    level = np.where(measured, np.nansum(before, axis=1) / np.maximum(counted, 1), np.nan)
    risen, common = setting.adoption - level[:, None], np.zeros(setting.adoption.shape[1])
    outside, brought = outside_shares(setting.contact), np.zeros_like(setting.adoption)
    use = setting.waiting & np.isfinite(risen)
    for _ in range(_GAIN_ITERATIONS):
        common = _mean(np.where(use, risen - brought, np.nan))
        # What a group gained before its own start is not the roll-out's.
        gained = np.where(setting.waiting, 0.0, risen - common)
        reached = np.nan_to_num(peer_exposure(outside, gained))
        brought = within_slope(setting.adoption, reached, use) * reached
    return gained


def _mean(values: Floats) -> Floats:
    """Return (T,) the mean over measured groups; 0 where there is none."""
    is_measured = np.isfinite(values)
    return np.where(is_measured, values, 0.0).sum(axis=0) / np.maximum(is_measured.sum(axis=0), 1)


def outside_shares(contact: Floats) -> Floats:
    """Return (G, G) the share of the row group's outside work that is with each; rows add to 1."""
    away = np.where(np.eye(len(contact), dtype=bool), 0.0, np.nan_to_num(contact))
    total = away.sum(axis=1, keepdims=True)
    return np.divide(away, total, out=np.zeros_like(away), where=total > 0)


def peer_exposure(outside: Floats, gained: Floats) -> Floats:
    """Return (G, T) what contacts had gained one period earlier; NaN where most are unmeasured."""
    exposure = outside @ np.nan_to_num(gained)
    lost = outside @ np.where(np.isfinite(gained), 0.0, 1.0) > 0.5
    late = np.full_like(exposure, np.nan)
    late[:, 1:] = np.where(lost, np.nan, exposure)[:, :-1]
    return late


def within_slope(outcome: Floats, regressor: Floats, use: _Flags) -> float:
    """Return the least-squares slope with group and period effects over the cells; all (G, T)."""
    left = within_groups(regressor, use)
    spread = float((left**2).sum())
    return float((left * np.where(use, outcome, 0.0)).sum()) / spread if spread > _TINY else 0.0


def within_groups(values: Floats, use: _Flags) -> Floats:
    """Return (G, T) values less group and period means over the cells in use, else 0.

    By turns until nothing changes (Guimaraes and Portugal, Stata Journal 10 (2010) 628).
    """
    left = np.where(use, values, 0.0)
    groups = np.maximum(use.sum(axis=1, keepdims=True), 1)
    periods = np.maximum(use.sum(axis=0), 1)
    for _ in range(MAX_DEMEAN_ITERATIONS):
        before = left
        left = np.where(use, left - left.sum(axis=1, keepdims=True) / groups, 0.0)
        left = np.where(use, left - left.sum(axis=0) / periods, 0.0)
        if np.abs(left - before).max() < _TINY:
            break
    return left


def _without_group(use: _Flags, group: int) -> _Flags:
    rest = use.copy()
    rest[group] = False
    return rest


def _varies(reached: Floats, use: _Flags) -> bool:
    return bool(use.any()) and float(np.abs(within_groups(reached, use)).max()) > 1e-6


def _placebo(
    setting: PeerSetting, gained: Floats, use: _Flags, point: float, *, placebos: int, seed: int
) -> float:
    """Return the share of shuffled networks (the real one included) with as large a slope."""
    outside, rng = outside_shares(setting.contact), np.random.default_rng(seed)
    beyond = 1
    for _ in range(placebos):
        order = rng.permutation(len(outside))
        shuffled = np.nan_to_num(peer_exposure(outside[np.ix_(order, order)], gained))
        beyond += abs(within_slope(setting.adoption, shuffled, use)) >= abs(point)
    return beyond / (placebos + 1)
