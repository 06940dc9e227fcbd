"""A small organisation with everything a folder may hold: who differs from whom is a world's.

Beside roster, KPI and use: white-glove, surveys of hours and barriers, questions asked of groups,
contacts, metered use, an assistant's own estimate, goals, doubts and budgets.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from tests.trust.small import FIRST, WEEKS, Organisation, write

FIRM = Organisation(
    groups=tuple(f"Zq{name}" for name in ("alfa", "bravo", "charlie", "delta", "echo", "golf")),
    few=("Zqtiny",),
)
PARTNER = "Zqalfa"
"""The group that is hidden together with the small one: the first of the smallest."""
USED_WEEKS = range(18, WEEKS)
HEAD = ["User Principal Name", "Report Refresh Date", "Report Period", "Last Activity Date"]
COUNTS = ["Team Chat Message Count", "Private Chat Message Count", "Call Count", "Meeting Count"]
MOVES, SWAPS = 22, 26
"""Numbers of the weeks in which somebody moves, and from which the mover's use may be another's."""
BILLED = ("2026-07", "2026-08")


@dataclass(frozen=True)
class World:
    """What of the organisation is otherwise, where nobody may see it."""

    swapped: tuple[str, str] | None = None
    """Second persons of two groups have each other's use, contacts and bills."""
    second: bool = False
    """A second one of Zqgolf, where hardly anybody does, did it too, and a second one is billed."""
    kpi: int = 50
    """The small group's KPI, its own estimate with it."""
    said: int = 2
    """What those of the small group say and ask."""
    mover: bool = False
    """The one who moved to Zqdelta and a colleague there have each other's use afterwards."""


def people_of(group: str) -> list[str]:
    return [person for person, own in FIRM.people if own == group]


MOVER = people_of("Zqbravo")[3]


def use(world: World) -> dict[str, np.ndarray]:
    """Person -> messages by week."""
    draw = np.random.default_rng(11)
    rates = {group: draw.uniform(0.2, 0.8) for group in (*FIRM.groups, *FIRM.few)}
    times = {
        person: (draw.random(len(USED_WEEKS)) < rates[group]) * draw.integers(1, 9, len(USED_WEEKS))
        for person, group in FIRM.people
    }
    golf = people_of("Zqgolf")
    for person in golf:
        times[person] = np.zeros(len(USED_WEEKS), int)
    for person in golf[: 1 + world.second]:
        times[person][6] = 4
    colleague, at = people_of("Zqdelta")[4], SWAPS - USED_WEEKS[0]
    times[MOVER][:at] = times[colleague][:at] = 2
    times[MOVER][at:], times[colleague][at:] = 3, 0
    if world.mover:
        _swap(times, MOVER, colleague)
    if world.swapped:
        _swap(times, *(people_of(group)[1] for group in world.swapped))
    return times


def _swap(values: dict[str, Any], one: str, other: str) -> None:
    values[one], values[other] = values[other], values[one]


def build(folder: Path, world: World = World()) -> Path:
    """Write and load all of it; the data folder."""
    files = folder / "files"
    roster, kpis, usage, programme = write(files, FIRM)
    usage.unlink()
    with roster.open("a", encoding="utf-8") as out:
        out.write(f"{MOVER},Zqdelta,{FIRST + timedelta(weeks=MOVES)},plain words\n")
    _kpis(kpis, world)
    _usage(files, use(world))
    _surveys(files / "answers.csv", world)
    _questions(files / "tickets.csv", world)
    _contacts(files / "contacts.csv", world)
    _bills(files, world)
    _more(programme)
    warehouse = Warehouse(folder / "data")
    rest = sorted(one for one in files.iterdir() if one != programme)
    for paths in ([programme], rest):
        report = ingest(warehouse, paths, who="x", validate_programme=parse)
        assert {one.status for one in report.files} == {"loaded"}, report
    return folder / "data"


def _kpis(path: Path, world: World) -> None:
    lines = path.read_text("utf-8").splitlines()
    tiny = "Zqtiny,rate,"
    kept = [
        line.split(tiny)[0] + f"{tiny}{world.kpi},1000,plain words" if tiny in line else line
        for line in lines
    ]
    for week in USED_WEEKS:
        year, iso, _ = (FIRST + timedelta(weeks=week)).isocalendar()
        for group in (*FIRM.groups, *FIRM.few):
            hours = world.kpi if group in FIRM.few else 24
            kept.append(f"{year}-W{iso:02d},{group},assisted,{hours},12,hours per head")
    path.write_text("\n".join(kept) + "\n", "utf-8")


