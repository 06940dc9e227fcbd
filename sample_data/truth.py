"""Truth of the sample organisation: both potential outcomes compared, nothing estimated."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from signpost.metrics.model.types import Floats
from signpost.sample_data.adoption import FADE_SHARE, GLOVE_WEEKS, PREMIUM, SPREAD
from signpost.sample_data.exports.channels import CHANNELS
from signpost.sample_data.exports.programme import SEARCH_AFTER, SEARCH_BEFORE
from signpost.sample_data.kpis import TURNING_POINT
from signpost.sample_data.scenario import ENGAGE, TEAMS, TINY_GROUP
from signpost.sample_data.world import Size, World, create

# use case -> KPI, platform, the grade an honest reader must come to with the full sample
CASES = {
    "escalations": ("escalation_rate", TEAMS, "works"),
    "travel": ("travel_cost", TEAMS, "works"),
    "cross_selling": ("cross_sell_share", TEAMS, "works"),
    "downtime": ("downtime_hours", TEAMS, "no_worthwhile_effect"),
    "projects": ("project_delay", TEAMS, "harmful"),
    "ideas": ("ideas_adopted", ENGAGE, "cannot_tell"),
    "first_time_right": ("reopen_rate", TEAMS, "cannot_tell"),
}


@dataclass(frozen=True)
class CaseTruth:
    """One use case. Effects are averages over exposed cells, in the KPI's unit, sign never flipped.

    Exposed: a group's periods from its start on; `effect_after_lag`: from start + lag on;
    `effect_weighted`: weighted by the KPI's denominator. `adoption` is the share of members gained;
    `per_ten_points` the effect for each 0.10 of it, `lag` periods later.
    """

    kpi: str
    platform: str
    grade: str
    lag: int
    effect: float
    effect_after_lag: float
    effect_weighted: float
    adoption: float
    per_ten_points: float
    groups: dict[str, float]
    """Started group -> its own average effect."""
    never_started: tuple[str, ...]


@dataclass(frozen=True)
class Truth:
    """The planted numbers of one drawing."""

    seed: int
    cases: dict[str, CaseTruth]
    white_glove: dict[str, float]
    spread: dict[str, float]
    barrier: dict[str, float]
    channels: dict[str, dict[str, float]]
    turning_point: float
    small_group: str = TINY_GROUP
    moved_group: str = "Online Sales"
    over_collaborating: str = "Network Planning"

    def as_dict(self) -> dict[str, object]:
        """Return plain containers, ready for JSON."""
        return asdict(self)


def truth(seed: int = 7, size: Size = "full") -> Truth:
    """Return the truth behind `build(out, seed=seed, size=size)`."""
    return of_world(create(seed, size))


def of_world(world: World) -> Truth:
    """Return the truth of a drawn world."""
    return Truth(
        seed=world.seed,
        cases={name: _case(world, *facts) for name, facts in CASES.items()},
        white_glove=_white_glove(world),
        spread=_spread(world),
        barrier=_barrier(world),
        channels={
            channel.name: {
                "asked_per_week": channel.asked,
                "answered": channel.answered,
                "median_reply_hours": channel.reply_hours,
                "answerers": channel.answerers,
            }
            for channel in CHANNELS
        },
        turning_point=TURNING_POINT,
    )


def start_periods(world: World, groups: tuple[str, ...], platform: str) -> np.ndarray:
    """Return (G,) first exposed period of each group on a platform; -1: never."""
    plans = [world.plan.groups[world.plan.index(label)] for label in groups]
    first = [group.teams_week if platform == TEAMS else group.engage_month for group in plans]
    return np.array([-1 if period is None else period for period in first])


def _case(world: World, kpi: str, platform: str, grade: str) -> CaseTruth:
    outcome = world.outcomes[kpi]
    start = start_periods(world, outcome.groups, platform)
    period = np.arange(outcome.effect.shape[1])
    exposed = (start[:, None] >= 0) & (period >= start[:, None])
    late = (start[:, None] >= 0) & (period >= start[:, None] + outcome.kpi.lag)
    gained = _gained(world, outcome.groups, platform)
    earlier = np.roll(gained, outcome.kpi.lag, axis=1)
    effect, delayed = _mean(outcome.effect, exposed), _mean(outcome.effect, late)
    adoption_behind = _mean(earlier, late)
    return CaseTruth(
        kpi=kpi,
        platform=platform,
        grade=grade,
        lag=outcome.kpi.lag,
        effect=effect,
        effect_after_lag=delayed,
        effect_weighted=_mean(outcome.effect, exposed, outcome.denominator),
        adoption=_mean(gained, exposed),
        per_ten_points=0.1 * delayed / adoption_behind if adoption_behind else 0.0,
        groups={
            label: _mean(outcome.effect[i], exposed[i])
            for i, label in enumerate(outcome.groups)
            if exposed[i].any()
        },
        never_started=tuple(np.array(outcome.groups)[start < 0].tolist()),
    )


def _gained(world: World, groups: tuple[str, ...], platform: str) -> Floats:
    """(G, T) share of members who are active and would not be without the roll-out."""
    share = world.teams_share if platform == TEAMS else world.engage_share
    rows = [world.plan.index(label) for label in groups]
    return np.nan_to_num((share("active") - share("without"))[rows])


def _mean(values: Floats, where: np.ndarray, weight: Floats | None = None) -> float:
    if not where.any():
        return 0.0
    return float(np.average(values[where], weights=None if weight is None else weight[where]))


def _white_glove(world: World) -> dict[str, float]:
    """Points of adoption that white-glove treatment added, while it ran and at the very end."""
    added = world.teams_share("active") - world.teams_share("plain")
    during, after = [], []
    for index, group in enumerate(world.plan.groups):
        if group.teams_week is not None and group.kind == "white-glove":
            end = group.teams_week + GLOVE_WEEKS
            during.append(added[index, group.teams_week : end].mean())
            after.append(added[index, -4:].mean())
    planted = {"planted_premium": PREMIUM, "planted_fade": FADE_SHARE}
    if during:
        planted |= {"added_during": float(np.mean(during)), "added_at_end": float(np.mean(after))}
    return planted


def _spread(world: World) -> dict[str, float]:
    """Early use of Engage in groups that have not started, brought by those that have."""
    early = world.engage_share("active") - world.engage_share("without")
    waiting = np.array([group.engage_month is None for group in world.plan.groups])
    planted = {"planted_per_contact_use": SPREAD}
    if waiting.any() and early.shape[1]:
        last = np.nan_to_num(early[waiting][:, -1])
        planted |= {"gained_without_start": float(last.mean()), "largest": float(last.max())}
    return planted


def _barrier(world: World) -> dict[str, float]:
    planted = {"search_before": SEARCH_BEFORE, "search_after": SEARCH_AFTER}
    share = world.teams_share("active")
    lines = [
        (share[world.plan.index(removal.group)], removal.week) for removal in world.plan.removals
    ]
    if lines:
        before = [line[week - 8 : week].mean() for line, week in lines]
        after = [line[week + 8 : week + 16].mean() for line, week in lines]
        planted |= {
            "adoption_before": float(np.mean(before)),
            "adoption_after": float(np.mean(after)),
        }
    return planted
