"""Computing only the windows a publish touched gives what computing everything gives."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from signpost.warehouse import Warehouse, Writer, rollups
from tests.warehouse.facts import LOADED, Upload, Window, add, day, load, roster, usage

STORED = ("roster_span", "coverage", "person_window", "group_window", "rolled")
MONDAY = day("2026-01-26")  # the month ends inside its week

people = st.integers(1, 4)
times = st.one_of(st.none(), st.integers(0, 3))
offsets = st.integers(0, 12).map(lambda n: MONDAY + timedelta(days=n))
platforms = st.sampled_from(["teams", "slack"])
spent = st.dictionaries(people, times, max_size=4)


@st.composite
def usages(draw: st.DrawFn) -> Upload:
    platform, first = draw(platforms), draw(offsets)
    length = draw(st.sampled_from([1, 2, 7]))
    windows: list[Window] = [(first, first + timedelta(days=length - 1))]
    if length == 1:
        windows = [
            (d, d) for d in (first + timedelta(days=i) for i in range(draw(st.integers(1, 9))))
        ]
    parts = [usage(window, dict(draw(spent)), platform=platform) for window in windows]
    of = draw(st.sampled_from(["", "", ":-bill"]))
    return Upload(
        {f"usage:{platform}{of}": windows},
        {"usage": [row for part in parts for row in part.rows["usage"]]},
    )


@st.composite
def rosters(draw: st.DrawFn) -> Upload:
    drawn = draw(offsets).isoformat()
    return roster(drawn, draw(st.dictionaries(people, st.sampled_from("ab"))))


@st.composite
def licences(draw: st.DrawFn) -> Upload:
    platform, drawn = draw(platforms), draw(offsets)
    rows = [
        {"person_id": person, "platform": platform, "from_day": draw(offsets)}
        for person in draw(st.sets(people))
    ]
    return Upload({f"licence:{platform}": [(drawn, drawn)]}, {"licence": rows})


steps = st.lists(
    st.one_of(usages(), rosters(), licences(), st.integers(0, 5)), min_size=2, max_size=8
)


def full_week(count: int, platform: str = "teams") -> Upload:
    """Deliver days of use by person 1, from the first Monday on."""
    windows = [(d, d) for d in (MONDAY + timedelta(days=i) for i in range(count))]
    rows = [row for window in windows for row in usage(window, {1: 1}).rows["usage"]]
    return Upload({f"usage:{platform}": windows}, {"usage": rows})


def billed(window: Window, uses: dict[int, int]) -> Upload:
    """Deliver a bill: a part of the platform, beside its own export."""
    return Upload({"usage:teams:-bill": [window]}, usage(window, uses).rows)


def licensed_early() -> Upload:
    """Draw a list late that says person 2 had a licence long before."""
    drawn = MONDAY + timedelta(days=30)
    row = {"person_id": 2, "platform": "teams", "from_day": MONDAY}
    return Upload({"licence:teams": [(drawn, drawn)]}, {"licence": [row]})


WEEK = (MONDAY, MONDAY + timedelta(days=6))


def stored(writer: Writer) -> dict[str, list[tuple[Any, ...]]]:
    return {name: writer.rows(f"select * from {name} order by all") for name in STORED}


def take(writer: Writer, step: Upload | int) -> None:
    """Add an upload, or undo the one of that number."""
    if isinstance(step, Upload):
        add(writer, step)
    else:
        undone = "update upload set undone_at = ? where upload_no = ?"
        writer.execute(undone, [LOADED, step])


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
@example([full_week(7), usage((MONDAY, MONDAY), {1: 9, 2: 1})])
@example([full_week(7), usage(WEEK, {1: 9}), 2])
@example([billed((MONDAY, MONDAY), {2: 3}), usage(WEEK, {1: 9, 2: 0}), 2])
@example([usage(WEEK, {1: 9}), billed((MONDAY, MONDAY), {2: 3}), 1])
@example([usage(WEEK, {1: 1}), licensed_early(), roster(MONDAY.isoformat(), {2: "b"}), 2])
def test_touched_windows_equal_a_full_rebuild(tmp_path: Path, taken: list[Upload | int]) -> None:
    with Warehouse(tmp_path, memory_limit="200MB").scratch() as writer:
        for step in taken:
            take(writer, step)
            rollups.refresh(writer.connection, rebuild=False)
        little = stored(writer)
        rollups.refresh(writer.connection, rebuild=True)
        assert little == stored(writer)


@pytest.mark.parametrize("table", ["person_window", "group_window"])
def test_windows_that_were_not_touched_are_not_computed(tmp_path: Path, table: str) -> None:
    warehouse = Warehouse(tmp_path, memory_limit="200MB")
    first, second = (MONDAY + timedelta(days=7 * n) for n in range(2))
    week, later = (first, first + timedelta(days=6)), (second, second + timedelta(days=6))
    with warehouse.write("test") as writer:
        add(writer, roster(MONDAY.isoformat(), {1: "a"}))
        add(writer, usage(week, {1: 5}))
    with warehouse.write("test") as writer:
        writer.execute(f"update {table} set times = 99")  # would be put right by computing it
    load(warehouse, usage(later, {1: 6}))
    found = warehouse.read().rows(f"select times from {table} order by first_day")
    assert found == [(99.0,), (6.0,)]


def test_facts_changed_in_place_are_computed_from_scratch(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, memory_limit="200MB")
    week = (MONDAY, MONDAY + timedelta(days=6))
    load(warehouse, usage(week, {1: 5, 2: 0}))
    with warehouse.write("test") as writer:  # two persons turn out to be one
        writer.execute('UPDATE "usage of teams" SET person_id = 1 WHERE person_id = 2')
    people = "select person_id, times from person_window"
    assert warehouse.read().rows(people) == [(1, 5.0)]
    with warehouse.write("test") as writer:
        writer.execute('delete from "usage of teams" where chat > 0')
    assert warehouse.read().rows(people) == [(1, 0.0)]
