"""World: everything that was drawn; exports and truth both read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from signpost.metrics.model.types import Floats
from signpost.sample_data import adoption
from signpost.sample_data.adoption import Use
from signpost.sample_data.kpis import MONTHLY, REOPEN, WEEKLY
from signpost.sample_data.outcomes import Outcome, draw
from signpost.sample_data.people import People, hire
from signpost.sample_data.scenario import Scenario, nordwind, tiny

Size = Literal["full", "tiny"]


@dataclass(frozen=True)
class World:
    """One drawing of the sample organisation. Headcounts are (G, weeks) and (G, months)."""

    plan: Scenario
    seed: int
    people: People
    teams: Use
    engage: Use
    weekly_heads: Floats
    monthly_heads: Floats
    outcomes: dict[str, Outcome]

    def teams_share(self, which: str = "active") -> Floats:
        """(G, weeks) share of licensed members active on Teams, in one of the worlds of `Use`."""
        return self.teams.share(which, self.people.licensed, len(self.plan.groups))

    def engage_share(self, which: str = "active") -> Floats:
        """(G, months) share of members active on Engage."""
        everybody = np.ones(len(self.people), dtype=bool)
        return self.engage.share(which, everybody, len(self.plan.groups))


def headcount(member: np.ndarray, groups: int) -> Floats:
    """(G, T) members of each group in each period from (P, T) memberships."""
    return np.stack([(member == index).sum(axis=0) for index in range(groups)]).astype(float)


def create(seed: int = 7, size: Size = "full") -> World:
    """Return a drawn organisation; the same seed gives the same world."""
    plan = nordwind() if size == "full" else tiny()
    people = hire(plan, seed)
    teams = adoption.teams(plan, people, seed)
    engage = adoption.engage(plan, people, seed)
    groups = len(plan.groups)
    world = World(
        plan=plan,
        seed=seed,
        people=people,
        teams=teams,
        engage=engage,
        weekly_heads=headcount(teams.member, groups),
        monthly_heads=headcount(engage.member, groups),
        outcomes={},
    )
    weekly = (world.teams_share(), world.teams_share("without"))
    monthly = (world.engage_share(), world.engage_share("without"))
    for kpi in (*WEEKLY, REOPEN):
        world.outcomes[kpi.id] = draw(kpi, plan, world.weekly_heads, weekly, seed)
    for kpi in MONTHLY:
        world.outcomes[kpi.id] = draw(kpi, plan, world.monthly_heads, monthly, seed)
    return world
