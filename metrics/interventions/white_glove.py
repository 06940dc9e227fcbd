"""White-glove treatment: gain over plain roll-out, per hour, and its persistence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from signpost.metrics.adoption.members_at_start import Windows
from signpost.metrics.causal.inference.mean_differences import (
    Contrast,
    change_at,
    one_sample,
    two_sample,
    window_mean,
)
from signpost.metrics.causal.inference.noise import two_way
from signpost.metrics.model.calendar import from_label
from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import Intervention
from signpost.metrics.model.types import Floats, Ints, Panel, Refusal
from signpost.metrics.panel.start_dates import start_index

WHITE_GLOVE, ROLL_OUT = "white-glove", "roll-out"
EFFECT_PERIODS = {"week": 12, "month": 3}
"""Periods looked at on either side of a moment."""
TAIL_PERIODS = {"week": 4, "month": 2}
"""Last periods of a treatment; as many after its end are left out, while habits settle."""
MAX_LOST_SHARE = 0.2
"""It lasted if less than this share of the gain fell away."""


@dataclass(frozen=True)
class WhiteGlovePremium:
    """Gain of white-glove groups over groups with plain roll-out, at the same age."""

    adoption: Contrast
    outcome: Contrast | None
    """In the KPI's unit; None where too few groups have it."""
    hours: float
    extra_people: tuple[float, float, float]
    """More active people in the white-glove groups (low, point, high)."""
    people_per_hour: tuple[float, float, float] | None
    """None where no hours were entered."""


@dataclass(frozen=True)
class Persistence:
    """Adoption after white-glove ended against its last periods."""

    change: Contrast
    kept: float | None
    """Share of the gain that is still there; None where there was no gain."""
    lasted: bool | None
    """None: the interval does not say."""


def first_periods(panel: Panel, done: Iterable[Intervention], kinds: Iterable[str]) -> Ints:
    """(G,) index of the period of each group's first intervention of these kinds; -1: none."""
    wanted = set(kinds)
    first: dict[str, date] = {}
    for intervention in done:
        for group in intervention.groups if intervention.kind in wanted else ():
            key = group_key(group, {})
            first[key] = min(intervention.from_day, first.get(key, intervention.from_day))
    periods = [from_label(label) for label in panel.periods]
    return start_index([group_key(g, {}) for g in panel.groups], periods, first)


def white_glove_premium(panel: Panel, done: Sequence[Intervention]) -> WhiteGlovePremium | Refusal:
    """Return the gain of groups with white-glove over groups with plain roll-out at the same age.

    The adoption of a white-glove group around the start of the treatment is held against that of
    each plain group as long after its own roll-out. Who got white-glove was chosen, so this says
    what went with it. The outcome has its common shocks taken out first.
    """
    adoption = panel.adoption
    if adoption is None:
        return Refusal("This panel has no adoption.", "Load the usage export of the platform.")
    glove = first_periods(panel, done, [WHITE_GLOVE])
    rolled = np.where(panel.start >= 0, panel.start, -1)
    plain = np.flatnonzero((rolled >= 0) & (glove < 0))
    treated = np.flatnonzero(glove >= 0)
    gain = _over_plain(panel, adoption, treated, plain, glove, 0)
    if gain is None:
        return Refusal(
            "Two groups with white-glove treatment and two with a plain roll-out are needed that "
            f"can be followed; there are {len(treated)} and {len(plain)}.",
            "Enter the roll-out days of groups without white-glove, or wait for more periods.",
        )
    hours = _hours(panel, done, treated)
    members = panel.adoption_denominator
    size = float(np.nansum(np.nanmean(members[treated], axis=1))) if members is not None else 0.0
    extra = (gain.low * size, gain.point * size, gain.high * size)
    per_hour = (extra[0] / hours, extra[1] / hours, extra[2] / hours) if hours else None
    outcome = _over_plain(panel, two_way(panel.outcome), treated, plain, glove, panel.question.lag)
    return WhiteGlovePremium(gain, outcome, hours, extra, per_hour)


