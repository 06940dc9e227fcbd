"""Files of an assistant with seats and a meter, with what they cost by hand.

Sales, Engineering and Field have twelve people, Lab has four; every seat is on the list. In June
2026 six people of Sales are active, twelve of Engineering, nine of Field, four of Lab, each on
every day. Net amounts a head: 2, 5, 4, 1 USD; at list price one more.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse

GROUPS = {"Sales": 12, "Engineering": 12, "Field": 12, "Lab": 4}
ACTIVE = {"Sales": 6, "Engineering": 12, "Field": 9, "Lab": 4}
NET = {"Sales": 2.0, "Engineering": 5.0, "Field": 4.0, "Lab": 1.0}
JUNE = [date(2026, 6, 1) + timedelta(days=n) for n in range(30)]
BILL = (
    "date,username,product,sku,model,quantity,unit_type,applied_cost_per_quantity,gross_amount,"
    "discount_amount,net_amount"
)


def people(group: str) -> list[str]:
    return [f"{group.lower()}{n}" for n in range(GROUPS[group])]


def roster() -> str:
    rows = [f"{one},{group},2026-01-01" for group in GROUPS for one in people(group)]
    return "\n".join(["person,group,from", *rows]) + "\n"


def seats(day: str = "2026-05-01") -> str:
    listed = [
        {
            "assignee": {"login": one}, "created_at": f"{day}T00:00:00Z",
            "last_activity_at": None, "plan_type": "business",
        }
        for group in GROUPS for one in people(group)
    ]  # fmt: skip
    return json.dumps({"total_seats": len(listed), "seats": listed})


def use(days: list[date] = JUNE) -> str:
    rows = [
        {
            "day": day.isoformat(), "user_login": one, "user_initiated_interaction_count": 3,
            "code_generation_activity_count": 1, "code_acceptance_activity_count": 1,
            "ai_credits_used": 10,
        }
        for day in days for group, many in ACTIVE.items() for one in people(group)[:many]
    ]  # fmt: skip
    return "\n".join(map(json.dumps, rows)) + "\n"


def bill(day: str = "2026-06-30", unit: str = "ai-credits") -> str:
    rows = [
        f"{day},{one},copilot,copilot_ai_credit,m,{100 * NET[group]:.0f},{unit},0.01,"
        f"{NET[group] + 1},1,{NET[group]}"
        for group in GROUPS
        for one in people(group)
    ]
    return "\n".join([BILL, *rows]) + "\n"


def load(folder: Path, *files: tuple[str, str]) -> Warehouse:
    """Load the files as one drop into a new data folder."""
    warehouse, paths = Warehouse(folder / "data"), [folder / name for name, _ in files]
    for path, (_, text) in zip(paths, files, strict=True):
        path.write_text(text, encoding="utf-8")
    for result in ingest(warehouse, paths).files:
        assert result.error is None, (result.file, result.error)
    return warehouse


def assistant(folder: Path, *more: tuple[str, str]) -> Warehouse:
    every = (("roster.csv", roster()), ("seats.json", seats()), ("users.ndjson", use()))
    return load(folder, *every, ("bill.csv", bill()), *more)
