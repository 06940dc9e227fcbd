"""Erasing one person, and deleting what no longer counts."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from signpost.warehouse import Warehouse, WarehouseError
from signpost.warehouse.maintenance import erasure, retention
from signpost.warehouse.maintenance.erased_rows import erase_rows
from signpost.warehouse.maintenance.journal import Job
from tests.warehouse.facts import LOADED, Upload, add, day, load, roster, undo, usage

WEEK = (day("2026-01-05"), day("2026-01-11"))
NEXT = (day("2026-01-12"), day("2026-01-18"))
ADA, BOB = "a" * 64, "b" * 64


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    made = Warehouse(tmp_path / "data", memory_limit="200MB", keep=5)
    with made.write("test") as writer:
        for person, names in ((1, [ADA, "c" * 64]), (2, [BOB])):
            writer.execute("insert into person values (?, 'employee')", [person])
            for name in names:
                writer.execute("insert into alias values (?, ?)", [name, person])
        add(writer, roster("2026-01-01", {1: "a", 2: "a"}, manager_id=1))
        add(writer, usage(WEEK, {1: 5, 2: 3}))
        first, last = WEEK
        pair = {"platform": "teams", "first_day": first, "last_day": last, "kind": "message"}
        ticket = {"kind": "ticket", "record_id": "t1", "group_id": "a", "person_id": 1}
        answer = {"survey": "s", "answer_id": "x", "day": first, "question": "q", "person_id": 1}
        add(
            writer,
            Upload(
                {"interaction:teams": [WEEK]},
                {
                    "interaction": [
                        {**pair, "from_person": a, "to_person": b, "times": 1}
                        for a, b in ((1, 2), (2, 1), (2, 2))
                    ],
                    "record": [ticket],
                    "response": [answer],
                    "licence": [{"person_id": 1, "platform": "teams", "from_day": first}],
                    "rejected": [
                        {"line": 2, "text": f"person {ADA}", "reason": "no day"},
                        {"line": 3, "text": f"person {BOB}", "reason": "no day"},
                    ],
                },
            ),
        )
    return made


def count(warehouse: Warehouse, table: str) -> int:
    return int(warehouse.read().one(f"select count(*) from {table}")[0])


def test_an_erased_person_is_in_no_version_and_the_others_stay(warehouse: Warehouse) -> None:
    load(warehouse, usage(NEXT, {1: 1, 2: 1}))
    held = warehouse.read()  # an open dashboard does not stop it
    aside = warehouse.root / "v00000001.damaged"
    aside.write_bytes(b"what doctor renamed holds her, too")
    proof = erasure.erase(warehouse, ADA, "ada herself")
    assert proof.complete
    assert not aside.exists()
    assert [sum(tables.values()) > 5 for tables in proof.before.values()] == [True, True]
    assert list(proof.after) == [3]
    assert proof.before[2]["usage.person_id"] == 2
    assert proof.before[2]["rejected.text"] == 1
    assert [version.number for version in warehouse.versions()] == [3]
    assert held.one("select count(*) from usage where person_id = 1") == (2,)
    reader = warehouse.read()
    assert reader.rows("select person_id, times from person_window order by all") == [
        (2, 1.0),
        (2, 3.0),
    ]
    assert reader.rows("select headcount, active from group_window") == [(1, 1), (1, 1)]
    assert reader.rows("select from_person, to_person from interaction") == [(2, 2)]
    assert reader.rows("select group_id, person_id from record_now") == [("a", None)]
    assert reader.rows("select text from rejected order by line") == [(None,), (f"person {BOB}",)]
    assert reader.rows("select who, what from audit") == [("ada herself", "erase")]


def test_a_text_that_stays_loses_every_form_of_the_name(warehouse: Warehouse) -> None:
    long, short = "ada.king@example.org", "ada.king"
    with warehouse.write("test") as writer:
        for number, text in enumerate((f"{long.upper()} of {short}", "of bob"), start=1):
            values = [f"headers {number}", text, LOADED]
            writer.execute("insert into mapping values (?, ?, 'ada.king', ?)", values)
        rejected = "insert into rejected values (1, 4, ?, ?, 'no day')"
        writer.execute(rejected, ["group", f"of {short}"])
        writer.execute(rejected, [short, "of bob"])
    assert erasure.erase(warehouse, ADA, "test", forms=[short, long]).complete
    reader = warehouse.read()
    assert reader.rows("select * exclude (saved_at) from mapping order by all") == [
        ("headers 1", "erased of erased", "ada.king"),
        ("headers 2", "of bob", "ada.king"),
    ]
    texts = reader.rows('select "column", text from rejected where line = 4 order by all')
    assert texts == [("group", None), (None, "of bob")]


def test_rows_of_the_same_publish_are_erased_too(warehouse: Warehouse) -> None:
    """An older folder is brought up to date in the publish that erases."""
    with warehouse.write("test") as writer:
        writer.execute("insert into answer values ('h', 'currency', 'ada.king', 'x', ?)", [LOADED])
        changed = erase_rows(writer, Job("erase", "x", {"hashes": [ADA], "forms": ["ada.king"]}))
    assert (changed["answer"], changed["person"], changed["interaction"]) == (1, 1, 2)
    assert count(warehouse, "answer") == 0


def test_no_byte_of_an_erased_identifier_stays_in_the_file(warehouse: Warehouse) -> None:
    path = warehouse.path()
    assert path is not None
    assert ADA.encode() in path.read_bytes()  # so the search can find it
    erasure.erase(warehouse, "c" * 64, "test")
    path = warehouse.path()
    assert path is not None
    found = path.read_bytes()
    assert BOB.encode() in found
    assert ADA.encode() not in found
    assert b"c" * 64 not in found


def test_nobody_is_erased_by_an_unknown_identifier(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="Nobody"):
        erasure.erase(warehouse, "d" * 64, "test")
    assert warehouse.version() == 1


def later(days: int) -> datetime:
    return LOADED + timedelta(days=days)


@pytest.mark.slow
def test_what_was_replaced_long_ago_is_deleted_and_what_counts_stays(warehouse: Warehouse) -> None:
    before = truth(warehouse)
    load(warehouse, usage(WEEK, {2: 9}))
    load(warehouse, roster("2026-01-01", {2: "b"}))
    undone = load(warehouse, roster("2026-01-20", {2: "c"}))
    undo(warehouse, undone)
    record = {"kind": "ticket", "record_id": "t1", "group_id": "b"}
    load(warehouse, Upload({}, {"record": [record]}))
    stands = everything(warehouse)
    assert sum(retention.purge(warehouse, 30, "test", now=later(30)).values()) == 0
    deleted = retention.purge(warehouse, 30, "test", now=later(31))
    assert {table: rows for table, rows in deleted.items() if rows} == {
        "usage": 2,
        "roster": 3,
        "record": 1,
        "rejected": 2,
    }
    assert everything(warehouse) == stands
    assert count(warehouse, "usage") == 1
    assert len(truth(warehouse)) == len(before) + 3 - 3
    assert count(warehouse, "rejected") == 2


def truth(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    return warehouse.read().rows("select * from truth")


def everything(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    names = ("usage_now", "roster_now", "record_now", "interaction_now", "licence_now")
    derived = ("roster_span", "person_window", "group_window", "coverage")
    reader = warehouse.read()
    return {name: reader.rows(f"select * from {name} order by all") for name in names + derived}
