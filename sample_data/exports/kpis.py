"""KPIs as a controller sends them: one long table by ISO week, one wide table by month."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from signpost.sample_data.exports.csv_file import EXCEL, quoted_cell, write_csv
from signpost.sample_data.exports.slack import _MONTHS
from signpost.sample_data.kpis import MONTHLY, WEEKLY
from signpost.sample_data.outcomes import Outcome
from signpost.sample_data.world import World

LONG_HEADER = "period,group,kpi,numerator,denominator,unit"


def export_kpis(world: World, out: Path) -> list[Path]:
    """Write both tables; the wide one only where it has at least two months."""
    paths = [out / "KPI_weekly.csv"]
    weeks = [world.plan.monday(week) for week in range(world.plan.weeks)]
    periods = [f"{day.isocalendar().year}-W{day.isocalendar().week:02d}" for day in weeks]
    parts = [_long(world.outcomes[kpi.id], periods) for kpi in WEEKLY]
    columns = [[value for part in parts for value in part[position]] for position in range(6)]
    write_csv(paths[0], LONG_HEADER, columns, EXCEL)
    if len(world.plan.months) > 1:
        paths.append(_wide(world, out / "KPI_monthly.csv"))
    return paths


def short_number(value: float) -> str:
    """Return a number the short way: 12 rather than 12.0."""
    return str(int(value)) if value == int(value) else f"{value:.2f}"


def _long(outcome: Outcome, periods: list[str]) -> list[list[str]]:
    groups, count = len(outcome.groups), len(periods)
    return [
        periods * groups,
        [quoted_cell(label) for label in outcome.groups for _ in range(count)],
        [outcome.kpi.id] * (groups * count),
        [short_number(value) for value in outcome.numerator.ravel().tolist()],
        [short_number(value) for value in outcome.denominator.ravel().tolist()],
        [quoted_cell(outcome.kpi.unit)] * (groups * count),
    ]


def _wide(world: World, path: Path) -> Path:
    # As spreadsheets do, with a total column and a total row, which are no groups and no months.
    months = [f"{_MONTHS[day.month - 1]}-{day:%y}" for day in world.plan.months]
    header = ",".join(["Department", "KPI", *months, "Total"])
    rows = []
    for kpi in MONTHLY:
        outcome = world.outcomes[kpi.id]
        values = np.round(outcome.numerator)
        for label, line in zip(outcome.groups, values, strict=True):
            rows.append(
                [quoted_cell(label), kpi.id, *map(short_number, line), short_number(line.sum())]
            )
        rows.append(
            ["Total", kpi.id, *map(short_number, values.sum(axis=0)), short_number(values.sum())]
        )
    return write_csv(path, header, list(zip(*rows, strict=True)), EXCEL)
