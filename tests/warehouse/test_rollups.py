"""What the facts in force imply: truth, spans, windows."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from signpost.warehouse import Warehouse, rollups
from tests.warehouse.facts import Upload, add, day, days, load, one_day, roster, undo, usage

WEEK = (day("2026-01-05"), day("2026-01-11"))  # Monday to Sunday
NEXT = (day("2026-01-12"), day("2026-01-18"))


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "data", memory_limit="200MB")


def spans(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    return warehouse.read().rows(
        "select person_id, group_id, from_day::varchar, until_day::varchar from roster_span"
        " order by person_id, from_day"
    )


def people(warehouse: Warehouse, first: date, last: date) -> dict[int, tuple[Any, ...]]:
    rows = warehouse.read().rows(
        "select person_id, active, active_days, times from person_window"
        " where first_day = ? and last_day = ?",
        [first, last],
    )
    assert len({row[0] for row in rows}) == len(rows), "a person twice in one window"
    return {row[0]: row[1:] for row in rows}


def groups(warehouse: Warehouse, first: date, last: date) -> dict[str, tuple[Any, ...]]:
    rows = warehouse.read().rows(
        "select group_id, headcount, licensed, active, times from group_window"
        " where first_day = ? and last_day = ?",
        [first, last],
    )
    return {row[0]: row[1:] for row in rows}


def test_the_newest_upload_speaks_and_undo_brings_the_older_back(warehouse: Warehouse) -> None:
    load(warehouse, usage(WEEK, {1: 5, 2: 0}))
    newer = load(warehouse, usage(WEEK, {1: 7}))
    assert people(warehouse, *WEEK) == {1: (1, None, 7.0)}
    undo(warehouse, newer)
    assert people(warehouse, *WEEK) == {1: (1, None, 5.0), 2: (0, 0, 0.0)}


def test_an_upload_replaces_only_the_windows_it_covers(warehouse: Warehouse) -> None:
    load(warehouse, usage(WEEK, {1: 5}))
    load(warehouse, usage(NEXT, {1: 6}))
    load(warehouse, usage(WEEK, {1: 9}, platform="slack"))
    load(warehouse, usage(NEXT, {}))
    assert people(warehouse, *NEXT) == {}
    rows = warehouse.read().rows("select platform, times from usage_now order by platform")
    assert rows == [("slack", 9.0), ("teams", 5.0)]


def test_null_is_unlicensed_and_zero_is_idle(warehouse: Warehouse) -> None:
    load(warehouse, roster("2026-01-01", {1: "a", 2: "a", 3: "a", 4: "b"}))
    load(warehouse, usage(WEEK, {1: 3, 2: 0, 3: None}))
    assert people(warehouse, *WEEK) == {1: (1, None, 3.0), 2: (0, 0, 0.0)}
    assert groups(warehouse, *WEEK) == {"a": (3, 2, 1, 3.0), "b": (1, 0, 0, 0.0)}


def test_actions_add_up_and_active_days_are_not_an_action(warehouse: Warehouse) -> None:
    upload = usage(WEEK, {1: 3, 2: 0, 3: None})
    upload.rows["usage"] += usage(WEEK, {1: 2, 2: None, 3: None}, action="call").rows["usage"]
    upload.rows["usage"] += usage(WEEK, {1: 4, 2: 0}, action="active_days").rows["usage"]
    load(warehouse, upload)
    assert people(warehouse, *WEEK) == {1: (1, 4, 5.0), 2: (0, 0, 0.0)}


def test_days_become_weeks_and_months_only_when_every_day_was_delivered(
    warehouse: Warehouse,
) -> None:
    january = days("2026-01-01", 31)
    with warehouse.write("test") as writer:
        for text in january:
            busy = text in {"2026-01-05", "2026-01-07"}
            add(writer, usage(one_day(text), {1: 2 if busy else 0, 2: 0}))
        add(writer, usage(one_day("2026-02-01"), {1: 4}))  # completes the week of 26 January
        add(writer, usage(one_day("2026-02-02"), {1: 4}))
    assert people(warehouse, *WEEK) == {1: (1, 2, 4.0), 2: (0, 0, 0.0)}
    assert people(warehouse, day("2026-01-01"), day("2026-01-31"))[1] == (1, 2, 4.0)
    assert people(warehouse, *one_day("2026-01-05")) == {}
    assert warehouse.read().rows(
        "select day::varchar, person_id, active, times from person_day where times > 0"
        " and day < date '2026-02-01' order by day"
    ) == [("2026-01-05", 1, 1, 2.0), ("2026-01-07", 1, 1, 2.0)]
    derived = warehouse.read().rows(
        "select first_day::varchar, last_day::varchar from coverage where derived = 1 order by all"
    )
    assert derived == [
        ("2026-01-01", "2026-01-31"),
        ("2026-01-05", "2026-01-11"),
        ("2026-01-12", "2026-01-18"),
        ("2026-01-19", "2026-01-25"),
        ("2026-01-26", "2026-02-01"),
    ]


def test_a_missing_day_is_not_a_quiet_day(warehouse: Warehouse) -> None:
    with warehouse.write("test") as writer:
        for text in days("2026-01-05", 6):
            add(writer, usage(one_day(text), {1: 1}))
    assert people(warehouse, *WEEK) == {}
    quiet = load(warehouse, Upload({"usage:teams": [one_day("2026-01-11")]}))
    assert people(warehouse, *WEEK) == {1: (1, 6, 6.0)}
    undo(warehouse, quiet)
    assert people(warehouse, *WEEK) == {}


def test_a_delivered_week_wins_over_one_put_together_from_days(warehouse: Warehouse) -> None:
    with warehouse.write("test") as writer:
        for text in days("2026-01-05", 7):
            add(writer, usage(one_day(text), {1: 1}))
        week = add(writer, usage(WEEK, {1: 50}))
    assert people(warehouse, *WEEK) == {1: (1, None, 50.0)}
    undo(warehouse, week)
    assert people(warehouse, *WEEK) == {1: (1, 7, 7.0)}


def test_a_licence_makes_the_silent_count(warehouse: Warehouse) -> None:
    load(warehouse, roster("2026-01-01", {1: "a", 2: "a", 3: "a"}))
    load(warehouse, usage(WEEK, {1: 3}))
    licence = [
        {"person_id": person, "platform": "teams", "from_day": day("2026-01-01")}
        for person in (1, 2)
    ]
    load(warehouse, Upload({"licence:teams": [one_day("2026-01-01")]}, {"licence": licence}))
    assert people(warehouse, *WEEK) == {1: (1, None, 3.0), 2: (0, 0, 0.0)}
    assert groups(warehouse, *WEEK) == {"a": (3, 2, 1, 3.0)}
    load(warehouse, Upload({"licence:teams": [one_day("2026-01-11")]}, {"licence": licence[:1]}))
    assert groups(warehouse, *WEEK) == {"a": (3, 1, 1, 3.0)}  # 2 is missing from the newer list


def test_a_roster_holds_until_the_next_one(warehouse: Warehouse) -> None:
    load(warehouse, roster("2026-01-01", {1: "a", 2: "a", 3: "b"}))
    moved = load(warehouse, roster("2026-02-01", {1: "a", 2: "b"}))
    load(warehouse, roster("2026-03-01", {1: "a", 2: "b", 3: "b"}))
    assert spans(warehouse) == [
        (1, "a", "2026-01-01", "9999-12-31"),
        (2, "a", "2026-01-01", "2026-02-01"),
        (2, "b", "2026-02-01", "9999-12-31"),
        (3, "b", "2026-01-01", "2026-02-01"),
        (3, "b", "2026-03-01", "9999-12-31"),
    ]
    undo(warehouse, moved)
    assert spans(warehouse) == [
        (1, "a", "2026-01-01", "9999-12-31"),
        (2, "a", "2026-01-01", "2026-03-01"),
        (2, "b", "2026-03-01", "9999-12-31"),
        (3, "b", "2026-01-01", "9999-12-31"),
    ]


def test_a_row_may_begin_later_or_end_earlier_than_its_roster(warehouse: Warehouse) -> None:
    def row(person: int, group: str, first: str, until: str = "9999-12-31") -> dict[str, Any]:
        return {
            "person_id": person,
            "group_id": group,
            "from_day": day(first),
            "until_day": day(until),
        }

    rows = [
        row(1, "a", "2019-05-01", "2026-01-20"),
        row(2, "a", "2026-01-01"),
        row(2, "b", "2026-01-15"),
        row(3, "a", "2026-02-15"),
    ]
    load(warehouse, Upload({"roster": [one_day("2026-01-01")]}, {"roster": rows}))
    assert spans(warehouse) == [
        (1, "a", "2019-05-01", "2026-01-20"),
        (2, "a", "2026-01-01", "2026-01-15"),
        (2, "b", "2026-01-15", "9999-12-31"),
        (3, "a", "2026-02-15", "9999-12-31"),
    ]
    load(warehouse, roster("2026-02-01", {1: "a"}, until_day=day("2026-02-10")))
    assert spans(warehouse)[-2:] == [
        (2, "a", "2026-01-01", "2026-01-15"),
        (2, "b", "2026-01-15", "2026-02-01"),
    ]


def test_one_file_may_hold_several_rosters(warehouse: Warehouse) -> None:
    rows = [
        {"person_id": person, "group_id": group, "from_day": day(drawn)}
        for drawn, person, group in [
            ("2026-01-01", 1, "a"),
            ("2026-01-01", 2, "a"),
            ("2026-02-01", 1, "b"),
        ]
    ]
    drawn = [one_day("2026-01-01"), one_day("2026-02-01")]
    load(warehouse, Upload({"roster": drawn}, {"roster": rows}))
    assert spans(warehouse) == [
        (1, "a", "2026-01-01", "2026-02-01"),
        (1, "b", "2026-02-01", "9999-12-31"),
        (2, "a", "2026-01-01", "2026-02-01"),
    ]
    load(warehouse, roster("2026-01-01", {1: "c"}))
    assert spans(warehouse) == [
        (1, "c", "2026-01-01", "2026-02-01"),
        (1, "b", "2026-02-01", "9999-12-31"),
    ]


def test_a_person_counts_in_the_group_of_the_last_day(warehouse: Warehouse) -> None:
    load(warehouse, roster("2026-01-01", {1: "a", 2: "a"}))
    load(warehouse, roster("2026-01-11", {1: "b", 2: "a"}))
    load(warehouse, usage(WEEK, {1: 3, 2: 1, 9: 8}))
    load(warehouse, usage((day("2026-01-04"), day("2026-01-10")), {1: 3, 2: 1}))
    assert groups(warehouse, *WEEK) == {"a": (1, 1, 1, 1.0), "b": (1, 1, 1, 3.0)}
    assert groups(warehouse, day("2026-01-04"), day("2026-01-10")) == {"a": (2, 2, 2, 4.0)}


def test_outcomes_costs_and_records_in_force(warehouse: Warehouse) -> None:
    first, last = WEEK
    outcome = {"kpi": "speed", "first_day": first, "last_day": last, "denominator": 1}
    covers = {"outcome:speed:a": [WEEK], "outcome:speed:b": [WEEK], "cost": [WEEK]}
    cost = {"item": "licences", "first_day": first, "last_day": last, "currency": "EUR"}
    rows = {
        "outcome": [{**outcome, "group_id": g, "numerator": 1} for g in ("a", "b")],
        "cost": [{**cost, "amount": 10}],
        "record": [{"kind": "ticket", "record_id": r, "status": "open"} for r in ("1", "2")],
        "response": [
            {"survey": "s", "answer_id": "x", "day": first, "question": q, "score": 1}
            for q in ("q1", "q2")
        ],
        "org_group": [{"group_id": g, "label": g.upper()} for g in ("a", "b")],
    }
    load(warehouse, Upload(covers, rows))
    newer = {
        "outcome": [{**outcome, "group_id": "a", "numerator": 2}],
        "record": [{"kind": "ticket", "record_id": "2", "status": "closed"}],
        "response": [{"survey": "s", "answer_id": "x", "day": first, "question": "q1", "score": 5}],
        "org_group": [{"group_id": "b", "label": "Bee"}],
    }
    last_upload = load(warehouse, Upload({"outcome:speed:a": [WEEK]}, newer))
    reader = warehouse.read()
    assert reader.rows("select group_id, numerator from outcome_now order by all") == [
        ("a", 2.0),
        ("b", 1.0),
    ]
    assert reader.rows("select record_id, status from record_now order by all") == [
        ("1", "open"),
        ("2", "closed"),
    ]
    assert reader.rows("select question, score from response_now") == [("q1", 5.0)]
    assert reader.rows("select label from org_group_now order by all") == [("A",), ("Bee",)]
    assert reader.one("select sum(amount) from cost_now") == (10.0,)
    undo(warehouse, last_upload)
    reader = warehouse.read()
    assert reader.one("select sum(numerator) from outcome_now") == (2.0,)
    assert reader.one("select count(*) from record_now where status = 'open'") == (2,)
    assert reader.one("select count(*) from response_now") == (2,)


def test_interventions_and_barriers_in_force(warehouse: Warehouse) -> None:
    quarter = (day("2026-01-01"), day("2026-03-31"))

    def intervention(name: str, first: str) -> dict[str, Any]:
        return {
            "intervention_id": name,
            "group_id": "a",
            "kind": "training",
            "from_day": day(first),
        }

    barrier = {"group_id": "a", "barrier": "search", "score_sum": 9, "answers": 3}
    load(
        warehouse,
        Upload(
            {"intervention": [quarter], "barrier": [quarter]},
            {
                "intervention": [
                    intervention("i1", "2025-12-01"),
                    intervention("i2", "2026-02-01"),
                ],
                "barrier": [{**barrier, "day": day("2026-02-03")}],
            },
        ),
    )
    april = (day("2026-04-01"), day("2026-04-30"))
    load(
        warehouse,
        Upload(
            {"intervention": [april], "barrier": [april]},
            {
                "intervention": [intervention("i2", "2026-04-02")],
                "barrier": [{**barrier, "day": day("2026-04-03")}],
            },
        ),
    )
    reader = warehouse.read()
    assert reader.rows(
        "select intervention_id, from_day::varchar from intervention_now order by all"
    ) == [("i1", "2025-12-01"), ("i2", "2026-04-02")]
    assert reader.one("select count(*) from barrier_now") == (2,)
    load(warehouse, Upload({"intervention": [quarter], "barrier": [quarter]}))
    reader = warehouse.read()
    assert reader.rows("select intervention_id from intervention_now") == [("i2",)]
    assert reader.one("select count(*) from barrier_now") == (1,)


def test_nothing_is_computed_again_when_no_fact_changed(warehouse: Warehouse) -> None:
    load(warehouse, usage(WEEK, {1: 5}))
    with warehouse.write("test") as writer:
        assert not rollups.refresh(writer.connection, rebuild=False)
        add(writer, usage(NEXT, {1: 5}))
        assert rollups.refresh(writer.connection, rebuild=False)
