"""ServiceNow incidents: the list view exported as CSV, one file a month, database field names."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from signpost.sample_data.exports.csv_file import SERVICENOW, texts, write_csv
from signpost.sample_data.scenario import stream
from signpost.sample_data.world import World

_HEADER = (
    "number,opened_at,short_description,caller_id,priority,state,category,assignment_group,"
    "assigned_to,reassignment_count,reopen_count,escalation,made_sla,resolved_at,closed_at,"
    "sys_updated_on,sys_updated_by"
)
SUBJECTS = ("Meter reading missing", "Wrong address", "Contract not found", "Cannot sign in")
PRIORITIES = ("2 - High", "3 - Moderate", "4 - Low")
_STAMP = "%Y-%m-%d %H:%M:%S"


def export_tickets(world: World, out: Path) -> list[Path]:
    """Write one file per month in which a ticket was opened."""
    rng = stream(world.seed, "ticket export")
    group, minutes, reopened = _tickets(world, rng)
    start = datetime.combine(world.plan.first_monday, datetime.min.time())
    opened = [start + timedelta(minutes=value) for value in minutes.tolist()]
    month = np.array([f"{moment:%Y-%m}" for moment in opened])
    columns = _columns(world, group, opened, reopened, rng)
    paths = []
    for name in sorted(set(month.tolist())):
        rows = np.flatnonzero(month == name)
        part = [[column[row] for row in rows] for column in columns]
        paths.append(write_csv(out / f"ServiceNow_incident_{name}.csv", _HEADER, part, SERVICENOW))
    return paths


def _tickets(world: World, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Group index, minute of opening, and whether it was reopened, in time order."""
    outcome = world.outcomes["reopen_rate"]
    rows = np.array([world.plan.index(label) for label in outcome.groups])
    shape = outcome.denominator.shape
    count = outcome.denominator.astype(int).ravel()
    group = np.repeat(np.repeat(rows, shape[1]), count)
    week = np.repeat(np.tile(np.arange(shape[1]), shape[0]), count)
    rate = np.repeat(outcome.actual.ravel() / outcome.kpi.per, count)
    day, minute = rng.integers(0, 5, len(group)), rng.integers(8 * 60, 18 * 60, len(group))
    minutes = (week * 7 + day) * 1440 + minute
    reopened = rng.random(len(group)) < rate
    order = np.argsort(minutes, kind="stable")
    return group[order], minutes[order], reopened[order]


def _columns(
    world: World,
    group: np.ndarray,
    opened: list[datetime],
    reopened: np.ndarray,
    rng: np.random.Generator,
) -> list[list[str]]:
    count, people = len(group), world.people
    hours = rng.gamma(2.0, 8.0, count) * np.where(reopened, 1.8, 1.0)
    resolved = [
        moment + timedelta(minutes=round(60 * spent))
        for moment, spent in zip(opened, hours.tolist(), strict=True)
    ]
    closed = [moment + timedelta(days=5) for moment in resolved]
    done = np.array([moment.date() <= world.plan.last_day for moment in closed])
    names = [f"{a} {b}" for a, b in zip(people.given, people.family, strict=True)]
    caller = rng.integers(0, len(people), count).tolist()
    agent = _agents(world, group, rng)
    late = hours > 30
    return [
        [f"INC{100000 + i:07d}" for i in range(count)],
        [moment.strftime(_STAMP) for moment in opened],
        [SUBJECTS[i] for i in rng.integers(0, len(SUBJECTS), count)],
        [names[i] for i in caller],
        [PRIORITIES[i] for i in rng.integers(0, len(PRIORITIES), count)],
        np.where(done, "Closed", "In Progress").tolist(),
        ["Inquiry / Help"] * count,
        [world.plan.labels[i] for i in group.tolist()],
        [names[i] for i in agent],
        texts(rng.poisson(0.4, count)),
        texts(np.where(reopened, 1 + rng.poisson(0.2, count), 0)),
        np.where(late, "Overdue", "Normal").tolist(),
        np.where(late, "false", "true").tolist(),
        [moment.strftime(_STAMP) if on else "" for moment, on in zip(resolved, done, strict=True)],
        [moment.strftime(_STAMP) if on else "" for moment, on in zip(closed, done, strict=True)],
        [moment.strftime(_STAMP) for moment in resolved],
        ["admin"] * count,
    ]


def _agents(world: World, group: np.ndarray, rng: np.random.Generator) -> list[int]:
    home = world.people.group.max(axis=1)
    pick = rng.random(len(group))
    agent = np.zeros(len(group), dtype=int)
    for index in np.unique(group):
        members = np.flatnonzero(home == index)
        inside = group == index
        agent[inside] = members[(pick[inside] * len(members)).astype(int)]
    return agent.tolist()
