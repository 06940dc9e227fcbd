"""Adoption of the platforms: paths per group, then a habit per person.

Every person keeps one habit (a Gaussian copula), so three worlds can be read from the same draws:
as it was, without any roll-out, and with a plain roll-out in place of white-glove treatment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from signpost.metrics.model.types import Floats
from signpost.sample_data.network import contact, ties
from signpost.sample_data.people import People
from signpost.sample_data.scenario import Scenario, stream

Flags = NDArray[np.bool_]

PREMIUM = 0.42  # what white-glove treatment adds to weekly use at its height
FADE_SHARE = 0.12  # how much of it is lost after the treatment has ended
GLOVE_WEEKS = 12
FADE_WEEKS = 8.0
RAMP_GLOVE = 2.5  # weeks
RAMP_PLAIN = 6.0
RAMP_REMOVAL = 3.0
HOLIDAYS = ((date(2025, 12, 22), 0.60), (date(2025, 12, 29), 0.55), (date(2026, 8, 3), 0.90))
HABIT_SHARE = 0.7  # share of the variance of use that is the person, not the week
ENGAGE_PLATEAU = {"roll-out": 0.42, "white-glove": 0.62}
ENGAGE_RAMP = 1.5  # months
SPREAD = 0.5  # own early use per unit of contacts' gained use, one month later


@dataclass(frozen=True)
class Use:
    """Active persons; all (P, T). `member` is the group's index in the period, -1 for nobody's."""

    active: Flags
    without: Flags
    plain: Flags
    member: NDArray[np.int64]

    def share(self, which: str, licensed: Flags, groups: int) -> Floats:
        """Return (G, T) active share of licensed members; NaN for a group without any."""
        flags: Flags = getattr(self, which)
        periods = flags.shape[1]
        counted = licensed[:, None] & (self.member >= 0)
        cell = self.member * periods + np.arange(periods)
        all_of = np.bincount(cell[counted], minlength=groups * periods)
        some = np.bincount(cell[counted & flags], minlength=groups * periods)
        with np.errstate(invalid="ignore"):
            return (some / all_of).reshape(groups, periods)


def teams(plan: Scenario, people: People, seed: int) -> Use:
    """Weekly use of Teams."""
    rng = stream(seed, "teams use")
    without = _teams_base(plan, rng)
    plain = without + _teams_lift(plan, white_glove=False)
    actual = without + _teams_lift(plan, white_glove=True)
    quiet = np.ones(plan.weeks)
    for day, factor in HOLIDAYS:
        week = (day - plan.first_monday).days // 7
        if 0 <= week < plan.weeks:
            quiet[week] = factor
    paths = (actual * quiet, without * quiet, plain * quiet)
    return _habits(paths, people.at_weeks(plan), people.licensed, rng)


def engage(plan: Scenario, people: People, seed: int) -> Use:
    """Monthly use of Viva Engage, with spread along the network."""
    rng = stream(seed, "engage use")
    months = len(plan.months)
    base = rng.uniform(0.03, 0.08, len(plan.groups))[:, None] + np.zeros(months)
    own = _engage_lift(plan)
    total = base + own + spread(plan, own, seed)
    everybody = np.ones(len(people), dtype=bool)
    return _habits((total, base, total), people.at_months(plan), everybody, rng)


def spread(plan: Scenario, own: Floats, seed: int) -> Floats:
    """Return (G, months) early use that contacts bring before a group's own start."""
    reached = SPREAD * contact(ties(plan, seed)) @ own
    late = np.hstack([np.zeros((len(own), 1)), reached[:, :-1]]) if own.shape[1] else reached
    return np.where(own > 0, 0.0, late)


def _teams_base(plan: Scenario, rng: np.random.Generator) -> Floats:
    level = rng.uniform(0.06, 0.12, len(plan.groups))[:, None]
    slow = 0.03 * np.arange(plan.weeks) / 78
    return np.clip(level + slow + wander(rng, (len(plan.groups), plan.weeks), 0.6, 0.01), 0.01, 1)


def _teams_lift(plan: Scenario, *, white_glove: bool) -> Floats:
    lift = np.zeros((len(plan.groups), plan.weeks))
    for index, group in enumerate(plan.groups):
        if group.teams_week is None:
            continue
        since = np.arange(plan.weeks) - group.teams_week
        glove = white_glove and group.kind == "white-glove"
        gained = max(group.plateau - 0.09, 0.0) + (PREMIUM if glove else 0.0)
        path = gained * _ramp(since, RAMP_GLOVE if glove else RAMP_PLAIN)
        lift[index] = path - (FADE_SHARE * _ramp(since - GLOVE_WEEKS, FADE_WEEKS) if glove else 0.0)
    for removal in plan.removals:
        since = np.arange(plan.weeks) - removal.week
        lift[plan.index(removal.group)] += removal.lift * _ramp(since, RAMP_REMOVAL)
    return lift


def _engage_lift(plan: Scenario) -> Floats:
    months = len(plan.months)
    lift = np.zeros((len(plan.groups), months))
    for index, group in enumerate(plan.groups):
        if group.engage_month is not None:
            since = np.arange(months) - group.engage_month
            lift[index] = ENGAGE_PLATEAU[group.engage_kind] * _ramp(since, ENGAGE_RAMP)
    return lift


def _ramp(since: NDArray[np.int64], pace: float) -> Floats:
    return np.where(since >= 0, 1 - np.exp(-(np.maximum(since, 0) + 1) / pace), 0.0)


def wander(
    rng: np.random.Generator, shape: tuple[int, int], memory: float, spread_: float
) -> Floats:
    """AR(1) paths of shape (G, T) with standard deviation `spread_`."""
    steps = rng.normal(0, spread_ * np.sqrt(1 - memory**2), shape)
    paths = np.empty(shape)
    paths[:, 0] = rng.normal(0, spread_, shape[0])
    for t in range(1, shape[1]):
        paths[:, t] = memory * paths[:, t - 1] + steps[:, t]
    return paths


def _habits(
    paths: tuple[Floats, Floats, Floats],
    member: NDArray[np.int64],
    licensed: Flags,
    rng: np.random.Generator,
) -> Use:
    habit = rng.normal(size=(len(member), 1))
    mood = rng.normal(size=member.shape)
    reluctance = np.sqrt(HABIT_SHARE) * habit + np.sqrt(1 - HABIT_SHARE) * mood
    able = licensed[:, None] & (member >= 0)
    period = np.arange(member.shape[1])
    flags = [
        able & (reluctance < ndtri(np.clip(path, 1e-6, 0.995))[np.maximum(member, 0), period])
        for path in paths
    ]
    return Use(flags[0], flags[1], flags[2], member)
