"""What must hold of a lottery inside groups, or of people matched there; each check declared once.

Three of them ask whether a lot within blocks would have given what is seen, 1 time in 100.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from signpost.metrics.causal.check import DeclaredCheck
from signpost.metrics.causal.inference.distributions import t_two_sided
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.people.effects import change_score, lee_bounds, within_blocks
from signpost.metrics.causal.people.lottery import redraws
from signpost.metrics.causal.people.sample import ArmsBy, PeopleSample
from signpost.metrics.model.types import CheckResult, Finding, Floats

BY_CHANCE = 0.01
LEAST_UPTAKE = 0.20
"""Difference of use between the arms below which nothing is said of use."""
MOST_CONTAMINATION = 0.20
_SPREAD_OF_SHARES = 0.20
"""Shares drawn must differ by this between blocks to show what colleagues do to each other."""
_LEAST_BLOCKS = 6
SPILLS = 0.05


@dataclass(frozen=True)
class PeopleStudy:
    """Everything that a check of people may look at."""

    everybody: PeopleSample
    sample: PeopleSample
    """Those analysed."""
    arms_by: ArmsBy
    effect: Interval
    level: float
    unit: str


@dataclass(frozen=True, kw_only=True)
class PeopleCheck(DeclaredCheck):
    """A check of a pilot of people."""

    arms_by: tuple[ArmsBy, ...] = ("lot", "matched")
    run: Callable[[PeopleStudy], CheckResult]


def chance_of(values: Floats, sample: PeopleSample) -> float:
    """Return how often a lot within blocks gives arms that differ as much in `values` (n,)."""
    centred = within_blocks(values, sample.block)
    seen = abs(float(sample.arm @ centred))
    drawn = [np.abs(arm @ centred) for arm in redraws(sample.arm, sample.block)]
    beyond = sum(int((one >= seen * (1 - 1e-9)).sum()) for one in drawn)
    return (1 + beyond) / (1 + sum(len(one) for one in drawn))


def _by_lot(
    check: str, values: Floats, sample: PeopleSample, fine: Finding, wrong: Finding
) -> CheckResult:
    chance = chance_of(values, sample)
    passed = chance >= BY_CHANCE
    return CheckResult(check, passed, fine if passed else wrong, {"chance": chance})


def _balance(study: PeopleStudy) -> CheckResult:
    known = np.isfinite(study.everybody.before)
    sample = study.everybody.where(known)
    fine, wrong = Finding("people_balance.alike"), Finding("people_balance.differ")
    return _by_lot("people_balance", sample.before, sample, fine, wrong)


def _trend(study: PeopleStudy) -> CheckResult:
    known = np.isfinite(study.everybody.trend)
    if known.mean() < 1 / 2:
        return CheckResult("people_trend", None, Finding("people_trend.too_short"))
    sample = study.everybody.where(known)
    fine, wrong = Finding("people_trend.alike"), Finding("people_trend.apart")
    return _by_lot("people_trend", sample.trend, sample, fine, wrong)


def _attrition(study: PeopleStudy) -> CheckResult:
    sample = study.everybody.where(np.isfinite(study.everybody.before))
    lost = ~np.isfinite(sample.after)
    shares = {
        "drawn": float(lost[sample.arm == 1].mean()), "others": float(lost[sample.arm == 0].mean())
    }  # fmt: skip
    units = dict.fromkeys(shares, "share")
    fine = Finding("people_attrition.alike", shares, units)
    if not lost.any() or chance_of(lost.astype(np.float64), sample) >= BY_CHANCE:
        return CheckResult("people_attrition", True, fine, shares)
    low, high = lee_bounds(sample)
    figures = {**shares, "low": low, "high": high}
    units = {**units, "low": study.unit, "high": study.unit}
    wrong = Finding("people_attrition.apart", figures, units)
    return CheckResult("people_attrition", False, wrong, figures)


def _uptake(study: PeopleStudy) -> CheckResult:
    sides = use_by_arm(study.sample)
    if sides is None:
        return CheckResult("people_uptake", None, Finding("people_uptake.not_known"))
    passed = is_taken_up(study.sample)
    units = dict.fromkeys(sides, "share")
    fine, wrong = (
        Finding("people_uptake.used", sides, units),
        Finding("people_uptake.hardly_used", sides, units),
    )
    return CheckResult("people_uptake", passed, fine if passed else wrong, sides)


def _contamination(study: PeopleStudy) -> CheckResult:
    sides = use_by_arm(study.sample)
    if sides is None:
        return CheckResult("people_contamination", None, Finding("people_uptake.not_known"))
    passed = sides["others"] <= MOST_CONTAMINATION
    figures, units = {"others": sides["others"]}, {"others": "share"}
    fine = Finding("people_contamination.kept_apart", figures, units)
    wrong = Finding("people_contamination.used_by_others", figures, units)
    return CheckResult("people_contamination", passed, fine if passed else wrong, figures)


def use_by_arm(sample: PeopleSample) -> dict[str, float] | None:
    """Return the mean use of those drawn and of the others; None where it is not known."""
    if sample.use is None:
        return None
    means = (float(sample.use[sample.arm == side].mean()) for side in (1, 0))
    return dict(zip(("drawn", "others"), means, strict=True))


def is_taken_up(sample: PeopleSample) -> bool:
    """Return whether enough more of those drawn use it to speak of the effect of use."""
    sides = use_by_arm(sample)
    return sides is not None and sides["drawn"] - sides["others"] >= LEAST_UPTAKE


def _spillover(study: PeopleStudy) -> CheckResult:
    """Compare how people without it changed with the share of colleagues who had it."""
    sample = study.sample
    share = np.bincount(sample.block, sample.arm) / np.bincount(sample.block)
    others = sample.arm == 0
    many = np.bincount(sample.block[others], minlength=len(share))
    if np.ptp(share) < _SPREAD_OF_SHARES or len(share) < _LEAST_BLOCKS:
        return CheckResult("people_spillover", None, Finding("people_spillover.not_known"))
    moved = (sample.after - sample.before)[others]
    change = np.bincount(sample.block[others], moved, len(share)) / np.maximum(many, 1)
    away = share - share.mean()
    slope = float(away @ change / (away @ away))
    left = change - change.mean() - slope * away
    df = len(share) - 2
    error = float(np.sqrt(left @ left / df / (away @ away)))
    passed = t_two_sided(abs(slope) / max(error, 1e-300), df) > SPILLS
    figures, units = {"slope": slope}, {"slope": study.unit}
    fine = Finding("people_spillover.not_seen")
    wrong = Finding("people_spillover.seen", figures, units)
    return CheckResult("people_spillover", passed, fine if passed else wrong, figures)


def _agreement(study: PeopleStudy) -> CheckResult:
    """Compare two ways of taking the level before into account (Lord 1967)."""
    other = change_score(study.sample, study.level)
    figures = {"effect": other.point, "low": other.low, "high": other.high}
    mine = study.effect
    same = (mine.low > 0) == (other.low > 0) and (mine.high < 0) == (other.high < 0)
    units = dict.fromkeys(figures, study.unit)
    fine = Finding("people_agreement.agrees", figures, units)
    wrong = Finding("people_agreement.differs", figures, units)
    return CheckResult("people_agreement", same, fine if same else wrong, figures)


def _drift(study: PeopleStudy) -> CheckResult:
    """Estimate again as if each person had gone on as before the start."""
    sample = study.sample
    if not np.isfinite(sample.trend).all():
        return CheckResult("people_drift", None, Finding("people_trend.too_short"))
    straight = replace(sample, after=sample.after - sample.trend)
    other = change_score(straight, study.level)
    figures = {"effect": other.point, "low": other.low, "high": other.high}
    claims = study.effect.excludes_zero
    passed = not claims or (other.excludes_zero and other.point * study.effect.point > 0)
    units = dict.fromkeys(figures, study.unit)
    fine = Finding("people_drift.remains", figures, units)
    wrong = Finding("people_drift.could_explain", figures, units)
    return CheckResult("people_drift", passed, fine if passed else wrong, figures)


PEOPLE_CHECKS = (
    PeopleCheck(id="people_balance", run=_balance, arms_by=("lot",), needed_for_strong=True),
    PeopleCheck(id="people_trend", run=_trend, needed_for_strong=True),
    PeopleCheck(id="people_attrition", run=_attrition, needed_for_strong=True),
    PeopleCheck(id="people_uptake", run=_uptake, on_failure="caveat"),
    PeopleCheck(id="people_contamination", run=_contamination, on_failure="caveat"),
    PeopleCheck(id="people_spillover", run=_spillover),
    PeopleCheck(id="people_agreement", run=_agreement, arms_by=("matched",)),
    PeopleCheck(id="people_drift", run=_drift, arms_by=("matched",)),
)