def premium_windows(panel: Panel, done: Sequence[Intervention]) -> tuple[Windows, Windows]:
    """Return the periods that the premium rests on: of white-glove groups, of plain ones."""
    length, glove = EFFECT_PERIODS[panel.question.window], first_periods(panel, done, [WHITE_GLOVE])
    treated = np.flatnonzero(glove >= 0)
    plain = np.flatnonzero((panel.start >= 0) & (glove < 0))
    ages = [int(glove[i] - panel.start[i]) for i in treated]
    ends = (min(ages, default=0) - length, max(ages, default=0) + length)
    return (
        {panel.groups[i]: (int(glove[i]) - length, int(glove[i]) + length) for i in treated},
        {panel.groups[j]: (int(panel.start[j]) + ends[0], int(panel.start[j]) + ends[1])
         for j in plain},
    )  # fmt: skip


def ended_windows(panel: Panel, done: Iterable[Intervention]) -> Windows:
    """Return the periods that persistence rests on, of each group whose white-glove ended."""
    length, tail = EFFECT_PERIODS[panel.question.window], TAIL_PERIODS[panel.question.window]
    return {
        group: (first - length, last + tail + length)
        for group, first, last in _ended(panel, tuple(done))
    }


def _ended(panel: Panel, done: Sequence[Intervention]) -> Iterator[tuple[str, int, int]]:
    """Yield each group whose white-glove ended: its first treated period, and the one after."""
    periods = [from_label(label) for label in panel.periods]
    for group in panel.groups:
        spans = [o for o in done if o.kind == WHITE_GLOVE and _is_for_group(o, group)]
        if not spans or any(o.until_day is None for o in spans):
            continue
        end = max(o.until_day for o in spans if o.until_day)
        begin = {group: min(o.from_day for o in spans)}
        first = int(start_index((group,), periods, begin)[0])
        yield group, first, sum(period.first <= end for period in periods)


def _over_plain(
    panel: Panel, table: Floats, treated: Ints, plain: Ints, glove: Ints, lag: int
) -> Contrast | None:
    length = EFFECT_PERIODS[panel.question.window]
    gained = np.array([change_at(table, i, int(glove[i]), length, lag) for i in treated])
    ages = [int(glove[i] - panel.start[i]) for i in treated]
    beside = np.array(
        [
            _mean([change_at(table, j, int(panel.start[j]) + age, length, lag) for age in ages])
            for j in plain
        ]
    )
    return two_sample(gained, beside)


def _mean(values: Sequence[float]) -> float:
    finite = [value for value in values if np.isfinite(value)]
    return float(np.mean(finite)) if finite else float("nan")


def _hours(panel: Panel, done: Iterable[Intervention], rows: Ints) -> float:
    inside = {group_key(panel.groups[r], {}) for r in rows}
    total = 0.0
    for intervention in done:
        if intervention.kind == WHITE_GLOVE and intervention.groups:
            share = sum(group_key(g, {}) in inside for g in intervention.groups) / len(
                intervention.groups
            )
            total += intervention.hours * share
    return total


def white_glove_persistence(panel: Panel, done: Iterable[Intervention]) -> Persistence | Refusal:
    """Return adoption some time after white-glove ended against its last periods, over groups."""
    adoption, length = panel.adoption, EFFECT_PERIODS[panel.question.window]
    tail = TAIL_PERIODS[panel.question.window]
    if adoption is None:
        return Refusal("This panel has no adoption.", "Load the usage export of the platform.")
    changes, gains = [], []
    for group, first, last in _ended(panel, tuple(done)):
        row = panel.groups.index(group)
        during = window_mean(adoption, row, last - tail, tail)
        changes.append(window_mean(adoption, row, last + tail, length) - during)
        gains.append(during - window_mean(adoption, row, first - length, length))
    change = one_sample(changes)
    if change is None:
        return Refusal(
            "White-glove has not ended in two groups with periods after it.",
            "Enter the last day of the treatments, or wait.",
        )
    gain = _mean([g for c, g in zip(changes, gains, strict=True) if np.isfinite(c)])
    if not gain > 0:
        return Persistence(change, None, None)
    return Persistence(change, 1 + change.point / gain, _lasted(change, MAX_LOST_SHARE * gain))


def _is_for_group(intervention: Intervention, group: str) -> bool:
    return group_key(group, {}) in {group_key(g, {}) for g in intervention.groups}


def _lasted(change: Contrast, allowed: float) -> bool | None:
    if change.low > -allowed:
        return True
    return False if change.high < -allowed else None
