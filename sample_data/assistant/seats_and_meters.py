"""Exports of the assistants: seats, use, credits and bills, in the shapes of their vendors."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from signpost.sample_data.assistant.plan import (
    LOTTERY_DAY,
    TEAMS_OF_30,
    WEEKS_OF_DATA,
    monday,
    whole_months,
)
from signpost.sample_data.assistant.world import AssistantWorld
from signpost.sample_data.exports.csv_file import M365, UNIX, texts, write_csv
from signpost.sample_data.scenario import next_month, stream

_COPILOT = (
    "Report Refresh Date,User Principal Name,Display Name,Last Activity Date,"
    "Copilot Chat Last Activity Date,Microsoft Teams Copilot Last Activity Date,"
    "Word Copilot Last Activity Date,Excel Copilot Last Activity Date,"
    "PowerPoint Copilot Last Activity Date,Outlook Copilot Last Activity Date,"
    "OneNote Copilot Last Activity Date,Loop Copilot Last Activity Date,Report Period,"
    "Prompts submitted for all apps,Active Usage Days for all apps"
)
_CHAT = (
    "Report refresh date,User guid,User principal name,Display name,Report period,"
    "Prompts submitted,Active usage days,Last activity date"
)
_LICENCES = "Email,License,Assigned on,Platform"
_BILL = (
    "date,username,product,sku,quantity,unit_type,applied_cost_per_quantity,gross_amount,"
    "discount_amount,net_amount,organization,repository,cost_center_name"
)
CREDITS_FROM = date(2026, 6, 1)
INCLUDED_USD = 19.0
"""Credits that a seat includes in a month, at list price."""
_WEEKEND = (5, 6)
"""Days on which a few people code as well."""
_CREDITS_A_DAY = 420.0
"""Of somebody who uses the agent; others need a fifth."""


def seat_days(world: AssistantWorld) -> list[date | None]:
    """Return the day each person's seat began; None for those without one."""
    weeks = world.staff.seats_from().tolist()
    drawn = world.staff.drawn.tolist()
    return [
        LOTTERY_DAY if won else monday(week) if week >= 0 else None
        for won, week in zip(drawn, weeks, strict=True)
    ]


def is_coder(world: AssistantWorld) -> np.ndarray:
    """(P,) whether a person's seat is one of GitHub Copilot."""
    return np.array([team.function == "Engineering" for team in TEAMS_OF_30])[world.staff.team]


def export_seats(world: AssistantWorld, out: Path) -> None:
    """Write the list of Copilot licences and GitHub's answer about its seats."""
    days, coder = seat_days(world), is_coder(world)
    held = [(row, day) for row, day in enumerate(days) if day is not None]
    office = [(row, day) for row, day in held if not coder[row]]
    columns = [
        [world.staff.email[row] for row, _ in office],
        ["Microsoft 365 Copilot"] * len(office),
        [day.isoformat() for _, day in office],
        ["copilot"] * len(office),
    ]
    write_csv(out / "copilot_licences.csv", _LICENCES, columns)
    last = monday(WEEKS_OF_DATA) - timedelta(days=1)
    seats = [
        {
            "created_at": f"{day}T08:00:00Z",
            "updated_at": f"{day}T08:00:00Z",
            "pending_cancellation_date": None,
            "last_activity_at": f"{last}T12:00:00Z",
            "last_activity_editor": "vscode/1.104.0/copilot/1.372.0",
            "plan_type": "business",
            "assignee": {"login": world.staff.login[row], "id": row, "type": "User"},
            "assigning_team": {"name": TEAMS_OF_30[world.staff.team[row]].label},
        }
        for row, day in held
        if coder[row]
    ]
    text = json.dumps({"total_seats": len(seats), "seats": seats}, indent=1)
    (out / "github_copilot_seats.json").write_text(text + "\n", encoding="utf-8")


def export_copilot(world: AssistantWorld, out: Path, seed: int) -> None:
    """Write the Microsoft 365 Copilot usage of those who have a licence, one D7 file a week."""
    rng = stream(seed, "copilot export")
    days, coder = seat_days(world), is_coder(world)
    for week in range(WEEKS_OF_DATA):
        day = monday(week) + timedelta(days=6)
        rows = np.array(
            [r for r, d in enumerate(days) if d is not None and d <= day and not coder[r]],
            dtype=int,
        )
        if not len(rows):
            continue
        active = world.active[rows, week]
        busy = np.where(active, 1 + rng.binomial(4, 0.5, len(rows)), 0)
        prompts = np.where(active, busy + rng.poisson(9, len(rows)), 0)
        seen = np.where(active, (day - timedelta(days=2)).isoformat(), "").tolist()
        count = len(rows)
        columns = [
            [day.isoformat()] * count,
            [world.staff.email[row] for row in rows],
            [f"Person {row + 1}" for row in rows],
            seen,
            seen,
            *[[""] * count] * 7,
            ["7"] * count,
            texts(prompts),
            texts(busy),
        ]
        name = f"getMicrosoft365CopilotUsageUserDetail_D7_{day}.csv"
        write_csv(out / name, _COPILOT, columns, M365)


