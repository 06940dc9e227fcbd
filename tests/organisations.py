"""Random organisations as the files people bring: roster, adoption, KPIs, costs, a programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import yaml

FIRST = date(2025, 6, 2)
WEEKS = 52
GROUPS = tuple(f"{side} {kind}" for kind in ("Sales", "Care") for side in
               ("North", "South", "East", "West", "Upper", "Lower"))  # fmt: skip
AREAS = ("customer", "marketing", "operational")


@dataclass(frozen=True)
class Organisation:
    """What a random organisation is made of."""

    effects: tuple[float, ...] = (3.0,)
    """One use case each: standard errors of a week that its KPI improves by; 0: nothing."""
    stages: tuple[str, ...] = ("pilot",)
    costs: tuple[tuple[str, str, str, float, str], ...] = ()
    """item, use case or '', month, amount, currency"""
    hours: float = 20.0
    extra_hours: float = 0.0
    """Working hours a head and week that the platform takes, a guardrail of every use case."""
    priced: bool = True
    seed: int = 1


def write(folder: Path, made: Organisation) -> Path:
    """Write the files of an organisation and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(made.seed)
    starts = [20 + 2 * row if row < 8 else None for row in range(len(GROUPS))]
    (folder / "roster.csv").write_text(_roster(), "utf-8")
    (folder / "adoption.csv").write_text(_adoption(rng, starts), "utf-8")
    if made.effects:
        (folder / "kpis.csv").write_text(_outcomes(rng, starts, made), "utf-8")
    (folder / "interventions.csv").write_text(_roll_outs(starts, made.hours), "utf-8")
    if made.costs:
        lines = [f"{item},{month},{amount},{money}" for item, _, month, amount, money in made.costs]
        text = "\n".join(["item,month,amount,currency", *lines])
        (folder / "costs.csv").write_text(text + "\n", "utf-8")
    (folder / "programme.yaml").write_text(programme(made), "utf-8")
    return folder


def _week(number: int) -> str:
    year, week, _ = (FIRST + timedelta(weeks=number)).isocalendar()
    return f"{year}-W{week:02d}"


def _roster() -> str:
    lines = ["email,department,effective date"]
    for row, group in enumerate(GROUPS):
        lines += [f"p{row}.{one}@acme.example,{group},2025-05-01" for one in range(20 + row)]
    return "\n".join(lines) + "\n"


def _adoption(rng: np.random.Generator, starts: list[int | None]) -> str:
    lines = ["period,group,active,licensed,platform"]
    for row, group in enumerate(GROUPS):
        for week in range(WEEKS):
            begun = starts[row] is not None and week >= (starts[row] or 0)
            active = rng.binomial(20 + row, 0.7 if begun else 0.15)
            lines.append(f"{_week(week)},{group},{active},{20 + row},teams")
    return "\n".join(lines) + "\n"


def _outcomes(rng: np.random.Generator, starts: list[int | None], made: Organisation) -> str:
    lines = ["period,group,kpi,numerator,denominator,unit"]
    effects = {f"kpi_{number}": effect for number, effect in enumerate(made.effects)}
    for name, effect in effects.items():
        for row, group in enumerate(GROUPS):
            level = 60 + 2 * row + rng.normal(0, 1)
            for week in range(WEEKS):
                begun = starts[row] is not None and week >= (starts[row] or 0)
                rate = level + 2 * rng.normal() - (2 * effect if begun else 0)
                calls = 5 * (80 + row)
                lines.append(f"{_week(week)},{group},{name},{rate * calls / 100:.2f},{calls},calls")
    if made.extra_hours:
        for row, group in enumerate(GROUPS):
            for week in range(WEEKS):
                begun = starts[row] is not None and week >= (starts[row] or 0)
                hours = 8 + 0.2 * rng.normal() + (made.extra_hours if begun else 0)
                people = 20 + row
                lines.append(f"{_week(week)},{group},meeting_hours,{hours * people:.2f},{people},h")
    return "\n".join(lines) + "\n"


def _roll_outs(starts: list[int | None], hours: float) -> str:
    lines = ["intervention_id,group,kind,platform,from_day,hours,owner"]
    for row, start in enumerate(starts):
        if start is not None:
            day = FIRST + timedelta(weeks=start)
            lines.append(f"i{row},{GROUPS[row]},roll-out,teams,{day},{hours},Ann")
    return "\n".join(lines) + "\n"


def programme(made: Organisation) -> str:
    """Return the programme of an organisation as YAML."""
    kpis: list[dict[str, object]] = [
        {
            "id": f"kpi_{number}", "label": f"Repeat calls {number}", "unit": "calls per 100",
            "better": "lower", "per": 100, "worthwhile_change": 1.0, "owner": "Care",
            **({"money_per_unit": {"value": 4, "low": 3, "high": 6, "source": "study"}}
               if made.priced else {}),
        }
        for number in range(len(made.effects))
    ]  # fmt: skip
    if made.extra_hours:
        kpis.append(
            {"id": "meeting_hours", "label": "Meeting hours", "unit": "hours per head",
             "better": "lower", "worthwhile_change": 0.3, "is_time": True}
        )  # fmt: skip
    cases = [
        {
            "id": f"case_{number}", "label": f"Ask before you call {number}",
            "area": AREAS[number % 3], "problem": "Calls are repeated.", "mechanism": "Ask first.",
            "platform": "teams", "kpi": f"kpi_{number}", "stage": made.stages[number],
            "owner": "Ann", "review_date": "2026-09-01",
            "guardrails": ["meeting_hours"] if made.extra_hours else [],
        }
        for number in range(len(made.effects))
    ]  # fmt: skip
    planned = [
        {"item": item, "amount": 0, "per": "month", "use_case": case}
        for item, case, *_ in made.costs
        if case
    ]
    whole = {
        "organisation": "Acme", "currency": "EUR", "kpis": kpis, "use_cases": cases,
        "hourly_rate": {"value": 60, "low": 50, "high": 75, "source": "payroll"},
        "costs": list({one["item"]: one for one in planned}.values()),
    }  # fmt: skip
    return yaml.safe_dump(whole, sort_keys=False)
