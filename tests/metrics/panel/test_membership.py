"""Who stayed, came and left, counted by spans, is what looking at every person says."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from signpost.metrics.model.sql_files import day_rows
from signpost.metrics.panel.membership import SQL
from signpost.warehouse import Warehouse

FIRST = date(2026, 1, 5)
ALWAYS = date(9999, 12, 31)


def spans(draw: random.Random, person: int) -> list[tuple[int, str, date, date]]:
    """Return spans that do not overlap, some with a gap between them, some without end."""
    found, day = [], FIRST + timedelta(days=draw.randrange(-20, 40))
    for _ in range(draw.randrange(1, 5)):
        until = day + timedelta(days=draw.choice([1, 3, 6, 7, 8, 20]))
        found.append((person, draw.choice("abc"), day, until))
        day = until + timedelta(days=draw.choice([0, 0, 1, 5]))
    if draw.random() < 0.5:
        found[-1] = (*found[-1][:3], ALWAYS)
    return found


def at(mine: list[tuple[int, str, date, date]], day: date) -> str | None:
    return next((group for _, group, first, until in mine if first <= day < until), None)


@pytest.mark.parametrize("seed", range(3))
def test_flows_are_those_of_every_single_person(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    people = [spans(draw, person) for person in range(80)]
    weeks = [(FIRST + timedelta(weeks=n), FIRST + timedelta(weeks=n, days=6)) for n in range(10)]
    day = timedelta(days=1)
    wanted, as_is = Counter(), Counter()  # type: ignore[var-annotated]
    for number, (first, last) in enumerate(weeks):
        for mine in people:
            was, now = at(mine, first - day), at(mine, last)
            wanted[number, was, now] += was is not None or now is not None
            as_is[number, None, mine[-1][1]] += now is not None
    days = day_rows([(n, first - day, last) for n, (first, last) in enumerate(weeks)])
    with Warehouse(tmp_path).write("test") as writer:
        rows = [f"({p}, '{g}', date '{a}', date '{b}')" for mine in people for p, g, a, b in mine]
        writer.execute(
            "insert into roster_span (person_id, group_id, from_day, until_day) values "
            + ", ".join(rows)
        )
        for name, expected in (("flows", wanted), ("flows_as_is", as_is)):
            found = writer.rows(SQL[name].format(days=days))
            assert {tuple(row[:3]): row[3] for row in found} == dict(+expected), name
