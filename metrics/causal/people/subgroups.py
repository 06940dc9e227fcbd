"""For whom a pilot of people works: the effect of being drawn by level, tenure or location.

Each kind within its groups, drawn together as far as they differ by chance (Morris 1983); claims by
Benjamini and Hochberg over all kinds that were looked at. n people, K kinds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.inference.distributions import f_beyond, t_quantile, t_two_sided
from signpost.metrics.causal.inference.intervals import benjamini_hochberg
from signpost.metrics.causal.methods.counterfactual import Bools
from signpost.metrics.causal.methods.group_effects import Claim, RawEffects, empirical_bayes_shrink
from signpost.metrics.causal.people.effects import arm_contrasts
from signpost.metrics.causal.people.sample import PeoplePanel, PeopleSample, Subgroups, analysed
from signpost.metrics.model.types import Floats, Question, SubgroupEffect


@dataclass(frozen=True)
class _Cut:
    """One attribute: its kinds that may be shown, and their effects one by one."""

    kinds: Subgroups
    shown: tuple[int, ...]
    raw: RawEffects

    @property
    def chances(self) -> Floats:
        """(K,) how often chance gives as much for each kind."""
        ratio = np.abs(self.raw.point) / self.raw.error
        pairs = zip(ratio, self.raw.df, strict=True)
        return np.array([t_two_sided(float(one), float(df)) for one, df in pairs])

    @property
    def chance_of_differing(self) -> float:
        """Cochran's Q over K - 1, as an F of the people's degrees of freedom."""
        share = 1 / self.raw.error**2
        centre = float((share * self.raw.point).sum() / share.sum())
        between = float((share * (self.raw.point - centre) ** 2).sum())
        top = len(self.shown) - 1
        return f_beyond(between / top, top, float(self.raw.df.sum()))


def subgroup_effects(
    panel: PeoplePanel, everybody: PeopleSample, level: float, *, may_claim: bool
) -> tuple[SubgroupEffect, ...]:
    """Return the effect on each kind of people, of those attributes that may be shown.

    Each arm of a kind has the fewest people, and so has what is left when all shown are taken out.
    Attributes asked for beforehand are looked at by themselves, all others together. Where the
    whole has no answer no kind is claimed.
    """
    cuts: list[_Cut] = []
    for one in sorted(panel.subgroups, key=lambda kinds: not kinds.declared):
        found = _cut(panel, everybody, one)
        if found is not None and not any(_nearly_same(panel, found, other) for other in cuts):
            cuts.append(found)
    told: list[SubgroupEffect] = []
    for declared in (True, False):
        mine = [one for one in cuts if one.kinds.declared is declared]
        if mine:
            stands = benjamini_hochberg(np.concatenate([one.chances for one in mine]))
            told += _told(panel.question, mine, stands & may_claim, level)
    return tuple(told)


def _cut(panel: PeoplePanel, everybody: PeopleSample, kinds: Subgroups) -> _Cut | None:
    """Return the effects by one attribute; None where fewer than two kinds may be shown."""
    parts = {
        at: analysed(everybody.where(kinds.kind == at))
        for at in range(len(kinds.labels))
        if (kinds.kind == at).any()
    }
    shown = [at for at, part in parts.items() if _smallest_arm(part) >= panel.least_arm]
    shown.sort(key=lambda at: -_smallest_arm(parts[at]))
    while shown and not _rest_is_many(panel, everybody, ~np.isin(kinds.kind, shown)):
        shown.pop()
    if len(shown) < 2:
        return None
    found = [
        arm_contrasts(part.after[None], part.arm, part.before, part.block)
        for part in (parts[at] for at in sorted(shown))
    ]
    raw = RawEffects(
        group=tuple(sorted(shown)),
        point=np.array([float(one.point[0]) for one in found]),
        error=np.array([float(np.sqrt(one.covariance[0, 0])) for one in found]),
        path_error=np.zeros(len(found)),
        df=np.array([one.df for one in found]),
    )
    return _Cut(kinds, tuple(sorted(shown)), raw) if (raw.error > 0).all() else None


def _nearly_same(panel: PeoplePanel, one: _Cut, other: _Cut) -> bool:
    """Return whether a kind of each differ by some people, and by fewer than may be shown."""
    for mine in one.shown:
        for theirs in other.shown:
            apart = (one.kinds.kind == mine) != (other.kinds.kind == theirs)
            if 0 < apart.sum() < panel.least_arm:
                return True
    return False


def _smallest_arm(sample: PeopleSample) -> int:
    return int(min(sample.arm.sum(), (1 - sample.arm).sum()))


def _rest_is_many(panel: PeoplePanel, everybody: PeopleSample, rest: Bools) -> bool:
    """Return whether those in no shown kind are nobody or enough, as the whole less all shown."""
    known = rest & np.isfinite(everybody.before) & np.isfinite(everybody.after)
    if not known.any():
        return True
    return _smallest_arm(everybody.where(known)) >= panel.least_arm


def _told(
    question: Question, cuts: list[_Cut], stands: Bools, level: float
) -> list[SubgroupEffect]:
    """Return the kinds of attributes that were looked at together; (K,) which claims stand."""
    told, place = [], 0
    for cut in cuts:
        point, error = empirical_bayes_shrink(cut.raw)
        for at, kind in enumerate(cut.shown):
            reach = t_quantile((1 + level) / 2, float(cut.raw.df[at])) * float(error[at])
            told.append(
                SubgroupEffect(
                    attribute=cut.kinds.attribute,
                    kind=cut.kinds.labels[kind],
                    point=float(point[at]),
                    low=float(point[at] - reach),
                    high=float(point[at] + reach),
                    raw=float(cut.raw.point[at]),
                    claim=_claim(question, float(point[at]), reach, bool(stands[place])),
                    declared=cut.kinds.declared,
                    looks=len(stands),
                    chance_of_differing=cut.chance_of_differing,
                )
            )
            place += 1
    return told


def _claim(question: Question, point: float, reach: float, stands: bool) -> Claim:
    good = 1 if question.better == "higher" else -1
    if stands and abs(point) > reach and abs(point) >= question.worthwhile:
        return "better" if good * point > 0 else "worse"
    return "unclear"
