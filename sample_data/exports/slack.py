"""Slack member analytics of a few digital groups, one export a month.

Header of the wider variant of Analytics > Members > Export. The window stands only in the
file's name.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from signpost.sample_data.exports.csv_file import M365, texts, write_csv
from signpost.sample_data.scenario import next_month, stream
from signpost.sample_data.world import World

_HEADER = (
    "Name,What I Do,User ID,Username,Display name,Email,Account type,Account created (UTC),"
    "Claimed Date (UTC),Deactivated date (UTC),Days active,Days active (Desktop),"
    "Days active (Android),Days active (iOS),Days using Slack Connect,Messages posted,"
    "Messages posted in channels,Reactions added,Files uploaded,Slack Huddles,Searches,"
    "Channels joined,Last active (UTC),Last active (Desktop) (UTC),Last active (Android) (UTC),"
    "Last active (iOS) (UTC)"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHLY_USE_SHARE = 0.75  # share of members who use Slack in a month


def slack_day(day: date) -> str:
    """2026-05-31 becomes May 31, 2026, in every locale."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def export_slack(world: World, out: Path) -> list[Path]:
    """Write one file per whole month: the 30 days before its last day."""
    rng = stream(world.seed, "slack export")
    inside = [world.plan.index(label) for label in world.plan.slack_groups]
    keen = rng.random(len(world.people))
    paths = []
    for month, first in enumerate(world.plan.months):
        day = next_month(first) - timedelta(days=1)
        rows = np.flatnonzero(np.isin(world.engage.member[:, month], inside))
        columns = _columns(world, rows, keen[rows] < _MONTHLY_USE_SHARE, day, rng)
        name = f"Nordwind Member Analytics Prior 30 Days - {slack_day(day)}.csv"
        paths.append(write_csv(out / name, _HEADER, columns, M365))
    return paths


def _columns(
    world: World, rows: np.ndarray, keen: np.ndarray, day: date, rng: np.random.Generator
) -> list[list[str]]:
    people, count = world.people, len(rows)
    active = keen & (rng.random(count) < 0.95)
    days = np.where(active, rng.integers(3, 22, count), 0)
    posted = rng.poisson(6 * days)
    in_channels = (posted * 0.4).astype(int)
    seen = [f'"{slack_day(day - timedelta(days=int(back)))}"' for back in rng.integers(0, 9, count)]
    last = [seen_on if on else "" for seen_on, on in zip(seen, active.tolist(), strict=True)]
    phone = np.where(rng.random(count) < 0.5, days // 3, 0)
    since = [f'"{slack_day(max(people.hired[row], date(2018, 3, 12)))}"' for row in rows]
    blank = [""] * count
    return [
        [f"{people.given[row]} {people.family[row]}" for row in rows],
        blank,
        [f"U{0xA00000 + row:08X}" for row in rows],
        [people.email[row].split("@")[0] for row in rows],
        [people.given[row] for row in rows],
        [people.email[row] for row in rows],
        ["Regular Member"] * count,
        since,
        since,
        blank,
        texts(days),
        texts(days),
        texts(phone),
        ["0"] * count,
        ["0"] * count,
        texts(posted),
        texts(in_channels),
        texts(rng.poisson(2 * days)),
        texts(rng.poisson(0.2 * days)),
        texts(rng.poisson(0.1 * days)),
        texts(rng.poisson(0.5 * days)),
        texts(rng.poisson(0.05 * days)),
        last,
        last,
        [seen_on if on else "" for seen_on, on in zip(last, (phone > 0).tolist(), strict=True)],
        blank,
    ]
