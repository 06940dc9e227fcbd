"""One query of PostgreSQL to one Parquet file: whole, or not there, and the reason in words."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import duckdb
import pytest

from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse
from tests.connectors.conftest import Fetch, Server, files_in, silent_server, wait_until

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("postgres")]
SORTED = "select month, team, kpi, value from kpi order by 1, 2, 3"


def test_a_query_becomes_a_file_that_loads(ask: Fetch, data: Path) -> None:
    report = ask(SORTED)
    assert (report.error, report.files, report.notes) == (None, ("kpi.parquet",), ())
    file = data.parent / "inbox" / "kpi.parquet"
    found = ingest(Warehouse(data), [file]).files[0]
    assert found.status == "loaded"
    total = Warehouse(data).read().one("select sum(numerator), count(*) from outcome")
    assert total == (131.25, 15)


def test_the_same_rows_are_the_same_file(ask: Fetch, data: Path) -> None:
    ask(SORTED)
    before = (data.parent / "inbox" / "kpi.parquet").read_bytes()
    (data.parent / "inbox" / "kpi.parquet").unlink()
    again = ask(SORTED)
    assert (again.files, again.unchanged) == ((), 1)
    (data.parent / "signpost-data.fetched.json").unlink()
    ask(SORTED)
    assert (data.parent / "inbox" / "kpi.parquet").read_bytes() == before


def test_a_query_may_end_with_a_comment(ask: Fetch) -> None:
    report = ask(f"{SORTED} -- by month, team and KPI")
    assert (report.error, report.files) == (None, ("kpi.parquet",))


def test_what_was_fetched_is_private(ask: Fetch, data: Path) -> None:
    ask(SORTED)
    mode = (data.parent / "signpost-data.fetched.json").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_check_fetches_nothing(ask: Fetch, data: Path) -> None:
    report = ask("select month, team, kpi, value from kpi", check=True)
    assert report.checked
    assert [note[:27] for note in report.notes] == ["The query has no ORDER BY: "]
    assert files_in(data.parent / "inbox") == []


WRONG = {
    "select * from nothing": "There is no such table, or the role may not see it",
    "select nothing from kpi": "There is no such column",
    "select * from hidden": "The role may not read this",
    "delete from kpi returning *": "The query is not one single SELECT",
    "select 1 as a; select 2 as a": "The query is not one single SELECT",
    "show all": "The query is not one single SELECT",
    "select 1::money as price, 'x'::text as b": "do not come over as they are: price (money)",
    "select '10.0.0.1'::inet as host, interval '1 month' as span":
        "do not come over as they are: host (inet), span (interval)",
    "select 1 as a, 2 as A": "Two columns have the same name (a)",
    "select 1 as a, pg_sleep(30)::text as b": "The query took longer than allowed",
}  # fmt: skip


@pytest.mark.parametrize("query", WRONG)
def test_a_wrong_query_is_a_sentence_and_no_file(ask: Fetch, data: Path, query: str) -> None:
    report = ask(query, seconds="1")
    assert report.error is not None
    assert WRONG[query] in report.error.message
    assert report.error.remedy
    assert files_in(data.parent / "inbox") == []


def test_a_wrong_password_is_said_and_never_shown(ask: Fetch) -> None:
    report = ask(SORTED, password="wr0ng-word")
    assert report.error is not None
    assert report.error.message.startswith("The database refused user and password")
    assert "SIGNPOST_FETCH_KPI_PASSWORD" in report.error.remedy
    assert "wr0ng-word" not in str(report.to_dict())


def test_no_server_and_a_silent_one(
    ask: Fetch, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from signpost.connectors.sources import postgres as connector

    nobody = ask(SORTED, port="1")
    assert nobody.error is not None
    assert "No database listens there" in nobody.error.message
    monkeypatch.setattr(connector, "_PATIENCE", "2")
    with silent_server() as port:
        silent = ask(SORTED, port=port)
    assert silent.error is not None
    assert "does not answer" in silent.error.message


def test_a_backend_that_is_killed_leaves_no_half_file(
    ask: Fetch, data: Path, postgres: Server
) -> None:
    rows = "select i as a, pg_sleep(0.0005)::text as b from generate_series(1, 20000) i order by 1"
    reports = []
    thread = threading.Thread(target=lambda: reports.append(ask(rows)))
    thread.start()
    at_work = "from pg_stat_activity where usename = 'reader' and query like 'COPY%'"
    wait_until(
        lambda: postgres.sql(f"select count(*) {at_work} and state = 'active'").strip() != "0"
    )
    postgres.sql(f"select pg_terminate_backend(pid) {at_work}")
    thread.join()
    assert reports[0].error is not None
    assert "ended the connection" in reports[0].error.message
    assert files_in(data.parent / "inbox") == []


def test_types_come_over_as_they_are(ask: Fetch, data: Path) -> None:
    ask(
        "select 1.5::numeric as n, true as b, date '2026-01-05' as d, "
        "timestamptz '2026-01-05 23:30:00-05' as seen, 'ä'::varchar(3) as t, 7::bigint as i, "
        "'6ecd8c99-4036-403d-bf84-cf8400f67836'::uuid as u order by 1"
    )
    file = data.parent / "inbox" / "kpi.parquet"
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        row = con.execute(
            f"select n, b, d::text, seen::timestamp::text, t, i, u::text from '{file}'"
        ).fetchone()
    assert row == (
        1.5, True, "2026-01-05", "2026-01-06 04:30:00", "ä", 7,
        "6ecd8c99-4036-403d-bf84-cf8400f67836",
    )  # fmt: skip
