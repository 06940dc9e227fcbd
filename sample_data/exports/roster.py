"""Roster snapshots in the shape of the Viva Insights organisational-data upload, one a month."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from signpost.sample_data.exports.csv_file import EXCEL, write_csv
from signpost.sample_data.people import LEVELS
from signpost.sample_data.world import World

_HEADER = "PersonId,EffectiveDate,HireDate,ManagerId,LevelDesignation,Organization,Layer,Area"


def us_day(day: date) -> str:
    """2026-06-01 becomes 6/1/2026, as the vendor's own example has it."""
    return f"{day.month}/{day.day}/{day.year}"


def export_roster(world: World, out: Path) -> list[Path]:
    """Write one file per snapshot, with everybody employed on its effective day."""
    people, plan = world.people, world.plan
    paths = []
    for shot, day in enumerate(plan.snapshots):
        rows = np.flatnonzero(people.group[:, shot] >= 0)
        above = people.manager[rows, shot].tolist()
        groups = [plan.groups[index] for index in people.group[rows, shot]]
        columns = [
            [people.email[row] for row in rows],
            [us_day(day)] * len(rows),
            [us_day(people.hired[row]) for row in rows],
            [people.email[row] if row >= 0 else "" for row in above],
            [LEVELS[level] for level in people.level[rows]],
            [group.label for group in groups],
            [str(level + 2) for level in people.level[rows]],
            [group.city for group in groups],
        ]
        name = f"HR_OrganizationalData_{day.isoformat()}.csv"
        paths.append(write_csv(out / name, _HEADER, columns, EXCEL))
    return paths
