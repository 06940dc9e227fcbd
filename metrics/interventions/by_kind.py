"""Effects by kind of intervention on adoption, also where several began close together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from signpost.metrics.causal.inference.intervals import RISK, t_interval
from signpost.metrics.causal.inference.mean_differences import FEWEST_KNOWN, Contrast, change_at
from signpost.metrics.interventions.white_glove import EFFECT_PERIODS, first_periods
from signpost.metrics.model.schema import Intervention
from signpost.metrics.model.types import Floats, Ints, Panel

_MIN_OWN_VARIATION = 0.05
"""Least share of a kind's variation that the other kinds must leave, for it to be told apart."""


@dataclass(frozen=True)
class KindEffect:
    """Effect of one kind of intervention; `change` is None where it cannot be told apart."""

    kind: str
    change: Contrast | None
    groups: int
    crowded: int
    """Groups in which another kind began within the same window."""


@dataclass(frozen=True)
class KindMoments:
    """Changes of adoption around the first of each kind in each group, over groups left alone."""

    gained: Floats
    """(N,) change of the group less the mean change of groups left alone at the time."""
    exposed: Floats
    """(N, K) change of the share of periods in which each kind had begun."""
    group: Ints
    """(N,) row of the group in the panel."""


def effects_by_kind(panel: Panel, done: Sequence[Intervention]) -> tuple[KindEffect, ...]:
    """Return adoption gained by each kind of intervention over groups left alone, best first.

    The change around each beginning is regressed on how much of every kind changed around it, so
    that kinds that began close together share what is theirs. Taken to add up and to work at once.
    The interval leaves out one group at a time (jackknife, Student's t with the kind's groups less
    one) and is widened for the number of kinds.
    """
    every = {kind: first_periods(panel, done, [kind]) for kind in sorted({o.kind for o in done})}
    starts = {kind: first for kind, first in every.items() if (first >= 0).any()}
    if panel.adoption is None or not starts:
        return ()
    length = EFFECT_PERIODS[panel.question.window]
    seen = kind_moments(panel.adoption, np.stack(list(starts.values())), panel.start, length)
    effects = [
        KindEffect(
            kind,
            _effect(seen, number, 1 - RISK / len(starts)),
            int((first >= 0).sum()),
            _groups_with_others(starts, kind, length),
        )
        for number, (kind, first) in enumerate(starts.items())
    ]
    return tuple(sorted(effects, key=lambda k: -k.change.point if k.change else np.inf))


def kind_moments(adoption: Floats, first: Ints, start: Ints, length: int) -> KindMoments:
    """Return changes around each beginning less those of groups left alone that started alike.

    `adoption` is (G, T), `first` (K, G) the period each kind began in each group, -1: never,
    `start` (G,) that of the roll-out.
    """
    when = np.arange(adoption.shape[1])
    began = (first[:, :, None] >= 0) & (when >= first[:, :, None])
    gained, exposed, group = [], [], []
    for row in range(adoption.shape[0]):
        for moment in np.unique(first[:, row][first[:, row] >= 0]):
            rest = _change_elsewhere(adoption, first, start, row, int(moment), length)
            change = change_at(adoption, row, int(moment), length) - rest
            if np.isfinite(change):
                gained.append(change)
                exposed.append([change_at(kind * 1.0, row, int(moment), length) for kind in began])
                group.append(row)
    width = (len(gained), first.shape[0])
    return KindMoments(
        np.array(gained), np.array(exposed).reshape(width), np.array(group, dtype=int)
    )


def _change_elsewhere(
    adoption: Floats, first: Ints, start: Ints, row: int, moment: int, length: int
) -> float:
    busy = ((first >= 0) & (np.abs(first - moment) < length)).any(axis=0)
    alike = (start >= 0) & (start < moment)
    rest = [
        change_at(adoption, int(j), moment, length)
        for j in np.flatnonzero(~busy & (alike == alike[row]))
    ]
    finite = [change for change in rest if np.isfinite(change)]
    return float(np.mean(finite)) if finite else float("nan")


def _effect(seen: KindMoments, kind: int, level: float) -> Contrast | None:
    """Effect of one kind; None with fewer than two groups, or where others hide it."""
    having = np.unique(seen.group[seen.exposed[:, kind] > 0])
    point = _slope(seen.gained, seen.exposed, kind)
    if len(having) < FEWEST_KNOWN or not np.isfinite(point):
        return None
    groups = np.unique(seen.group)
    without = [seen.group != group for group in groups]
    each = np.array([_slope(seen.gained[keep], seen.exposed[keep], kind) for keep in without])
    if not np.isfinite(each).all():
        return None
    error = float(np.sqrt((len(each) - 1) / len(each) * ((each - each.mean()) ** 2).sum()))
    interval = t_interval(point, error, len(having) - 1, level)
    return Contrast(interval.point, interval.low, interval.high, level, len(having), 0)


def _slope(gained: Floats, exposed: Floats, kind: int) -> float:
    """Return the least-squares coefficient of one column given all others; NaN if they hide it."""
    own, others = exposed[:, kind], np.delete(exposed, kind, axis=1)
    left = own - others @ np.linalg.lstsq(others, own, rcond=None)[0]
    size = float(left @ left)
    return (
        float(left @ gained) / size
        if size > _MIN_OWN_VARIATION * float(own @ own) > 0
        else float("nan")
    )


def _groups_with_others(starts: Mapping[str, Ints], kind: str, length: int) -> int:
    """Return in how many groups another kind began within `length` periods of this one."""
    own = starts[kind]
    others = [first for name, first in starts.items() if name != kind]
    near = [(own >= 0) & (first >= 0) & (np.abs(first - own) < length) for first in others]
    return int(np.any(near, axis=0).sum()) if near else 0
