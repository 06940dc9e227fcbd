"""One product under several exports is one platform, with one list of licences."""

from __future__ import annotations

import json
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner

from signpost.cli._main import signpost
from signpost.pipelines.ingest import ingest, undo
from signpost.warehouse import rollups
from signpost.warehouse.maintenance import retention
from signpost.warehouse.store import Warehouse
from signpost.workspace.results import Results
from tests.warehouse.facts import load as add_facts
from tests.warehouse.facts import usage

from .conftest import Write

pytestmark = pytest.mark.slow  # many loads

DAYS = [f"2026-06-{day:02}" for day in (29, 30)] + [f"2026-07-{day:02}" for day in range(1, 6)]
ROSTER = "email,department,effective date\n" + "".join(
    f"{who}@contoso.com,Sales,2026-01-01\n" for who in ("ann", "bob", "cid", "dan")
)
STORED = ("coverage", "person_window", "group_window")


def daily() -> str:
    """Return Cursor's daily usage of a week: Ann used it on Monday, Bob and Cid never did."""
    rows = [
        {
            "day": day,
            "email": f"{who}@contoso.com",
            "isActive": who == "ann" and day == DAYS[0],
            "chatRequests": 5 if who == "ann" and day == DAYS[0] else 0,
            "totalTabsAccepted": 0,
        }
        for day in DAYS
        for who in ("ann", "bob", "cid")
    ]
    return json.dumps({"data": rows})


def events() -> str:
    """Return the events that are paid for: two of Ann's and three of Bob's."""
    rows = [("ann", DAYS[0], 2), ("bob", DAYS[1], 3)]
    return "Date,User,Kind,Model,Max Mode,Total Tokens,Cost\n" + "".join(
        f"{day}T09:0{n}:00.000Z,{who}@contoso.com,On-Demand,composer,No,100,0.10\n"
        for who, day, many in rows
        for n in range(many)
    )


def seats(*people: str) -> str:
    return "Email,License,Assigned on,Platform\n" + "".join(
        f"{who}@contoso.com,Cursor Team,2026-06-01,cursor\n" for who in people
    )


def files(write: Write) -> dict[str, Path]:
    return {
        "roster": write("roster.csv", ROSTER),
        "daily": write("cursor_daily-usage-data.json", daily()),
        "events": write("team-usage-events-2026-06.csv", events()),
    }


def load(warehouse: Warehouse, *paths: Path) -> None:
    for path in paths:
        (one,) = ingest(warehouse, [path], who="t").files
        assert one.status == "loaded", one


WEEK = (
    "select active, coalesce(active_days, -1), times from person_window where platform = 'cursor' "
    "and first_day = date '2026-06-29' order by all"
)


@pytest.mark.parametrize("order", permutations(("daily", "events")), ids="-".join)
def test_who_is_active_only_in_the_bill_is_active(
    order: tuple[str, ...], warehouse: Warehouse, write: Write
) -> None:
    made = files(write)
    load(warehouse, made["roster"], *(made[name] for name in order))
    reader = warehouse.read()
    assert reader.rows("select distinct platform from coverage") == [("cursor",)]
    # Cid idle; Bob by his three events; Ann by her five requests, which the events do not add to
    assert reader.rows(WEEK) == [(0, 0, 0.0), (1, 1, 3.0), (1, 1, 5.0)]
    day = "select active, times from person_day where day = date '2026-06-30' order by all"
    assert reader.rows(day) == [(0, 0.0), (0, 0.0), (1, 3.0)]


def test_the_bill_alone_stands_for_the_platform_until_its_own_export_comes(
    warehouse: Warehouse, write: Write
) -> None:
    made = files(write)
    load(warehouse, made["roster"], made["events"])
    windows = "select first_day, last_day from coverage order by all"
    alone = warehouse.read().rows(windows)
    people = warehouse.read().rows("select * from person_day order by all")
    assert [str(first) for first, _ in alone] == DAYS[:2]
    load(warehouse, made["daily"])
    assert len(warehouse.read().rows(windows)) == len(DAYS) + 1
    (upload,) = warehouse.read().one(
        "select upload_id from upload where source_id = 'cursor_daily'"
    )
    undo(warehouse, upload, who="t")
    assert warehouse.read().rows(windows) == alone
    assert warehouse.read().rows("select * from person_day order by all") == people


