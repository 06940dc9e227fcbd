"""Made-up pilots of people inside groups, with a known truth.

Blocks of twelve colleagues; a person's outcome is 20, wobbles by 5 from period to period around a
level of their own (sd 6); lower is better. A named world trips one check, or none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.truth.worlds import Draw, wobbling
from signpost.metrics.causal.people.lottery import draw_places
from signpost.metrics.causal.people.sample import PeoplePanel, Subgroups
from signpost.metrics.model.types import Floats, Ints, Question

BEFORE, AFTER, BLOCK = 8, 12, 12
LEVEL_SD, SLOPE_SD = 6.0, 0.25


@dataclass(frozen=True)
class Pilot:
    """Parameters of a pilot; the defaults are an honest lottery that helps."""

    people: int = 300
    effect: float = -2.0
    """Of full use."""
    comply: float = 0.65
    """Share who use it if drawn and only then."""
    always: float = 0.08
    """Share who use it anyway."""
    share: float | None = 0.5
    """Share of each block that is drawn; None: a quarter, a half or three quarters of it."""
    spread: float = 0.0
    """Standard deviation of the effect between people."""
    spill: float = 0.0
    """Part of the effect that colleagues without it get, times the share who have it."""
    attrition: float = 0.0
    """How much rather those drawn leave who do worst."""
    cheat: float = 0.0
    """How much rather those who do best are given places, after the draw."""
    crossover: int | None = None
    """Periods until the others get it too."""
    picked_by_level: float = 0.0
    picked_by_trend: float = 0.0
    recorded: bool = True
    experts: float = 0.0
    """Share of people who gain nothing (as a negative number: gain like all); asked beforehand."""


PILOTS: dict[str, Pilot] = {
    "lottery": Pilot(),
    "lottery, nothing": Pilot(effect=0.0),
    "effects differ": Pilot(spread=2.0),
    "little uptake": Pilot(comply=0.15),
    "used by the others": Pilot(always=0.4, comply=0.4),
    "colleagues gain": Pilot(spill=0.6, share=None),
    "the worst leave": Pilot(attrition=0.12, effect=0.0),
    "places given to the best": Pilot(cheat=1.0, effect=0.0),
    "wait-list": Pilot(crossover=6),
    "juniors gain, experts nothing": Pilot(experts=0.5, effect=-4.0),
    "experts and juniors, nothing": Pilot(experts=0.5, effect=0.0),
    "experts and juniors gain alike": Pilot(experts=-0.5),
    "picked by level": Pilot(picked_by_level=1.0, effect=0.0, recorded=False),
    "picked by trend": Pilot(picked_by_trend=1.0, effect=0.0, recorded=False),
}


@dataclass(frozen=True)
class PilotWorld:
    """A pilot's panel and its truth."""

    panel: PeoplePanel
    use_effect: float
    """Mean effect of full use."""
    offer_effect: float
    """Mean effect of being drawn."""


def make_pilot(draw: Draw, pilot: Pilot, *, worthwhile: float = 0.5) -> PilotWorld:
    """Return one pilot, drawn."""
    n, periods = pilot.people, BEFORE + AFTER
    block = np.arange(n) // BLOCK
    level, slope = draw.normal(0, LEVEL_SD, n), draw.normal(0, SLOPE_SD, n)
    arm = _arms(draw, pilot, block, level, slope)
    kind = draw.random(n)
    always, either = kind < pilot.always, kind < pilot.always + pilot.comply
    use = np.zeros((n, periods))
    use[:, BEFORE:] = (always | (either & (arm == 1)))[:, None]
    until = None if pilot.crossover is None else BEFORE + pilot.crossover
    if until is not None:
        use[:, until:] = either[:, None]
    own = pilot.effect + draw.normal(0, pilot.spread, n)
    expert = np.zeros(n, dtype=np.int64)
    if pilot.experts:
        expert = (draw.random(n) < abs(pilot.experts)).astype(np.int64)
        own = np.where((expert == 1) & (pilot.experts > 0), 0.0, own)
    blocks = int(block.max()) + 1
    have = np.stack([np.bincount(block, one) / np.bincount(block) for one in use.T], axis=1)[block]
    calm = 20 + level[:, None] + draw.normal(0, 2, (blocks, periods))[block]
    if pilot.picked_by_trend:
        calm = calm + slope[:, None] * (np.arange(periods) - BEFORE)
    outcome = calm + draw.normal(0, 0.5, periods).cumsum() + wobbling(draw, use.shape, 0.3, 5.0)
    outcome = outcome + own[:, None] * use + pilot.spill * pilot.effect * have * (1 - use)
    outcome = _without_leavers(draw, pilot, arm, outcome)
    panel = PeoplePanel(
        Question("kpi", "lower", worthwhile, window="month"), outcome, block, arm, BEFORE, use,
        until, recorded_draw=pilot.recorded,
        subgroups=(Subgroups("level", ("junior", "expert"), expert, declared=True),)
        if pilot.experts else (),
    )  # fmt: skip
    mean = pilot.effect * (1 - max(pilot.experts, 0.0))
    return PilotWorld(panel, mean, mean * pilot.comply)


def _arms(draw: Draw, pilot: Pilot, block: Ints, level: Floats, slope: Floats) -> Ints:
    """(n,) who got it: by lot, or by lot and by merit."""
    lean = (pilot.cheat + pilot.picked_by_level) * level / LEVEL_SD
    lean = lean + pilot.picked_by_trend * slope / SLOPE_SD
    if not lean.any() and pilot.share is not None:
        return draw_places(block, pilot.share, int(draw.integers(2**31)))
    arm, key = np.zeros(len(block), dtype=np.int64), draw.normal(0, 1, len(block)) - lean
    for number in np.unique(block):
        rows = np.flatnonzero(block == number)
        share = pilot.share or draw.choice([0.25, 0.5, 0.75])
        arm[rows[np.argsort(-key[rows])[: max(1, round(share * len(rows)))]]] = 1
    return arm


def _without_leavers(draw: Draw, pilot: Pilot, arm: Ints, outcome: Floats) -> Floats:
    if not pilot.attrition:
        return outcome
    rank = outcome[:, BEFORE:].mean(axis=1).argsort().argsort() / len(arm)
    gone = draw.random(len(arm)) < 0.05 + np.where(arm == 1, 2 * pilot.attrition * rank, 0.0)
    left = outcome.copy()
    left[np.flatnonzero(gone)[:, None], np.arange(BEFORE, BEFORE + AFTER)] = np.nan
    return left
