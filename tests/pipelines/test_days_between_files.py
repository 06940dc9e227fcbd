"""Days that no file lists because nobody worked: inside one daily export, and between two."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from signpost.pipelines.ingest import ingest, undo
from signpost.warehouse.store import Warehouse

from .conftest import Write

HEADER = "Date,User ID,Email,Is Active,Chat Suggested Lines Added,Chat Accepted Lines Added\n"
WHOLE = (
    "select first_day from coverage where derived = 1 and first_day < last_day "
    "and last_day - first_day {} 6 order by all"
)


def days(first: date, last: date, *, weekends: bool = False) -> list[date]:
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in every if weekends or day.weekday() < 5]


def export(shown: list[date]) -> str:
    return HEADER + "".join(f"{day}T00:00:00.000Z,1,a@x.org,true,5,3\n" for day in shown)


def load(warehouse: Warehouse, write: Write, **texts: str) -> None:
    files = [write(f"{name}.csv", text) for name, text in texts.items()]
    found = ingest(warehouse, files, answers={"platform": "cursor"}).files
    assert {one.status for one in found} == {"loaded"}


def whole(warehouse: Warehouse, longer_than: str = ">") -> list[date]:
    return [day for (day,) in warehouse.read().rows(WHOLE.format(longer_than))]


APRIL, MAY, JUNE = (
    export(days(date(2026, month, 1), date(2026, month, last)))
    for month, last in ((4, 30), (5, 31), (6, 30))
)
"""May ends on a weekend."""


@pytest.mark.parametrize("calls", [("april", "may", "june"), ("june april", "may")])
def test_a_month_that_ends_on_a_weekend_is_whole(
    warehouse: Warehouse, write: Write, calls: tuple[str, ...]
) -> None:
    months = {"april": APRIL, "may": MAY, "june": JUNE}
    for names in calls:
        load(warehouse, write, **{name: months[name] for name in names.split()})
    assert whole(warehouse) == [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)]


def test_weeks_of_five_days_are_whole(warehouse: Warehouse, write: Write) -> None:
    mondays = [date(2026, 5, 4) + timedelta(weeks=n) for n in range(3)]
    weeks = {f"w{day}": export(days(day, day + timedelta(days=4))) for day in mondays}
    load(warehouse, write, **weeks)
    assert whole(warehouse, "=") == mondays[:2]  # the last is not over


def test_a_missing_file_of_one_day_stays_missing(warehouse: Warehouse, write: Write) -> None:
    both_weeks = days(date(2026, 5, 4), date(2026, 5, 15))
    load(warehouse, write, **{f"d{day}": export([day]) for day in both_weeks})
    assert whole(warehouse, "=") == []


def test_more_than_a_long_weekend_is_a_gap(warehouse: Warehouse, write: Write) -> None:
    load(warehouse, write, may=export(days(date(2026, 5, 1), date(2026, 5, 25))), june=JUNE)
    assert whole(warehouse) == [date(2026, 6, 1)]


def test_days_that_a_file_tells_are_kept(warehouse: Warehouse, write: Write) -> None:
    load(warehouse, write, weekend=export([date(2026, 5, 30), date(2026, 5, 31)]))
    load(warehouse, write, may=MAY, june=JUNE)
    active = "select active_days from person_window where first_day = date '2026-05-01'"
    assert warehouse.read().rows(active) == [(23,)]


def test_undo_takes_the_days_back(warehouse: Warehouse, write: Write) -> None:
    load(warehouse, write, may=MAY, june=JUNE)
    undo(warehouse, 2, who="x")
    assert whole(warehouse) == []
