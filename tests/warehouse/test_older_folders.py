"""What earlier code wrote opens in this one, with the same facts, rollups and a way back."""

from pathlib import Path

import duckdb
import pytest

from signpost.warehouse import Warehouse, migrations
from signpost.warehouse.maintenance import doctor
from tests.warehouse.facts import Upload, day, load, undo, usage
from tests.warehouse.older_folders import COMMITS, as_by_action, unpack

pytestmark = pytest.mark.slow

_MEMBER = {"person_id": 1, "from_day": day("2026-01-01"), "group_id": "care"}
WEEKS = (
    "select platform, group_id, headcount, licensed, active, times from group_window"
    " where first_day = '2026-01-05' and last_day = '2026-01-11' order by group_id"
)


@pytest.mark.parametrize("name", COMMITS)
def test_an_older_folder_is_upgraded_without_loss(tmp_path: Path, name: str) -> None:
    unpack(name, tmp_path / "data")
    warehouse = Warehouse(tmp_path / "data", memory_limit="200MB")
    assert [finding.id for finding in doctor.diagnose(warehouse.root)] == ["older"]
    reader = warehouse.read()
    assert reader.rows("select value from setting where name = 'layout'") == [
        (migrations.layout(),)
    ]
    assert reader.rows(WEEKS) == [("teams", "care", 2, 1, 1, 14.0), ("teams", "sales", 1, 1, 0, 0)]
    assert reader.rows("select group_id, numerator, denominator from outcome_now") == [
        ("care", 9.0, 10.0)
    ]
    assert doctor.diagnose(warehouse.root) == ()
    assert [version.number for version in warehouse.versions()] == [1, 2]  # the old one is kept
    no = load(warehouse, usage((day("2026-01-05"), day("2026-01-11")), {1: 3, 2: 4}))
    assert warehouse.read().rows(WEEKS)[0] == ("teams", "care", 2, 2, 2, 7.0)
    undo(warehouse, no)
    assert warehouse.read().rows(WEEKS)[0] == ("teams", "care", 2, 1, 1, 14.0)


@pytest.mark.parametrize("name", COMMITS)
def test_an_upgraded_folder_has_the_tables_of_a_new_one(tmp_path: Path, name: str) -> None:
    unpack(name, tmp_path / "data")
    columns = (
        "select table_name, column_name, data_type, is_nullable from duckdb_columns()"
        " where not internal order by all"
    )
    with Warehouse(tmp_path).scratch() as fresh:
        wanted = set(fresh.rows(columns))
    found = set(Warehouse(tmp_path / "data").read().rows(columns))
    temporary = {"changed", "list_changed", "before"}
    assert {row for row in wanted if row[0] not in temporary} <= found


def test_the_kept_folder_has_a_view_where_a_table_is_now(tmp_path: Path) -> None:
    unpack("due_source_view", tmp_path / "data")
    with duckdb.connect(str(tmp_path / "data" / "v00000001.duckdb"), read_only=True) as old:
        views = old.execute("select view_name from duckdb_views() where not internal").fetchall()
    assert ("due_source",) in views


SPELT = ("teams", "microsoft_teams", "microsoft teams", "e-mail", "Teams - Chat")
"""Platforms as schema 1 stored them: its sources each had a rule of their own."""


def test_platforms_of_an_older_folder_are_found_by_their_key(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data", memory_limit="200MB")
    window = (day("2026-01-05"), day("2026-01-11"))
    load(warehouse, Upload({"roster": [(day("2026-01-01"),) * 2]}, {"roster": [_MEMBER]}))
    first = load(warehouse, usage(window, {1: 3.0}, platform="microsoft teams"))
    load(warehouse, usage(window, {1: 5.0}, platform="e-mail"))
    load(warehouse, usage(window, {1: 7.0}, platform="teams"))
    again = load(warehouse, usage(window, {1: 4.0}, platform="microsoft_teams"))
    pair = {"first_day": window[0], "last_day": window[1], "from_group": "a", "to_group": "b"}
    rows = [{"platform": name, "kind": "message", "times": 1.0, **pair} for name in SPELT]
    covers = {f"interaction:{name}": [window] for name in SPELT}
    load(warehouse, Upload(covers, {"interaction": rows}))
    with warehouse.write("test") as writer:
        as_by_action(writer)
        writer.execute("update setting set value = '1:older' where name = 'layout'")
    reader = Warehouse(tmp_path / "data", memory_limit="200MB").read()
    weeks = "select platform, times from group_window where last_day = '2026-01-11' order by all"
    assert reader.rows(weeks) == [("e_mail", 5.0), ("microsoft_teams", 4.0), ("teams", 7.0)]
    assert reader.rows(
        "select platform, sum(times) from interaction_now group by platform order by platform"
    ) == [("e_mail", 1.0), ("microsoft_teams", 2.0), ("teams", 1.0), ("teams_chat", 1.0)]
    assert doctor.diagnose(warehouse.root) == ()
    undo(warehouse, again)  # the earlier upload speaks for the same platform
    assert ("microsoft_teams", 3.0) in warehouse.read().rows(weeks)
    undo(warehouse, first)
    assert [name for name, _ in warehouse.read().rows(weeks)] == ["e_mail", "teams"]


def test_actions_of_an_older_folder_become_columns(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data", memory_limit="200MB")
    window = (day("2026-01-05"), day("2026-01-11"))
    one = usage(window, {1: 3.0, 2: 1.5})
    one.rows["usage"] += usage(window, {1: 2.0}, action="active_days").rows["usage"]
    one.rows["usage"] += usage(window, {3: 0.0, 4: None}, action="none").rows["usage"]
    one.rows["usage"] += usage(window, {5: 0.0}, action="none", platform="slack").rows["usage"]
    load(warehouse, one)
    select = "select * from usage order by all"
    people = "select person_id, active, active_days, times from person_window order by 1"
    before, windows = (warehouse.read().rows(sql) for sql in (select, people))
    assert len(before) == 6
    with warehouse.write("test") as writer:
        as_by_action(writer)
        writer.execute("update setting set value = '2:older' where name = 'layout'")
    reader = Warehouse(tmp_path / "data", memory_limit="200MB").read()
    assert reader.rows(select) == before
    assert reader.rows(people) == windows
    assert reader.rows('select person_id, chat, active_days from "usage of teams" order by 1') == [
        (1, 3.0, 2.0),
        (2, 1.5, 0.0),
        (3, 0.0, 0.0),
        (4, None, None),
    ]
    assert doctor.diagnose(warehouse.root) == ()


def test_persons_of_an_older_folder_lose_their_index_and_nothing_else(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data", memory_limit="200MB")
    people = "select person_id, kind from person order by all"
    aliases = "select alias_hash, person_id from alias order by all"
    keys = "select table_name from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
    with warehouse.write("test") as writer:
        writer.execute("drop table person")
        writer.execute("drop table alias")
        writer.execute("create table person (person_id integer primary key, kind varchar)")
        writer.execute("create table alias (alias_hash varchar primary key, person_id integer)")
        writer.execute("insert into person values (1, 'guest'), (2, 'employee')")
        writer.execute("insert into alias values ('b', 1), ('a', 1), ('c', 2)")
        writer.execute("update setting set value = '3:older' where name = 'layout'")
    reader = Warehouse(tmp_path / "data", memory_limit="200MB").read()
    assert reader.rows(people) == [(1, "guest"), (2, "employee")]
    assert reader.rows(aliases) == [("a", 1), ("b", 1), ("c", 2)]
    assert {("person",), ("alias",)}.isdisjoint(reader.rows(keys))
    assert doctor.diagnose(warehouse.root) == ()
