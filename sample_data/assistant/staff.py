"""The 1,200 people of Kestrel Insurance: addresses, logins, levels, and who was drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signpost.metrics.model.types import Ints
from signpost.sample_data.assistant.plan import (
    CITIES,
    LOTTERY_SEED,
    LOTTERY_SHARE,
    TEAM_SIZE,
    TEAMS_OF_30,
)
from signpost.sample_data.scenario import stream

SENIORITY = ("Junior", "Experienced")


@dataclass(frozen=True)
class Staff:
    """One row per person, team after team; nobody joins, moves or leaves."""

    email: tuple[str, ...]
    login: tuple[str, ...]
    team: Ints
    junior: NDArray[np.bool_]
    drawn: NDArray[np.bool_]
    """Drawn in the licence lottery; False in teams without one."""

    @property
    def in_lottery(self) -> NDArray[np.bool_]:
        """(P,) whether a person's team drew places."""
        functions = np.array([team.function for team in TEAMS_OF_30])
        return np.isin(functions[self.team], ("Care", "Claims"))

    def seats_from(self) -> Ints:
        """(P,) week of each person's seat where it came with the team's wave; -1: none."""
        weeks = [-1 if team.wave_week is None else team.wave_week for team in TEAMS_OF_30]
        return np.array(weeks)[self.team]


def draw_staff(seed: int) -> Staff:
    """Return everybody; half of each team is junior, and half of each lottery team was drawn."""
    count = TEAM_SIZE * len(TEAMS_OF_30)
    team = np.repeat(np.arange(len(TEAMS_OF_30)), TEAM_SIZE)
    rng = stream(seed, "assistant levels")
    junior = np.concatenate([rng.permutation(TEAM_SIZE) < TEAM_SIZE // 2 for _ in TEAMS_OF_30])
    lottery = np.random.default_rng(LOTTERY_SEED)
    places = round(TEAM_SIZE * LOTTERY_SHARE)
    drawn = np.concatenate([lottery.permutation(TEAM_SIZE) < places for _ in TEAMS_OF_30])
    login = tuple(f"kestrel-{number:04d}" for number in range(1, count + 1))
    email = tuple(f"p{number:04d}@kestrel.example" for number in range(1, count + 1))
    staff = Staff(email, login, team, junior, drawn)
    return Staff(email, login, team, junior, drawn & staff.in_lottery)


def city_of(team: int) -> str:
    """Return the place of a team."""
    return CITIES[team % len(CITIES)]


def lottery_places(seed: int = 11) -> list[tuple[str, str, int]]:
    """Return e-mail, team and arm of everybody in a team that drew places."""
    staff = draw_staff(seed)
    return [
        (staff.email[row], TEAMS_OF_30[staff.team[row]].label, int(staff.drawn[row]))
        for row in np.flatnonzero(staff.in_lottery)
    ]
