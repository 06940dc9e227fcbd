"""Microsoft 365 'Teams user activity user detail', one D7 export a week (Graph v1.0 header).

Header and byte quirks as printed on the Microsoft Graph page of reportRoot:
getTeamsUserActivityUserDetail, seen in January to November 2026.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from signpost.metrics.model.types import Ints
from signpost.sample_data.exports.csv_file import M365, texts, write_csv
from signpost.sample_data.scenario import stream
from signpost.sample_data.world import World

_HEADER = (
    "Report Refresh Date,Tenant Display Name,Shared Channel Tenant Display Names,User Id,"
    "User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Assigned Products,"
    "Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Post Messages,"
    "Reply Messages,Urgent Messages,Meetings Organized Count,Meetings Attended Count,"
    "Ad Hoc Meetings Organized Count,Ad Hoc Meetings Attended Count,"
    "Scheduled One-time Meetings Organized Count,Scheduled One-time Meetings Attended Count,"
    "Scheduled Recurring Meetings Organized Count,Scheduled Recurring Meetings Attended Count,"
    "Audio Duration,Video Duration,Screen Share Duration,Audio Duration In Seconds,"
    "Video Duration In Seconds,Screen Share Duration In Seconds,Has Other Action,Is Licensed,"
    "Report Period"
)
PRODUCTS = (
    "MICROSOFT 365 E5",
    "OFFICE 365 E3",
    "MICROSOFT 365 E5+MICROSOFT 365 COPILOT",
    "MICROSOFT TEAMS EXPLORATORY+ENTERPRISE MOBILITY + SECURITY E5",
)
GUESTS = ("lead_turbinen.example", "j.roth_netzbau.example", "m.sand_stadtwerke.example")
MEETINGS = 7.0  # a week, organised or attended, for somebody who is active
OVER_COLLABORATING = {"Network Planning": 3.5}  # times as many meetings


def export_teams(world: World, out: Path) -> list[Path]:
    """Write one file per week, named by its last day."""
    rng = stream(world.seed, "teams export")
    people = len(world.people)
    ids = guids(rng, people)
    product = np.where(rng.random(people) < 0.9, 0, rng.integers(1, len(PRODUCTS), people))
    last_seen = np.full(people, -1)
    paths = []
    for week in range(world.plan.weeks):
        active = world.teams.active[:, week]
        last_seen[active] = week
        day = world.plan.monday(week) + timedelta(days=6)
        columns = _columns(world, week, day, ids, product, last_seen, rng)
        name = f"TeamsUserActivityUserDetail_D7_{day.isoformat()}.csv"
        paths.append(write_csv(out / name, _HEADER, columns, M365))
    return paths


def guids(rng: np.random.Generator, count: int) -> list[str]:
    """Directory object ids, as Entra writes them."""
    raw = [rng.bytes(16).hex() for _ in range(count)]
    return [f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}" for h in raw]


def iso_duration(seconds: int) -> str:
    """5025 becomes PT1H23M45S; nothing becomes PT0S."""
    hours, rest = divmod(seconds, 3600)
    parts = ((hours, "H"), (rest // 60, "M"), (rest % 60, "S"))
    text = "".join(f"{value}{mark}" for value, mark in parts if value)
    return f"PT{text or '0S'}"


def _columns(
    world: World,
    week: int,
    day: date,
    ids: list[str],
    product: Ints,
    last_seen: Ints,
    rng: np.random.Generator,
) -> list[list[str]]:
    member = world.teams.member[:, week]
    gone = _deleted(world, day)
    rows = np.flatnonzero((member >= 0) | np.isin(np.arange(len(member)), list(gone)))
    count = len(rows) + len(GUESTS)
    licensed = world.people.licensed[rows]
    active = world.teams.active[rows, week] & (member[rows] >= 0)
    counts = _counts(world, member[rows], active, rng)
    guests = [f"{name}#EXT#@nordwind.onmicrosoft.com" for name in GUESTS]
    seen = [_seen_on(world, week, at, rng) for at in last_seen[rows].tolist()]
    left = [gone[row].isoformat() if row in gone else "" for row in rows.tolist()]
    products = np.where(licensed, np.array(PRODUCTS)[product[rows]], "")
    lead = [
        [day.isoformat()] * count,
        ["Nordwind"] * count,
        [""] * count,
        [ids[row] for row in rows] + ["00000000-0000-0000-0000-000000000000"] * len(GUESTS),
        [world.people.email[row] for row in rows] + guests,
        seen + [""] * len(GUESTS),
        ["True" if deleted_on else "False" for deleted_on in left] + ["False"] * len(GUESTS),
        left + [""] * len(GUESTS),
        products.tolist() + [""] * len(GUESTS),
    ]
    padded = [texts(np.append(column, np.zeros(len(GUESTS), dtype=int))) for column in counts[:15]]
    spans = [np.append(column, np.zeros(len(GUESTS), dtype=int)).tolist() for column in counts[15:]]
    other = np.where(active & (rng.random(len(rows)) < 0.3), "Yes", "No").tolist()
    tail = [
        *[[iso_duration(value) for value in span] for span in spans],
        *[texts(span) for span in spans],
        other + ["No"] * len(GUESTS),
        np.where(licensed, "Yes", "No").tolist() + ["Yes"] * len(GUESTS),
        ["7"] * count,
    ]
    return lead + padded + tail


def _counts(
    world: World, member: Ints, active: NDArray[np.bool_], rng: np.random.Generator
) -> list[Ints]:
    """Fifteen message and meeting counts, then three durations in seconds; zero when not active."""
    eager = rng.gamma(2.0, 0.5, len(member)) * active
    busy = np.array([OVER_COLLABORATING.get(label, 1.0) for label in world.plan.labels])[member]
    post, reply = rng.poisson(1.6 * eager), rng.poisson(4.0 * eager)
    chat = rng.poisson(18 * eager) + active  # who is active wrote at least one message
    parts = [rng.poisson(MEETINGS * share * eager * busy) for share in _MEETING_SHARES]
    organised = parts[0] + parts[2] + parts[4]
    attended = parts[1] + parts[3] + parts[5]
    audio = attended * rng.integers(1200, 3000, len(member))
    return [
        post + reply,
        chat,
        rng.poisson(1.5 * eager),
        organised + attended,
        post,
        reply,
        rng.poisson(0.05 * eager),
        organised,
        attended,
        *parts,
        audio,
        (audio * rng.uniform(0.2, 0.9, len(member))).astype(int),
        (audio * rng.uniform(0.05, 0.4, len(member))).astype(int),
    ]


_MEETING_SHARES = (0.06, 0.20, 0.05, 0.25, 0.04, 0.40)


def _deleted(world: World, day: date) -> dict[int, date]:
    """Accounts deleted in the last 30 days, which Microsoft still lists."""
    plan = world.plan
    shot = plan.snapshot_at(day)
    if shot == 0:
        return {}
    left = (world.people.group[:, shot] < 0) & (world.people.group[:, shot - 1] >= 0)
    return dict.fromkeys(np.flatnonzero(left).tolist(), plan.snapshots[shot])


def _seen_on(world: World, week: int, at: int, rng: np.random.Generator) -> str:
    # Microsoft shows the last activity ever, which can lie far before the period.
    if at < 0:
        return ""
    weekday = 4 if at < week else int(rng.integers(0, 5))
    return (world.plan.monday(at) + timedelta(days=weekday)).isoformat()
