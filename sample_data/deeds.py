"""Deeds of the adoption office besides the roll-outs: training, champions, channels, barriers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from signpost.sample_data.scenario import ENGAGE, TEAMS


@dataclass(frozen=True)
class Deed:
    """One thing done for one group; hours are working hours spent on it."""

    group: str
    kind: str
    platform: str
    day: date
    until: date | None
    hours: int
    owner: str
    barrier: str = ""


DEEDS = (
    Deed("Sales North", "champion", TEAMS, date(2025, 9, 29), date(2026, 3, 29), 120,
         "Sales office"),
    Deed("Marketing", "champion", ENGAGE, date(2026, 1, 12), date(2026, 6, 28), 90,
         "Brand team"),
    Deed("Customer Care South", "training", TEAMS, date(2025, 12, 1), None, 40, "Learning team"),
    Deed("Metering", "training", TEAMS, date(2025, 10, 6), None, 24, "Learning team"),
    Deed("Wind Operations", "launch tour", TEAMS, date(2026, 3, 16), None, 16, "Adoption office"),
    *(
        Deed(group, "people finder", TEAMS, date(2026, 5, 11 if first else 25), date(2026, 6, 21),
             110, "Knowledge team", "search")
        for group, first in (
            ("Billing Services", True), ("Customer Care South", True),
            ("Sales North", True), ("Metering", False), ("Online Sales", False),
        )
    ),
    Deed("Key Accounts", "training", TEAMS, date(2026, 3, 2), date(2026, 3, 29), 60,
         "Learning team", "not_invented_here"),
    Deed("Connections Desk", "training", TEAMS, date(2026, 6, 1), date(2026, 6, 28), 48,
         "Learning team", "not_invented_here"),
    Deed("Connections Desk", "time budget", TEAMS, date(2026, 4, 6), date(2026, 4, 19), 12,
         "Adoption office", "time"),
    Deed("Billing Services", "channel", ENGAGE, date(2026, 2, 2), None, 60, "Billing experts"),
    Deed("Field Engineers South", "channel", ENGAGE, date(2026, 2, 2), None, 8, "nobody named"),
)  # fmt: skip

# Agreed, not yet done on the last day of the data.
PLANNED = (
    Deed("Moving Home Desk", "roll-out", TEAMS, date(2026, 11, 30), None, 14, "Adoption office"),
    Deed("Grid Control", "roll-out", TEAMS, date(2026, 11, 30), None, 15, "Adoption office"),
)
