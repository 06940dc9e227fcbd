"""The plan of Nordwind Energy: groups, calendar, roll-out waves. Nothing is drawn here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from zlib import crc32

import numpy as np

_Area = Literal["marketing", "operational", "customer", "none"]
RolloutKind = Literal["roll-out", "white-glove"]
TINY_GROUP = "Board Office"
TEAMS, ENGAGE = "teams", "viva_engage"


@dataclass(frozen=True)
class Group:
    """One group and how it meets the two platforms.

    Weeks count from the first Monday, months from the first whole month. `plateau` is the share of
    licensed members a plain roll-out brings to weekly use; white-glove adds its premium to that.
    """

    label: str
    area: _Area
    city: str
    size: int
    teams_week: int | None = None
    kind: RolloutKind = "roll-out"
    plateau: float = 0.10
    engage_month: int | None = None
    engage_kind: RolloutKind = "roll-out"


@dataclass(frozen=True)
class Move:
    """A reorganisation: from one roster snapshot on, `share` of one group belongs to another."""

    snapshot: int
    source: str
    target: str
    share: float


@dataclass(frozen=True)
class Removal:
    """A barrier lowered in one group: from a week on, `lift` more of its members use Teams."""

    group: str
    week: int
    barrier: str
    lift: float


@dataclass(frozen=True)
class Scenario:
    """Settings that are fixed before anything is drawn."""

    first_monday: date
    weeks: int
    groups: tuple[Group, ...]
    moves: tuple[Move, ...] = ()
    removals: tuple[Removal, ...] = ()
    slack_groups: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Group labels in their fixed order."""
        return tuple(group.label for group in self.groups)

    @property
    def last_day(self) -> date:
        """The Sunday that ends the last week."""
        return self.monday(self.weeks) - timedelta(days=1)

    def monday(self, week: int) -> date:
        """First day of a week; week 0 is the first."""
        return self.first_monday + timedelta(weeks=week)

    def index(self, label: str) -> int:
        """Position of a group; ValueError if there is none of that name."""
        return self.labels.index(label)

    @property
    def months(self) -> tuple[date, ...]:
        """First days of the months that lie wholly inside."""
        return tuple(
            first
            for first in self._month_firsts()
            if first >= self.first_monday and next_month(first) <= self.monday(self.weeks)
        )

    @property
    def snapshots(self) -> tuple[date, ...]:
        """Effective days of the roster files: the first Monday, then each first of a month."""
        firsts = [first for first in self._month_firsts() if first <= self.last_day]
        later = [first for first in firsts if first > self.first_monday]
        near = later and (later[0] - self.first_monday).days < 7
        return (self.first_monday, *(later[1:] if near else later))

    def snapshot_at(self, day: date) -> int:
        """Return which snapshot is in force on a day."""
        return max(i for i, from_day in enumerate(self.snapshots) if from_day <= day)

    def _month_firsts(self) -> list[date]:
        firsts = [self.first_monday.replace(day=1)]
        while firsts[-1] <= self.last_day:
            firsts.append(next_month(firsts[-1]))
        return firsts


def next_month(first: date) -> date:
    """First day of the month after."""
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def stream(seed: int, name: str) -> np.random.Generator:
    """One generator per purpose, so that a change in one table leaves the others' bytes alone."""
    return np.random.default_rng([seed, crc32(name.encode())])


def _customer() -> tuple[Group, ...]:
    return (
        Group("Customer Care North", "customer", "Hamburg", 160, 20, "white-glove", 0.40, 8),
        Group("Customer Care South", "customer", "München", 150, 28, "roll-out", 0.55),
        Group("Customer Care East", "customer", "Leipzig", 130, 36, "white-glove", 0.38, 10),
        Group("Customer Care West", "customer", "Köln", 140),
        Group("Billing Services", "customer", "Hannover", 110, 28, "roll-out", 0.32, 12),
        Group("Connections Desk", "customer", "Bremen", 80, 44, "roll-out", 0.14),
        Group("Moving Home Desk", "customer", "Rostock", 75),
        Group("Home Services", "customer", "Kiel", 85, engage_month=12),
    )


def _marketing() -> tuple[Group, ...]:
    return (
        Group(
            "Sales North", "marketing", "Hamburg", 105, 20, "white-glove", 0.42, 8, "white-glove"
        ),
        Group("Sales South", "marketing", "München", 100),
        Group("Key Accounts", "marketing", "Frankfurt", 60, 28, "roll-out", 0.13),
        Group("Business Solutions", "marketing", "Köln", 90, 36, "white-glove", 0.46, 10),
        Group("Online Sales", "marketing", "Berlin", 70, 36, "roll-out", 0.55),
        Group("Partner Sales", "marketing", "Berlin", 85),
        Group("Marketing", "marketing", "Berlin", 75, 28, "white-glove", 0.50, 8, "white-glove"),
    )


def _operational() -> tuple[Group, ...]:
    return (
        Group("Field Engineers North", "operational", "Kiel", 170, 28, "white-glove", 0.46, 10),
        Group("Field Engineers South", "operational", "Augsburg", 165),
        Group("Wind Operations", "operational", "Emden", 110, 44, "white-glove", 0.48),
        Group("Grid Control", "operational", "Hannover", 90),
        Group("Metering", "operational", "Dresden", 95, 20, "roll-out", 0.50),
        Group("Network Planning", "operational", "Hannover", 70, 20, "white-glove", 0.56, 12),
        Group("Finance", "operational", "Hamburg", 85, 36, "white-glove", 0.50),
        Group("Procurement", "operational", "Hamburg", 60),
        Group(
            "IT and Digital",
            "operational",
            "Berlin",
            105,
            44,
            "white-glove",
            0.72,
            8,
            "white-glove",
        ),
        Group(TINY_GROUP, "none", "Hamburg", 7),
    )


def nordwind() -> Scenario:
    """Plan the whole sample organisation: 24 groups and one of seven people, 78 weeks."""
    return Scenario(
        first_monday=date(2025, 4, 28),
        weeks=78,
        groups=_customer() + _marketing() + _operational(),
        moves=(
            Move(
                8, "Partner Sales", "Online Sales", 0.45
            ),  # 2026-01-01, four days before its start
            Move(14, "Finance", "Procurement", 0.07),  # 2026-07-01, far from any start
        ),
        removals=(
            Removal("Billing Services", 54, "search", 0.28),
            Removal("Customer Care South", 54, "search", 0.22),
            Removal("Sales North", 54, "search", 0.18),
            Removal("Metering", 56, "search", 0.22),
            Removal("Online Sales", 56, "search", 0.22),
        ),
        slack_groups=("Online Sales", "Marketing", "IT and Digital"),
    )


def tiny() -> Scenario:
    """Four groups and eight weeks: enough for every page to open, too little for most answers."""
    return Scenario(
        first_monday=date(2026, 8, 31),
        weeks=8,
        groups=(
            Group("Customer Care North", "customer", "Hamburg", 16, 4, "white-glove", 0.50),
            Group("Customer Care West", "customer", "Köln", 14),
            Group("Sales North", "marketing", "Hamburg", 13, 5, "roll-out", 0.5, 0),
            Group("Field Engineers South", "operational", "Augsburg", 15),
        ),
        slack_groups=("Sales North",),
    )