def _usage(files: Path, times: Mapping[str, np.ndarray]) -> None:
    for at, number in enumerate(USED_WEEKS):
        last = (FIRST + timedelta(weeks=number, days=6)).isoformat()
        rows = [
            [who, last, 7, last if own[at] else "", own[at], own[at] // 2, 0, own[at] % 2]
            for who, own in times.items()
        ]
        _table(files / f"usage{number}.csv", [*HEAD, *COUNTS], rows)


def _table(path: Path, head: list[str], rows: Iterable[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([head, *rows])


def _surveys(path: Path, world: World) -> None:
    rows: list[list[object]] = []
    for number, (_, group) in enumerate(FIRM.people):
        small = group in FIRM.few
        for question, scale in (("Hours saved: Teams", 1 + number % 3), ("search: finds it", 3)):
            for day in ("2026-05-04", "2026-08-03"):
                score = world.said if small else scale + (day > "2026-06" and number % 2)
                rows.append([f"R{number}-{day}", day, group, question, score])
    _table(path, ["Response ID", "Response Date", "Team", "Question", "Score"], rows)


def _questions(path: Path, world: World) -> None:
    rows: list[list[object]] = []
    for at, week in enumerate(range(WEEKS)):
        day = FIRST + timedelta(weeks=week)
        for number, group in enumerate((*FIRM.groups, *FIRM.few)):
            for one in range(2):
                small = group in FIRM.few
                minutes = 60 * (world.said if small else 1 + number) * (1 + one)
                name, closed = f"T{at}-{number}-{one}", day + timedelta(days=1)
                rows.append([name, f"{day} 09:00", f"{closed} 10:00", group, "Closed", minutes])
    head = ["Ticket ID", "Created", "Resolved", "Assignment group", "Status", "First reply minutes"]
    _table(path, head, rows)


def _contacts(path: Path, world: World) -> None:
    draw = np.random.default_rng(5)
    people = [person for person, _ in FIRM.people]
    pairs = {
        (month, one, other): int(draw.integers(1, 9))
        for month in range(1, 9)
        for one in people
        for other in draw.choice(people, 3, replace=False)
        if one != other
    }
    names = {one: one for one in people}
    if world.swapped:
        _swap(names, *(people_of(group)[1] for group in world.swapped))
    rows: list[list[object]] = [
        [names[one], names[other], f"2026-{month:02d}", times, "message", "Teams"]
        for (month, one, other), times in pairs.items()
        if names[one] != names[other]
    ]
    _table(path, ["From email", "To email", "Month", "Times", "Kind", "Tool"], rows)


def _bills(files: Path, world: World) -> None:
    cents = {person: 1000 + 37 * at for at, (person, _) in enumerate(FIRM.people)}
    first, second, *others = people_of("Zqgolf")
    for person in others:
        cents[person] = 0
    cents[first], cents[second] = (700, 1300) if world.second else (2000, 0)
    if world.swapped:
        _swap(cents, *(people_of(group)[1] for group in world.swapped))
    for month in BILLED:
        rows = [
            {
                "actor": {"type": "user_actor", "deleted": False, "email_address": person,
                          "name": person, "user_id": person},
                "amount": f"{much}", "list_amount": f"{much}", "currency": "EUR",
                "product": None, "rbac_group_id": None, "requests": 1,
                "starting_at": f"{month}-10T00:00:00Z", "ending_at": f"{month}-11T00:00:00Z",
            }
            for person, much in cents.items() if much or person == second  # as many rows
        ]  # fmt: skip
        (files / f"cost_{month}.json").write_text(json.dumps({"data": rows}), "utf-8")


def _more(path: Path) -> None:
    """Add to the programme what it may hold besides."""
    plan = yaml.safe_load(path.read_text("utf-8"))
    range_ = {"value": 50, "low": 40, "high": 60, "source": "s", "owner": "o"}
    plan["hourly_rate"] = range_
    plan["kpis"].append(
        {"id": "assisted", "label": "Assisted hours", "unit": "hours per head", "better": "higher",
         "worthwhile_change": 1, "estimates_savings_of": "teams"}
    )  # fmt: skip
    plan["use_cases"][0] |= {
        "goal": "calm", "budget": range_ | {"value": 900, "high": 1200},
        "discovery": {"today": "by mail", "doubts": ["Ann: it will not last [lasting]"]},
    }  # fmt: skip
    plan["goals"] = [{"id": "calm", "label": "Fewer calls", "why": "w", "kpis": ["rate"]}]
    plan["channels"] = [{"name": "Phone", "audience": "customers", "present": True}]
    plan["barrier_budgets"] = {"search": range_}
    # Two groups with a plain roll-out, two with white-glove beside theirs: one lost somebody.
    starts = {"Zqbravo": 20, "Zqcharlie": 21, "Zqdelta": 20, "Zqecho": 22}
    plan["interventions"] = [_start(group, week) for group, week in starts.items()]
    for group in ("Zqbravo", "Zqcharlie"):
        plan["interventions"].append(
            _start(group, starts[group] + 3)
            | {"id": f"g{group}", "kind": "white-glove", "hours": 20, "barrier": "search",
               "until_day": FIRST + timedelta(weeks=29)}
        )  # fmt: skip
    price = {"item": "Seats", "amount": 19, "per": "licence-month", "platform": "teams"}
    plan["costs"].append(price)
    path.write_text(yaml.safe_dump(plan), "utf-8")


def _start(group: str, week: int) -> dict[str, Any]:
    day: date = FIRST + timedelta(weeks=week)
    return {"id": f"i{group}", "kind": "roll-out", "groups": [group], "platform": "teams",
            "from_day": day, "owner": "o", "cost": 100}  # fmt: skip
