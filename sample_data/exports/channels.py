"""Question channels as a Zendesk view: one with answers, one opened without anybody to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from signpost.sample_data.exports.csv_file import UNIX, write_csv
from signpost.sample_data.scenario import stream
from signpost.sample_data.world import World

_HEADER = (
    "Summation column,Id,Requester,Requester id,Requester external id,Requester email,"
    "Requester domain,Submitter,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,"
    "Created at,Updated at,Assigned at,Organization,Due date,Initially assigned at,Solved at,"
    "Resolution time,Satisfaction Score,Group stations,Assignee stations,Reopens,Replies,"
    "First reply time in minutes,First reply time in minutes within business hours,"
    "First resolution time in minutes,First resolution time in minutes within business hours,"
    "Full resolution time in minutes,Full resolution time in minutes within business hours,"
    "Agent wait time in minutes,Agent wait time in minutes within business hours,"
    "Requester wait time in minutes,Requester wait time in minutes within business hours,"
    "On hold time in minutes,On hold time in minutes within business hours,Ticket Category [list]"
)
_STAMP = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class QuestionChannel:
    """A question channel: its owner, questions a week, answers."""

    name: str
    group: str
    first_week: int
    asked: float
    fades: float
    """Share of the asking lost per week: people give up."""
    answered: float
    reply_hours: float
    """Median hours to a first answer, where there is one."""
    answerers: int


CHANNELS = (
    QuestionChannel("ask_billing", "Billing Services", 40, 30.0, 0.0, 0.93, 3.0, 14),
    QuestionChannel("ask_field", "Field Engineers South", 40, 55.0, 0.03, 0.30, 55.0, 2),
)


def export_channels(world: World, out: Path) -> list[Path]:
    """Write one view export over both channels; nothing where neither group exists."""
    rng = stream(world.seed, "channel export")
    rows: list[list[str]] = []
    for channel in CHANNELS:
        if channel.group in world.plan.labels and channel.first_week < world.plan.weeks:
            rows += _questions(world, channel, len(rows), rng)
    if not rows:
        return []
    columns = list(zip(*rows, strict=True))
    return [write_csv(out / "Zendesk_questions_view.csv", _HEADER, columns, UNIX)]


def questions_per_week(channel: QuestionChannel, weeks: int, rng: np.random.Generator) -> list[int]:
    """Return the questions in each week from the channel's first one on."""
    since = np.arange(weeks - channel.first_week)
    return rng.poisson(channel.asked * (1 - channel.fades) ** since).tolist()


def _questions(
    world: World, channel: QuestionChannel, offset: int, rng: np.random.Generator
) -> list[list[str]]:
    home = world.people.group[:, -1]
    members = np.flatnonzero(home == world.plan.index(channel.group))[: channel.answerers]
    askers = np.flatnonzero((home >= 0) & (home != world.plan.index(channel.group)))
    rows: list[list[str]] = []
    for since, count in enumerate(questions_per_week(channel, world.plan.weeks, rng)):
        monday = world.plan.monday(channel.first_week + since)
        for _ in range(count):
            minute = int(rng.integers(0, 5)) * 1440 + int(rng.integers(8 * 60, 17 * 60))
            created = datetime.combine(monday, datetime.min.time()) + timedelta(minutes=minute)
            reply = channel.reply_hours * 60 * float(rng.lognormal(0, 0.8))
            late = created + timedelta(minutes=2 * reply)
            got = bool(rng.random() < channel.answered) and late.date() <= world.plan.last_day
            who = int(rng.choice(askers)), int(rng.choice(members))
            wait = round(reply) if got else None
            rows.append(_row(world, channel, offset + len(rows), created, wait, who))
    return rows


def _row(
    world: World,
    channel: QuestionChannel,
    number: int,
    created: datetime,
    wait: int | None,
    who: tuple[int, int],
) -> list[str]:
    people = world.people
    name, agent = (f"{people.given[person]} {people.family[person]}" for person in who)
    email = people.email[who[0]]
    solved = created + timedelta(minutes=2 * wait) if wait is not None else None
    asked_at, done = created.strftime(_STAMP), solved.strftime(_STAMP) if solved else ""
    answered = wait is not None
    minutes = [str(wait), str(wait // 3)] if wait is not None else ["", ""]
    twice = [str(2 * wait), str(2 * wait // 3)] if wait is not None else ["", ""]
    return [
        *["1", str(5000 + number), name, str(9000 + who[0]), "", email, email.split("@")[1], name],
        *[agent if answered else "-", channel.group, "Question", f"channel {channel.name}"],
        *["Solved" if answered else "Open", "Normal", "Web form", "Question"],
        *[asked_at, done or asked_at, asked_at, "Nordwind", "", asked_at, done],
        *[str(2 * wait // 60) if wait is not None else "", "Not Offered", "1", "1", "0"],
        "1" if answered else "0",
        *minutes,
        *twice,
        *twice,
        *minutes,
        *minutes,
        *["0", "0", channel.name],
    ]
