"""A small organisation whose every name is an attack: groups, KPI, files, columns, programme."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import yaml

from tests.trust.corpus import FORMULAS, HTML, MARKDOWN, PATHS, PLOTLY, SQL, UNICODE

PEOPLE = 12
WEEKS = 36
FIRST = date(2026, 1, 5)
NASTY = (
    "=1+1 <img src=x onerror=window.__xss=1> ![p](http://evil.example/i.png) "
    "http://evil.example/auto $x^2$ :material/home: '; drop table usage; --"
)


def names(texts: Iterable[str]) -> list[str]:
    """Those that can stand in a text file, once each as a group would be."""
    kept: dict[str, str] = {}
    for text in texts:
        fits = "\0" not in text and 0 < len(text.strip()) < 120
        if fits and text.encode(errors="ignore").decode() == text:
            kept.setdefault(" ".join(text.split()).casefold(), text)
    return list(kept.values())


GROUPS = names(
    (*MARKDOWN[::2], *HTML[::2], *PLOTLY, *FORMULAS[::2], *SQL[::2], *PATHS[:4], *UNICODE)
)
PILOTS = GROUPS[: len(GROUPS) // 2]


def write(folder: Path) -> list[Path]:
    """Write roster, KPI, usage and programme; the file names are hostile too."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _table(folder / "=cmd '; drop table usage --.csv", _roster()),
        _table(folder / "<img src=x onerror=window.__xss=1>.csv", _kpi()),
        _table(folder / "![p](evil) TeamsUserActivityUserDetail $(id).csv", _usage()),
        _programme(folder / "programme.yaml"),
    ]


def _table(path: Path, rows: list[list[object]]) -> Path:
    # a file name holds no slash; everything else it may hold
    path = path.with_name(path.name.replace("/", "∕"))
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def _people() -> list[tuple[str, str]]:
    return [
        (f"p{number}.{one}@example.org", group)
        for number, group in enumerate(GROUPS)
        for one in range(PEOPLE)
    ]


def _roster() -> list[list[object]]:
    head = ["person", "group", "from", NASTY]
    return [head, *([person, group, "2025-01-06", NASTY] for person, group in _people())]


def _kpi() -> list[list[object]]:
    rng = np.random.default_rng(7)
    rows: list[list[object]] = [["period", "group", "kpi", "numerator", "denominator", "unit"]]
    for number, group in enumerate(GROUPS):
        for week in range(WEEKS):
            day = FIRST + timedelta(weeks=week)
            started = group in PILOTS and week >= 14 + number % 8
            rate = 0.05 - 0.012 * started + 0.002 * rng.standard_normal()
            year, iso, _ = day.isocalendar()
            rows.append([f"{year}-W{iso:02d}", group, "rate", round(1000 * rate), 1000, NASTY])
    return rows


def _usage() -> list[list[object]]:
    head = ["Report Refresh Date", "User Principal Name", "Last Activity Date", "Is Deleted",
            "Team Chat Message Count", "Private Chat Message Count", "Call Count",
            "Meeting Count", "Is Licensed", "Report Period", NASTY]  # fmt: skip
    last = (FIRST + timedelta(weeks=WEEKS, days=-1)).isoformat()
    rows = [[last, person, last, "False", 3, 4, 0, 1, "Yes", 7, NASTY] for person, _ in _people()]
    return [head, *rows]


def _programme(path: Path) -> Path:
    starts = [
        {"id": f"i{number}", "kind": "roll-out", "groups": [group], "platform": "teams",
         "from_day": FIRST + timedelta(weeks=14 + number % 8), "owner": NASTY, "cost": 100}
        for number, group in enumerate(PILOTS)
    ]  # fmt: skip
    money = {"value": 40, "low": 30, "high": 50, "source": NASTY, "owner": NASTY}
    text = {
        "organisation": NASTY,
        "areas": dict.fromkeys(GROUPS, "customer"),
        "kpis": [{"id": "rate", "label": f"Rate {NASTY}", "unit": "cases per 1,000 calls",
                  "better": "lower", "per": 1000, "worthwhile_change": 2.0, "owner": NASTY,
                  "money_per_unit": money, "source": NASTY, "definition": NASTY}],
        "use_cases": [{"id": "uc", "label": f"Case {NASTY}", "area": "customer",
                       "problem": NASTY, "mechanism": NASTY, "platform": "teams", "kpi": "rate",
                       "owner": NASTY, "decision_rule": NASTY, "locked_at": FIRST,
                       "review_date": date(2027, 1, 4)}],
        "interventions": starts,
        "costs": [{"item": NASTY, "amount": 1000, "source": NASTY, "owner": NASTY}],
        "targets": [{"group": GROUPS[0], "platform": "teams", "value": 0.6,
                     "by": date(2026, 12, 1), "owner": NASTY}],
    }  # fmt: skip
    path.write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    return path
