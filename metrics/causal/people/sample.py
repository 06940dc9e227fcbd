"""People by period, their groups and arms, and what is compared of them. n people, T periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from signpost.metrics.causal.inference.intervals import mean_where
from signpost.metrics.causal.methods.counterfactual import Bools
from signpost.metrics.model.types import Finding, Floats, Ints, Question, Refusal

LEAST_ARM = 10
"""People analysed in each arm, whatever smaller minimum was set."""
_LEAST_PERIODS = 1
ROUNDED_TO = 5
"""Numbers of people leave the engine rounded to this."""
ArmsBy = Literal["lot", "matched"]


PEOPLE_DESIGNS = DRAWN, MATCHED = "lottery", "matched_people"


@dataclass(frozen=True)
class Subgroups:
    """Kinds of people by one attribute: level, tenure or location before the start."""

    attribute: str
    labels: tuple[str, ...]
    kind: Ints
    """(n,) place of each person's label; -1: not known."""
    declared: bool = False
    """True where the programme asks for it beforehand."""


@dataclass(frozen=True)
class PeoplePanel:
    """Outcomes of people who got something (arm 1) and of others in their groups (arm 0).

    Missing is NaN. No person is named here, and nothing about one person leaves the analysis.
    """

    question: Question
    outcome: Floats
    """(n, T)"""
    group: Ints
    """(n,) number of the group, the block within which places were drawn or matched."""
    arm: Ints
    """(n,) 1 for those who were to get it first, else 0."""
    start: int
    """Index of the first period in which arm 1 had it."""
    use: Floats | None = None
    """(n, T) use of it in the period, 0 to 1; None where it is not known."""
    until: int | None = None
    """Index of the period from which on the others had it too (a wait-list); None: never."""
    recorded_draw: bool = False
    """True where the arms are those of a draw that was recorded before the start."""
    minimum: int = LEAST_ARM
    subgroups: tuple[Subgroups, ...] = ()

    @property
    def least_arm(self) -> int:
        """Fewest people of an arm that anything is said of."""
        return max(self.minimum, LEAST_ARM)


@dataclass(frozen=True)
class PeopleSample:
    """One row per person: what is compared."""

    before: Floats
    after: Floats
    """(n,) mean outcome from the lag on, until the others had it too; NaN: left or unknown."""
    trend: Floats
    """(n,) change until `after` if the change between the halves of the time before went on."""
    use: Floats | None
    """(n,) mean use over the same periods as `after`."""
    arm: Floats
    block: Ints

    def where(self, keep: Bools) -> PeopleSample:
        """Return the same of some people, their blocks numbered anew."""
        block = np.unique(self.block[keep], return_inverse=True)[1].astype(np.int64)
        use = None if self.use is None else self.use[keep]
        kept = self.before[keep], self.after[keep], self.trend[keep]
        return PeopleSample(*kept, use, self.arm[keep], block)


def people_sample(panel: PeoplePanel) -> PeopleSample:
    """Return each person's means before and after; only periods in which arms differ count."""
    first, last = panel.start + panel.question.lag, panel.until or panel.outcome.shape[1]
    past, time = panel.outcome[:, : panel.start], slice(first, last)
    half = past.shape[1] // 2
    distance = (first + last - panel.start) / max(panel.start, 1)
    return PeopleSample(
        before=_mean(past),
        after=_mean(panel.outcome[:, time]),
        trend=distance * (_mean(past[:, half:]) - _mean(past[:, :half])),
        use=None if panel.use is None else np.nan_to_num(_mean(panel.use[:, time])),
        arm=panel.arm.astype(np.float64),
        block=np.unique(panel.group, return_inverse=True)[1].astype(np.int64),
    )


def _mean(values: Floats) -> Floats:
    return mean_where(values, np.isfinite(values))


def analysed(sample: PeopleSample) -> PeopleSample:
    """Return people with both outcomes, in blocks in which both arms are left."""
    return sample.where(is_analysed(sample))


def is_analysed(sample: PeopleSample) -> Bools:
    """(n,) whether a person has both outcomes, and in the block both arms are left."""
    keep = np.isfinite(sample.before) & np.isfinite(sample.after)
    blocks = int(sample.block.max(initial=-1)) + 1
    many = np.bincount(sample.block[keep], minlength=blocks)
    mine = np.bincount(sample.block[keep], sample.arm[keep], blocks)
    return np.asarray(keep & ((mine > 0) & (mine < many))[sample.block])


def comparison_refusal(panel: PeoplePanel, sample: PeopleSample) -> Refusal | None:
    """Return why the arms cannot be compared, if so; `sample` are the people analysed."""
    last = panel.until or panel.outcome.shape[1]
    if panel.start < _LEAST_PERIODS or last - panel.start - panel.question.lag < _LEAST_PERIODS:
        return Refusal(Finding("people.no_time"), Finding("people.load_before_and_after"))
    minimum = panel.least_arm
    if min(sample.arm.sum(), (1 - sample.arm).sum()) < minimum:
        values = {"minimum": minimum}
        return Refusal(Finding("people.few", values), Finding("people.draw_more", values))
    if not np.ptp(sample.after) > 0:
        return Refusal(Finding("design.outcome_still"), Finding("people.other_outcome"))
    return None


def rounded(people: float) -> int:
    """Return a number of people as it may be told."""
    return int(ROUNDED_TO * round(people / ROUNDED_TO))
