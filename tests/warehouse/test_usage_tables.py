"""Usage is kept a table per platform and a column per action; the views say the same by action."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from signpost.warehouse import Warehouse, Writer
from signpost.warehouse.maintenance.erased_rows import count_rows
from signpost.warehouse.usage_tables import (
    actions_by_platform,
    are_all_active,
    carry_over_usage,
    drop_usage_named,
    insert_usage,
)

WEEK = (date(2026, 1, 5), date(2026, 1, 11))
_ROWS = (
    "(select * from (values (1, 3, 2), (2, 0, 0), (3, null, null)) as v(person_id, a, b), "
    "(select date '2026-01-05' as first_day, date '2026-01-11' as last_day)) as r"
)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "data", memory_limit="200MB")


def insert(writer: Writer, platform: str, number: int, **actions: str) -> int:
    return insert_usage(writer, platform, actions, _ROWS, number)


def by_action(warehouse: Warehouse) -> list[tuple[object, ...]]:
    sql = "select platform, person_id, action, times, upload_no from usage order by all"
    return warehouse.read().rows(sql)


def test_a_row_per_person_and_window_is_a_row_per_action_in_the_view(warehouse: Warehouse) -> None:
    with warehouse.write("test") as writer:
        assert insert(writer, "teams", 1, chats="a", calls="b") == 3
    assert by_action(warehouse) == [
        ("teams", 1, "calls", 2.0, 1),
        ("teams", 1, "chats", 3.0, 1),
        ("teams", 2, "none", 0.0, 1),
        ("teams", 3, "none", None, 1),
    ]
    kept = warehouse.read().rows('select person_id, chats, calls from "usage of teams" order by 1')
    assert kept == [(1, 3.0, 2.0), (2, 0.0, 0.0), (3, None, None)]


def test_all_are_active_where_nobody_is_idle_and_somebody_is_there(warehouse: Warehouse) -> None:
    active = _ROWS.replace(", (2, 0, 0), (3, null, null)", "")
    with warehouse.write("test") as writer:
        insert(writer, "teams", 1, chats="a", calls="b")
        insert_usage(writer, "teams", {"chats": "a", "calls": "b"}, active, 2)
        assert [are_all_active(writer, "teams", number) for number in (1, 2, 3)] == [
            False, True, False,
        ]  # fmt: skip


@pytest.mark.parametrize("wrong", ["-1", "'nan'::double", "'inf'::double"])
def test_a_count_that_cannot_be_is_refused(warehouse: Warehouse, wrong: str) -> None:
    with pytest.raises(Exception, match="below 0 or without end"), warehouse.write("x") as writer:
        insert_usage(writer, "teams", {"chats": wrong, "calls": "b"}, _ROWS, 1)


def test_a_total_leaves_days_out_and_knows_the_idle_and_the_unlicensed(
    warehouse: Warehouse,
) -> None:
    with warehouse.write("test") as writer:
        insert(writer, "teams", 1, chats="a", active_days="b")
        insert(writer, "slack", 2, active="a")
    sql = "select person_id, used, times, said_days from usage_total where platform = ? order by 1"
    teams, slack = (warehouse.read().rows(sql, [name]) for name in ("teams", "slack"))
    assert teams == [(1, 5.0, 3.0, 2.0), (2, 0.0, 0.0, 0.0), (3, None, None, None)]
    assert slack == [(1, 3.0, 3.0, None), (2, 0.0, 0.0, 0.0), (3, None, None, None)]


def test_an_action_that_comes_later_is_a_column_of_its_own(warehouse: Warehouse) -> None:
    """In one publish, of two files, and in the next one."""
    with warehouse.write("test") as writer:
        insert(writer, "teams", 1, chats="a")
        insert(writer, "teams", 2, calls="b", chats="a")
    with warehouse.write("test") as writer:
        insert(writer, "teams", 3, reels="a")
    assert actions_by_platform(warehouse.read()) == {"teams": ("chats", "calls", "reels")}
    told = [row for row in by_action(warehouse) if row[1] == 1]
    assert [(row[2], row[4]) for row in told] == [
        ("calls", 2),
        ("chats", 1),
        ("chats", 2),
        ("reels", 3),
    ]


@pytest.mark.parametrize("action", ["upload_no", "last_day", 'a "quoted" name', "it's", "Ännö"])
def test_an_action_may_be_called_as_it_likes(warehouse: Warehouse, action: str) -> None:
    with warehouse.write("test") as writer:
        insert(writer, 'it\'s "odd"', 1, **{action: "a", "chats": "b"})
        insert(writer, 'it\'s "odd"', 2, **{action: "a"})
    assert actions_by_platform(warehouse.read()) == {'it\'s "odd"': (action, "chats")}
    assert {row[2] for row in by_action(warehouse)} == {action, "chats", "none"}


@pytest.mark.parametrize("wrong", ["-a", "a / 0.0", "'nan'::double"])
def test_counts_below_zero_or_without_end_are_refused(warehouse: Warehouse, wrong: str) -> None:
    with pytest.raises(duckdb.Error, match="below 0"), warehouse.write("test") as writer:
        insert(writer, "teams", 1, chats="b", calls=wrong)
    assert warehouse.version() == 0


def test_a_correction_takes_over_who_does_not_stand_in_it(warehouse: Warehouse) -> None:
    with warehouse.write("test") as writer:
        insert(writer, "teams", 1, chats="a")
        rows = f"(select * from {_ROWS} where person_id = 1) as one"
        insert_usage(writer, "teams", {"chats": "9"}, rows, 2)
        assert carry_over_usage(writer, 1, 2) == 2
    now = [(row[1], row[3]) for row in by_action(warehouse) if row[4] == 2]
    assert now == [(1, 9.0), (2, 0.0), (3, None)]


def test_a_name_in_a_platform_or_an_action_can_be_erased(warehouse: Warehouse) -> None:
    with warehouse.write("test") as writer:
        insert(writer, "teams", 1, chats="a", mails_to_ada_king="b")
        insert(writer, "board of ada_king", 1, chats="a")
        insert(writer, "slack", 1, chats="a")
    assert count_rows(warehouse.read(), [], ["ada_king"])["usage.platform"] == 2
    with warehouse.write("test") as writer:
        assert drop_usage_named(writer, ["ada_king"]) == 2
        insert(writer, "teams", 2, calls="a")
    reader = warehouse.read()
    assert actions_by_platform(reader) == {"slack": ("chats",), "teams": ("chats", "calls")}
    assert "usage.platform" not in count_rows(reader, [], ["ada_king"])
