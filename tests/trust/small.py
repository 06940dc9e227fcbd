"""A small organisation with given names: groups, texts, files. What is true of it: use helps."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import yaml

PEOPLE = 12
WEEKS = 36
FIRST = date(2026, 1, 5)


@dataclass(frozen=True)
class Organisation:
    """Groups of twelve; the first half of them is rolled out one after the other."""

    groups: Sequence[str]
    text: str = "plain words"
    """Stands wherever somebody may write something."""
    few: Sequence[str] = ()
    """Groups of three, too small to be shown."""
    files: tuple[str, str, str] = ("roster.csv", "kpi.csv", "TeamsUserActivityUserDetail.csv")

    @property
    def pilots(self) -> Sequence[str]:
        return self.groups[: len(self.groups) // 2]

    @property
    def people(self) -> list[tuple[str, str]]:
        return [
            (f"p{number}.{one}@example.org", group)
            for number, group in enumerate((*self.groups, *self.few))
            for one in range(PEOPLE if group in self.groups else 3)
        ]


def write(folder: Path, firm: Organisation) -> list[Path]:
    """Write roster, KPI, usage and programme."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = (_roster(firm), _kpi(firm), _usage(firm))
    written = [_table(folder / name, rows) for name, rows in zip(firm.files, tables, strict=True)]
    return [*written, _programme(folder / "programme.yaml", firm)]


def _table(path: Path, rows: list[list[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def _roster(firm: Organisation) -> list[list[object]]:
    head = ["person", "group", "from", firm.text]
    return [head, *([person, group, "2025-01-06", firm.text] for person, group in firm.people)]


def _kpi(firm: Organisation) -> list[list[object]]:
    rng = np.random.default_rng(7)
    rows: list[list[object]] = [["period", "group", "kpi", "numerator", "denominator", "unit"]]
    for number, group in enumerate((*firm.groups, *firm.few)):
        for week in range(WEEKS):
            day = FIRST + timedelta(weeks=week)
            started = group in firm.pilots and week >= 14 + number % 8
            rate = 0.05 - 0.012 * started + 0.002 * rng.standard_normal()
            year, iso, _ = day.isocalendar()
            rows.append([f"{year}-W{iso:02d}", group, "rate", round(1000 * rate), 1000, firm.text])
    return rows


def _usage(firm: Organisation) -> list[list[object]]:
    head = [
        "Report Refresh Date",
        "User Principal Name",
        "Last Activity Date",
        "Is Deleted",
        "Team Chat Message Count",
        "Private Chat Message Count",
        "Call Count",
        "Meeting Count",
        "Is Licensed",
        "Report Period",
        firm.text,
    ]
    last = (FIRST + timedelta(weeks=WEEKS, days=-1)).isoformat()
    rows = [
        [last, person, last, "False", 3, 4, 0, 1, "Yes", 7, firm.text] for person, _ in firm.people
    ]
    return [head, *rows]


def _programme(path: Path, firm: Organisation) -> Path:
    starts = [
        {
            "id": f"i{number}",
            "kind": "roll-out",
            "groups": [group],
            "platform": "teams",
            "from_day": FIRST + timedelta(weeks=14 + number % 8),
            "owner": firm.text,
            "cost": 100,
        }
        for number, group in enumerate(firm.pilots)
    ]
    money = {"value": 40, "low": 30, "high": 50, "source": firm.text, "owner": firm.text}
    text = {
        "organisation": firm.text,
        "areas": dict.fromkeys(firm.groups, "customer"),
        "kpis": [
            {
                "id": "rate",
                "label": f"Rate {firm.text}",
                "unit": "cases per 1,000 calls",
                "better": "lower",
                "per": 1000,
                "worthwhile_change": 2.0,
                "owner": firm.text,
                "money_per_unit": money,
                "source": firm.text,
                "definition": firm.text,
            }
        ],
        "use_cases": [
            {
                "id": "uc",
                "label": f"Case {firm.text}",
                "area": "customer",
                "problem": firm.text,
                "mechanism": firm.text,
                "platform": "teams",
                "kpi": "rate",
                "owner": firm.text,
                "decision_rule": firm.text,
                "locked_at": FIRST,
                "review_date": date(2027, 1, 4),
            }
        ],
        "interventions": starts,
        "costs": [{"item": firm.text, "amount": 1000, "source": firm.text, "owner": firm.text}],
        "targets": [
            {
                "group": firm.groups[0],
                "platform": "teams",
                "value": 0.6,
                "by": date(2026, 12, 1),
                "owner": firm.text,
            }
        ],
    }
    path.write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    return path
