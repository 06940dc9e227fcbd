"""Interventions, costs, barriers and interactions as exports."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from signpost.sample_data.adoption import GLOVE_WEEKS
from signpost.sample_data.deeds import DEEDS, PLANNED, Deed
from signpost.sample_data.exports.csv_file import EXCEL, texts, write_csv
from signpost.sample_data.network import ties
from signpost.sample_data.scenario import ENGAGE, TEAMS, Scenario, stream
from signpost.sample_data.world import World

INTERVENTIONS = "intervention_id,group,kind,platform,from_day,until_day,hours,cost,owner,barrier"
COSTS = "item,group,month,amount,currency"
BARRIERS = "group,day,barrier,score,answers"
INTERACTIONS = "period,platform,from_group,to_group,kind,times"
MATERIALS = 9.0  # EUR per hour of effort: rooms, travel, print; the hours are priced apart
PER_HEAD = {"Teams licences": 2.4, "Engage licences": 0.9, "Adoption office": 3.0}  # EUR a month
USUAL_SCORE = {
    "not_invented_here": 2.7,
    "hoarding": 2.3,
    "search": 2.8,
    "transfer": 2.5,
    "tool": 2.4,
    "time": 3.2,
    "trust": 2.1,
}
STUCK_SCORE = {
    ("Key Accounts", "not_invented_here"): 4.3,
    ("Connections Desk", "not_invented_here"): 4.0,
    ("Connections Desk", "time"): 4.4,
}
SEARCH_BEFORE, SEARCH_AFTER = 4.3, 2.4
SURVEY_DAYS = (date(2025, 8, 18), date(2026, 9, 14))


def export_programme(world: World, out: Path) -> list[Path]:
    """Write interventions, costs, barriers and interactions."""
    return [
        _interventions(world.plan, out / "interventions.csv"),
        _costs(world, out / "costs.csv"),
        _barriers(world, out / "barriers.csv"),
        _interactions(world, out / "interactions.csv"),
    ]


def deeds(plan: Scenario) -> list[Deed]:
    """Return the deeds for groups that exist here: the roll-outs, then the extra ones."""
    starts = []
    for group in plan.groups:
        if group.teams_week is not None:
            day = plan.monday(group.teams_week)
            starts.append(_start(group.label, group.kind, TEAMS, day, group.size))
        if group.engage_month is not None:
            day = plan.months[group.engage_month]
            starts.append(_start(group.label, group.engage_kind, ENGAGE, day, group.size))
    first, last = plan.first_monday, plan.last_day
    extra = [deed for deed in DEEDS if deed.group in plan.labels and first <= deed.day <= last]
    planned = [deed for deed in PLANNED if deed.group in plan.labels]
    return sorted([*starts, *extra, *planned], key=lambda deed: (deed.day, deed.group, deed.kind))


def _start(label: str, kind: str, platform: str, day: date, size: int) -> Deed:
    glove = kind == "white-glove"
    hours = 24 + 0.9 * size if glove else 6 + 0.1 * size
    until = day + timedelta(weeks=GLOVE_WEEKS) - timedelta(days=1) if glove else None
    return Deed(label, kind, platform, day, until, round(hours), "Adoption office")


def _interventions(plan: Scenario, path: Path) -> Path:
    done = deeds(plan)
    columns = [
        [f"I{number:03d}" for number in range(1, len(done) + 1)],
        [deed.group for deed in done],
        [deed.kind for deed in done],
        [deed.platform for deed in done],
        [deed.day.isoformat() for deed in done],
        [deed.until.isoformat() if deed.until else "" for deed in done],
        [str(deed.hours) for deed in done],
        [f"{deed.hours * MATERIALS:.2f}" for deed in done],
        [deed.owner for deed in done],
        [deed.barrier for deed in done],
    ]
    return write_csv(path, INTERVENTIONS, columns, EXCEL)


def _costs(world: World, path: Path) -> Path:
    rows = []
    heads = world.monthly_heads.sum(axis=0)
    for first, staff in zip(world.plan.months, heads.tolist(), strict=True):
        for item, per_head in PER_HEAD.items():
            rows.append([item, "", f"{first:%Y-%m}", f"{per_head * staff:.2f}", "EUR"])
    return write_csv(path, COSTS, list(zip(*rows, strict=True)), EXCEL)


def _barriers(world: World, path: Path) -> Path:
    rng = stream(world.seed, "barriers")
    lowered = {(removal.group, removal.barrier) for removal in world.plan.removals}
    rows = []
    for round_number, day in enumerate(SURVEY_DAYS):
        for group in world.plan.groups:
            answers = max(5, int(group.size * rng.uniform(0.45, 0.7)))
            for barrier, usual in USUAL_SCORE.items():
                level = STUCK_SCORE.get((group.label, barrier), usual) + rng.normal(0, 0.12)
                if (group.label, barrier) in lowered:
                    level += (SEARCH_BEFORE, SEARCH_AFTER)[round_number] - usual
                score = min(max(level, 1.0), 5.0)
                rows.append([group.label, day.isoformat(), barrier, f"{score:.2f}", str(answers)])
    return write_csv(path, BARRIERS, list(zip(*rows, strict=True)), EXCEL)


def _interactions(world: World, path: Path) -> Path:
    rng = stream(world.seed, "interactions")
    plan = world.plan
    strength = ties(plan, world.seed)
    np.fill_diagonal(strength, [group.size * 0.25 for group in plan.groups])
    shares = world.engage_share()
    parts: list[list[list[str]]] = []
    sender, receiver = np.indices(strength.shape).reshape(2, -1)
    for month, first in enumerate(plan.months):
        lively = 1 + shares[:, month]
        expected = strength * np.sqrt(np.outer(lively, lively))
        for kind, rate in (("message", 14.0), ("meeting", 2.0)):
            times = rng.poisson(rate * expected).ravel()
            some = times > 0
            count = int(some.sum())
            parts.append(
                [
                    [f"{first:%Y-%m}"] * count,
                    [ENGAGE if kind == "message" else TEAMS] * count,
                    [plan.labels[i] for i in sender[some]],
                    [plan.labels[i] for i in receiver[some]],
                    [kind] * count,
                    texts(times[some]),
                ]
            )
    columns = [[value for part in parts for value in part[position]] for position in range(6)]
    return write_csv(path, INTERACTIONS, columns, EXCEL)