def export_chat(world: AssistantWorld, out: Path, seed: int) -> None:
    """Write the use of Copilot Chat, which needs no licence, one D30 file a month."""
    rng = stream(seed, "chat export")
    count = len(world.staff.email)
    ids = [f"{row:08x}-0000-4000-8000-{row:012x}" for row in range(count)]
    for month, first in enumerate(whole_months()):
        day = next_month(first) - timedelta(days=1)
        active = world.chat[:, month]
        busy = np.where(active, 1 + rng.binomial(8, 0.4, count), 0)
        columns = [
            [day.isoformat()] * count,
            ids,
            list(world.staff.email),
            [f"Person {row + 1}" for row in range(count)],
            ["30"] * count,
            texts(np.where(active, busy + rng.poisson(6, count), 0)),
            texts(busy),
            np.where(active, (day - timedelta(days=3)).isoformat(), "").tolist(),
        ]
        write_csv(out / f"CopilotChatActivityUserDetail_{day}.csv", _CHAT, columns, M365)


def export_github(world: AssistantWorld, out: Path, seed: int) -> None:
    """Write GitHub Copilot's usage per user and day, and its bills: seats, then credits."""
    rng = stream(seed, "github export")
    coder = is_coder(world)
    billed: dict[tuple[date, str], float] = {}
    for first in whole_months():
        lines = [
            _github_row(world, row, monday(week) + timedelta(days=shift), rng)
            for week in range(WEEKS_OF_DATA)
            if monday(week).replace(day=1) == first
            for row in np.flatnonzero(world.active[:, week] & coder).tolist()
            for shift in (0, 1 + int(rng.integers(0, 4)), *(_WEEKEND if row % 29 == 0 else ()))
        ]
        for line in lines:
            key = first, str(line["user_login"])
            billed[key] = billed.get(key, 0.0) + float(str(line.get("ai_credits_used", 0)))
        if lines:
            text = "\n".join(json.dumps(line) for line in lines)
            (out / f"users-28-day-{first:%Y-%m}.ndjson").write_text(text + "\n", encoding="utf-8")
    _bills(world, billed, out)


def _github_row(
    world: AssistantWorld, row: int, day: date, rng: np.random.Generator
) -> dict[str, object]:
    agent = row % 3 == 0
    chats, written = int(rng.poisson(5)) + 1, int(rng.poisson(14))
    line: dict[str, object] = {
        "day": day.isoformat(),
        "user_login": world.staff.login[row],
        "user_id": row,
        "user_initiated_interaction_count": chats,
        "code_generation_activity_count": written,
        "code_acceptance_activity_count": int(rng.binomial(written, 0.3)),
        "used_agent": agent,
        "used_chat": True,
        "used_cli": False,
    }
    if day >= CREDITS_FROM:
        need = _CREDITS_A_DAY if agent else _CREDITS_A_DAY / 5
        line["ai_credits_used"] = round(float(rng.gamma(4.0, need / 4)), 2)
    return line


def _bills(world: AssistantWorld, billed: dict[tuple[date, str], float], out: Path) -> None:
    days, coder = seat_days(world), is_coder(world)
    for first in whole_months():
        until = next_month(first)
        seats = sum(1 for r, d in enumerate(days) if d is not None and d < until and coder[r])
        if not seats:
            continue
        rows = [_bill_row(first, "", "copilot_business", seats, "user-months", 19.0, 19.0 * seats)]
        for (month, login), used in sorted(billed.items()):
            if month == first and used:
                over = max(used * 0.01 - INCLUDED_USD, 0.0)
                sku = "copilot_ai_credit"
                rows.append(_bill_row(first, login, sku, used, "ai-credits", 0.01, over))
        name = f"ai_usage_report_{first:%Y-%m}.csv"
        write_csv(out / name, _BILL, list(zip(*rows, strict=True)), UNIX)


def _bill_row(
    day: date, login: str, sku: str, quantity: float, unit: str, price: float, net: float
) -> list[str]:
    gross = quantity * price
    amounts = [f"{value:.4f}" for value in (gross, gross - net, net)]
    start = [day.isoformat(), login, "copilot", sku, f"{quantity:.2f}", unit, f"{price}"]
    return [*start, *amounts, "kestrel", "", "Engineering"]
