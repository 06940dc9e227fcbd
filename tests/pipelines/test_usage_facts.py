"""Usage as a draft holds it: who did nothing behind the others, one row per person and window."""

from __future__ import annotations

import duckdb
import pytest

from signpost.pipelines.facts import usage_facts
from signpost.pipelines.facts.usage_facts import repeated_windows
from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse

from .conftest import Write

HEADER = "person,period,platform,times\n"
ROWS = {
    "one row a day": ("(1, 1), (2, 1), (1, 2)", False),
    "two of one day": ("(1, 1), (2, 1), (1, 1)", True),
    "the highest number twice": ("(9, 1), (1, 2), (9, 1)", True),
    "the lowest number twice": ("(0, 1), (0, 1)", True),
    "nobody once a day": ("(null, 1), (1, 1), (null, 2)", False),
    "nobody twice a day": ("(null, 1), (1, 1), (null, 1)", True),
    "nobody at all": ("(null, 1)", False),
}


@pytest.mark.parametrize(("rows", "repeated"), ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("most", [1 << 30, 0])
def test_a_person_with_two_rows_of_a_day_is_found(
    monkeypatch: pytest.MonkeyPatch, most: int, rows: str, repeated: bool
) -> None:
    monkeypatch.setattr(usage_facts, "_MOST_BITS", most)
    given = f"(values {rows}) as r(person_no, day)"
    place = f"(select person_no, date '2026-01-01' + day as first_day from {given})"
    found = duckdb.sql(repeated_windows(place, days=2, persons=9)).fetchall()
    assert bool(found) == repeated


def test_an_idle_row_and_another_of_the_same_day_are_one(
    warehouse: Warehouse, write: Write
) -> None:
    rows = "".join(
        f"p{person},2026-01-0{day},teams,{times}\n"
        for person, day, times in [(1, 5, 0), (2, 5, 4), (1, 5, 3), (3, 5, 0), (2, 6, 0)]
    )
    report = ingest(warehouse, [write("use.csv", HEADER + rows)])
    assert [one.status for one in report.files] == ["loaded"]
    kept = warehouse.read().rows(
        'select dayofmonth(first_day), actions from "usage of teams" order by rowid'
    )
    assert sorted(kept[:2]) == [(5, 3.0), (5, 4.0)]
    assert kept[2:] == [(5, 0.0), (6, 0.0)]
