"""DuckDB 1.5.6 loses large rows after an ordered insert of nothing: seen, and worked around."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from signpost.warehouse import Warehouse, Writer, rollups
from signpost.warehouse.usage_tables import add_actions, table_of
from tests.warehouse.facts import Upload, add, day, load, roster, undo

PEOPLE, WEEKS = 2_500, 60  # more than one row group of 122,880 person-weeks
CROWD = 130_000  # the same in one window
WEEK = (day("2025-01-06"), day("2025-01-12"))
ROLLED = "select sum(licensed), sum(active), count(*) from group_window where platform = 'teams'"


def everybody(writer: Writer, people: int) -> None:
    no = add(writer, Upload({"roster": [(WEEK[0], WEEK[0])]}))
    writer.execute(
        "insert into roster (person_id, from_day, group_id, upload_no)"
        " select n, ?, 'g' || (n % 20), ? from range(?) as r(n)",
        [WEEK[0], no, people],
    )


def used(writer: Writer, people: int, times: str) -> int:
    """Deliver one week of ``people``; none: the export came without rows."""
    no = add(writer, Upload({"usage:teams": [WEEK]}))
    add_actions(writer, "teams", ["chats"])
    writer.execute(
        f"insert into {table_of('teams')} by name select n as person_id, ? as first_day,"
        f" ? as last_day, {times} as chats, ? as upload_no from range(?) as r(n) order by n",
        [*WEEK, no, people],
    )
    return no


def licensed(writer: Writer, people: int) -> int:
    no = add(writer, Upload({"licence:teams": [(WEEK[0], WEEK[0])]}))
    writer.execute(
        "insert into licence (person_id, platform, from_day, upload_no)"
        " select n, 'teams', ?, ? from range(?) as r(n)",
        [WEEK[0], no, people],
    )
    return no


def test_the_engine_still_loses_rows() -> None:
    """When this fails, ``inserted`` in warehouse/connection.py has had its day."""
    rows = "insert into t select range from range({}) order by all"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute("create table t (n bigint)")
        connection.execute("begin")
        connection.execute(rows.format(0))
        connection.execute(rows.format(CROWD))
        connection.execute("commit")
        assert connection.execute("select count(*) from t").fetchall() == [(0,)]


def test_a_large_first_load_is_rolled_up_whole(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data")
    with warehouse.write("test") as writer:
        everybody(writer, PEOPLE)
        weeks = f"select ?::date + cast(7 * n as integer) as monday from range({WEEKS}) as r(n)"
        no = add(writer, Upload({}))
        add_actions(writer, "teams", ["chats"])
        writer.execute(
            f"insert into {table_of('teams')} by name select n as person_id, monday as first_day,"
            " monday + 6 as last_day, n % 2 as chats, ? as upload_no"
            f" from range({PEOPLE}) as r(n), ({weeks}) as w",
            [no, WEEK[0]],
        )
        writer.execute(
            f"insert into truth select 'usage:teams', monday, monday + 6, ? from ({weeks}) as w",
            [no, WEEK[0]],
        )
    found = warehouse.read().rows(ROLLED)
    assert found == [(PEOPLE * WEEKS, PEOPLE * WEEKS // 2, 20 * WEEKS)]


def test_an_empty_file_before_a_large_one_costs_no_rows(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data")
    with warehouse.write("test") as writer:
        everybody(writer, CROWD)
        used(writer, 0, "1")
        used(writer, CROWD, "n % 2")
        assert writer.one("select count(*) from usage") == (CROWD,)
    assert warehouse.read().rows(ROLLED) == [(CROWD, CROWD // 2, 20)]


def test_a_crowd_of_idle_licences_in_an_empty_window_is_counted(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data")
    with warehouse.write("test") as writer:
        everybody(writer, CROWD)
        used(writer, 0, "1")  # nobody: the first part of person_window has no row
        licensed(writer, CROWD)
    assert warehouse.read().rows(ROLLED) == [(CROWD, 0, 20)]
    people = "select count(*) from person_window"
    assert warehouse.read().one(people) == (CROWD,)


@pytest.mark.slow
@pytest.mark.parametrize("times", ["null", "n % 2"])
def test_large_windows_touched_again_equal_a_rebuild(tmp_path: Path, times: str) -> None:
    warehouse = Warehouse(tmp_path / "data")
    with warehouse.write("test") as writer:
        everybody(writer, CROWD)
        used(writer, CROWD, "1")
        licensed(writer, CROWD)
    with warehouse.write("test") as writer:
        no = used(writer, CROWD, times)  # all NULL: unlicensed in the export, licensed in the list
    before = warehouse.read().rows(ROLLED)
    assert before == [(CROWD, 0 if times == "null" else CROWD // 2, 20)]
    with warehouse.write("test") as writer:
        rollups.refresh(writer.connection, rebuild=True)
    assert warehouse.read().rows(ROLLED) == before
    undo(warehouse, no)
    assert warehouse.read().rows(ROLLED) == [(CROWD, CROWD, 20)]
    load(warehouse, roster("2025-01-08", {}))  # everybody has left
    assert warehouse.read().rows(ROLLED) == [(None, None, 0)]