def test_one_list_of_licences_counts_for_all_its_exports(
    warehouse: Warehouse, write: Write
) -> None:
    made = files(write)
    load(warehouse, *made.values(), write("licences.csv", seats("ann", "cid", "dan")))
    # Bob holds no licence: his row in the daily export counts as before, his events do not
    assert warehouse.read().rows(WEEK) == [(0, 0, 0.0)] * 3 + [(1, 1, 5.0)]


def test_events_inside_a_longer_window_count_in_it(warehouse: Warehouse, write: Write) -> None:
    week = "email,week,times,platform\n" + "".join(
        f"{who}@contoso.com,2026-W27,{times},cursor\n"
        for who, times in (("ann", 9), ("bob", 0), ("cid", 0))
    )
    made = files(write)
    load(warehouse, made["roster"], write("usage.csv", week), made["events"])
    found = warehouse.read().rows("select active, times from person_window order by all")
    assert found == [(0, 0.0), (1, 3.0), (1, 9.0)]


def test_what_a_publish_computes_is_what_a_rebuild_computes(
    warehouse: Warehouse, write: Write
) -> None:
    made = files(write)
    load(warehouse, made["roster"], made["events"], made["daily"])
    (upload,) = warehouse.read().one(
        "select upload_id from upload where source_id = 'cursor_daily'"
    )
    undo(warehouse, upload, who="t")
    load(warehouse, write("licences.csv", seats("ann", "bob")))
    with warehouse.scratch() as writer:
        before = [writer.rows(f"select * from {name} order by all") for name in STORED]
        rollups.refresh(writer.connection, rebuild=True)
        assert [writer.rows(f"select * from {name} order by all") for name in STORED] == before


def test_replaced_events_are_purged_and_those_in_force_stay(
    warehouse: Warehouse, write: Write
) -> None:
    made = files(write)
    corrected = write("team-usage-events-b.csv", events().replace("bob@", "cid@"))
    load(warehouse, *made.values(), corrected)
    before = warehouse.read().rows(WEEK)
    assert retention.purge(warehouse, -1, "t")["usage"] == 2  # Ann's and Bob's days
    assert warehouse.read().rows(WEEK) == before == [(0, 0, 0.0), (1, 1, 3.0), (1, 1, 5.0)]


def test_an_older_folder_says_which_files_to_load_again(tmp_path: Path, write: Write) -> None:
    """Cursor's events once were a platform of their own; what is stored so is told, with a way."""
    paths, warehouse = files(write), Warehouse(tmp_path / "data")
    load(warehouse, paths["roster"])
    week = (date(2026, 6, 29), date(2026, 7, 5))
    older = add_facts(warehouse, usage(week, {1: 2.0}, platform="cursor_events"))
    results = Results.open(tmp_path / "data")
    (told,) = [one for one in results.folder_findings() if one.id == "former_platform"]
    assert told.message.startswith("test.csv: loaded when this export was a platform of its own")
    assert "'cursor_events'" in told.remedy
    checked = CliRunner().invoke(signpost, ["doctor", "--data", str(tmp_path / "data"), "--json"])
    assert told.message in {one["message"] for one in json.loads(checked.stdout)["findings"]}

    (again,) = ingest(warehouse, [paths["events"]], who="t").files
    assert again.receipt is not None
    assert [text for text in again.receipt.warnings if "a platform of its own" in text]
    (daily_file,) = ingest(warehouse, [paths["daily"]], who="t").files
    assert daily_file.receipt is not None  # it was never a platform of its own
    assert not [text for text in daily_file.receipt.warnings if "of its own" in text]
    undo(warehouse, older, who="t")
    assert not [
        one
        for one in Results.open(tmp_path / "data").folder_findings()
        if one.id.startswith("former")
    ]
    rows = warehouse.read().rows("select distinct platform from person_window order by 1")
    assert rows == [("cursor",)]
