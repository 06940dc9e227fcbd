"""Snowflake, BigQuery, SQL Server: what is sent to their drivers, on rows of a real PostgreSQL.

None of the three can be had here. Their drivers' place is taken by PostgreSQL's, which is of the
same kind, so that settings, statements, types, streaming and refusals are run and not imagined.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import adbc_driver_postgresql.dbapi as postgres_driver
import duckdb
import pytest

from signpost.connectors.model import FetchError
from signpost.connectors.run import FetchReport
from signpost.connectors.settings import connectors
from signpost.connectors.sources import bigquery, snowflake, sql_server
from signpost.connectors.sql_query import explained_by, without_rows
from tests.connectors.conftest import Fetch, Server, files_in

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("postgres")]
SORTED = "select month, team, kpi, value::float8 as value from kpi order by 1, 2, 3"
SECRET = "s3cret-word"
TABLES = {
    "snowflake": {"account": "acme-eu", "user": "reader", "warehouse": "small", "database": "marts",
                  "role": "signpost"},
    "bigquery": {"project": "acme", "location": "EU"},
    "sql_server": {"host": "sql.example.org", "database": "marts", "user": "rea;der"},
}  # fmt: skip
SECRETS = {"snowflake": "token", "bigquery": "service_account", "sql_server": "password"}
NAMES_OF_TYPES = {"string": "nvarchar(100)", "double": "float", "int32": "int"}


class Cursor:
    """A cursor of PostgreSQL that notes what it is told, as the driver whose place it takes."""

    def __init__(self, connection: Connection, options: dict[str, Any]) -> None:
        self.cursor, self.connection = connection.real.cursor(), connection
        self.described: list[tuple[Any, ...]] = []
        connection.options.append(options)

    def __enter__(self) -> Cursor:
        return self

    def __exit__(self, *_: object) -> None:
        self.cursor.close()

    def execute(self, query: str, given: list[str] | None = None) -> None:
        self.connection.asked.append(query)
        if query.startswith("alter session set statement_timeout_in_seconds = "):
            query = f"set statement_timeout = '{query.split()[-1]}s'"
        if given is not None:
            self.cursor.execute(without_rows(given[0]))
            schema = self.cursor.fetch_record_batch().schema
            kinds = {one.name: str(one.type) for one in schema}
            self.described = [
                (name, NAMES_OF_TYPES.get(kinds.get(name, ""), "other")) for name in schema.names
            ]
        else:
            self.cursor.execute(f"{query}\n")

    @property
    def description(self) -> list[tuple[str]]:
        return [("name",), ("system_type_name",)]

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.described

    def fetch_record_batch(self) -> Any:
        return self.cursor.fetch_record_batch()

    def arrow_reader(self, rows: int) -> Any:
        assert rows > 1000
        return self.cursor.fetch_record_batch()


class Connection:
    Error = postgres_driver.Error

    def __init__(self, uri: str, given: object) -> None:
        self.real, self.given = postgres_driver.connect(uri, autocommit=True), given
        self.asked: list[str] = []
        self.options: list[dict[str, Any]] = []
        self.timeout = 0
        self.closed = False

    def cursor(self, adbc_stmt_kwargs: dict[str, Any] | None = None) -> Cursor:
        return Cursor(self, adbc_stmt_kwargs or {})

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.real.close()
        self.closed = True


@pytest.fixture
def opened(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> list[Connection]:
    """The connections made to what stands where the three drivers would."""
    made: list[Connection] = []
    monkeypatch.setenv("PGPASSWORD", "right")
    uri = f"postgresql://reader@127.0.0.1:{postgres.port}/postgres?sslmode=disable"

    def connect(*given: object, **named: object) -> Connection:
        made.append(Connection(uri, {"text": given, **named}))
        return made[-1]

    for name in ("adbc_driver_snowflake.dbapi", "adbc_driver_bigquery.dbapi", "mssql_python"):
        module = ModuleType(name)
        module.__dict__.update(connect=connect, Error=postgres_driver.Error)
        monkeypatch.setitem(sys.modules, name, module)
        if "." in name:
            package = ModuleType(name.partition(".")[0])
            package.__dict__["dbapi"] = module
            monkeypatch.setitem(sys.modules, package.__name__, package)
    return made


@pytest.fixture
def put(
    settings: Callable[[str], None], data: Path, fetched: Fetch, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., FetchReport]:
    def run(kind: str, query: str = SORTED, *, check: bool = False, **more: object) -> FetchReport:
        (data.parent / "kpi.sql").write_text(query)
        table = {"connector": kind, "query": "kpi.sql", **TABLES[kind], **more}
        settings("[kpi]\n" + "".join(f'{key} = "{value}"\n' for key, value in table.items()))
        monkeypatch.setenv(f"SIGNPOST_FETCH_KPI_{SECRETS[kind].upper()}", SECRET)
        return fetched(check=check)

    return run


@pytest.mark.parametrize("kind", TABLES)
def test_a_query_becomes_the_file_that_postgres_makes_of_it(
    kind: str, put: Callable[..., FetchReport], ask: Fetch, opened: list[Connection], data: Path
) -> None:
    report = put(kind)
    assert (report.error, report.files, report.notes) == (None, ("kpi.parquet",), ())
    file = data.parent / "inbox" / "kpi.parquet"
    with duckdb.connect() as con:
        mine = con.execute(f"from '{file}'").fetchall()
        described = con.execute(f"describe from '{file}'").fetchall()
    file.unlink()
    (data.parent / "signpost-data.fetched.json").unlink()
    assert ask(SORTED).error is None
    with duckdb.connect() as con:
        assert con.execute(f"from '{file}'").fetchall() == mine
        assert con.execute(f"describe from '{file}'").fetchall() == described
    assert len(mine) == 15
    assert opened[0].closed
    assert opened[0].asked[-1] == SORTED


def test_what_snowflake_is_told(put: Callable[..., FetchReport], opened: list[Connection]) -> None:
    assert put("snowflake", check=True, seconds="60").error is None
    sql = "adbc.snowflake.sql"
    assert opened[0].given == {
        "text": (),
        "autocommit": True,
        "db_kwargs": {
            f"{sql}.account": "acme-eu", "username": "reader", f"{sql}.auth_type": "auth_pat",
            f"{sql}.client_option.auth_token": SECRET, f"{sql}.warehouse": "small",
            f"{sql}.db": "marts", f"{sql}.role": "signpost",
            f"{sql}.client_option.login_timeout": "10s",
            f"{sql}.client_option.disable_telemetry": "true",
            f"{sql}.client_option.use_high_precision": "false",
            f"{sql}.client_option.app_name": "signpost",
        },
    }  # fmt: skip
    assert opened[0].asked == [
        "alter session set statement_timeout_in_seconds = 60",
        without_rows(SORTED),
    ]


def test_what_bigquery_is_told_and_that_a_check_reads_nothing(
    put: Callable[..., FetchReport], opened: list[Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert put("bigquery", check=True, gigabytes="7", seconds="60").error is None
    sql = "adbc.bigquery.sql"
    assert opened[0].given == {
        "text": (),
        "autocommit": True,
        "db_kwargs": {
            f"{sql}.project_id": "acme", f"{sql}.location": "EU",
            f"{sql}.auth_type": f"{sql}.auth_type.json_credential_string",
            f"{sql}.auth_credentials": SECRET,
        },
    }  # fmt: skip
    assert opened[0].asked == ["select 1 as one"]
    assert opened[0].options == [
        {f"{sql}.query.max_bytes_billed": 7_000_000_000, f"{sql}.query.job_timeout": 60_000}
    ]
    monkeypatch.setitem(SECRETS, "bigquery", "unused")
    monkeypatch.delenv("SIGNPOST_FETCH_KPI_SERVICE_ACCOUNT")
    assert put("bigquery", check=True).error is None
    given: Any = opened[1].given
    assert given["db_kwargs"][f"{sql}.auth_type"] == f"{sql}.auth_type.auth_bigquery"


def test_what_sql_server_is_told(
    put: Callable[..., FetchReport], opened: list[Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert put("sql_server", check=True, seconds="60").error is None
    assert opened[0].given == {
        "text": (
            "Server={tcp:sql.example.org,1433};Database={marts};UID={rea;der};"
            f"PWD={{{SECRET}}};Encrypt={{yes}};TrustServerCertificate={{no}};"
            "ApplicationIntent={ReadOnly}",
        ),
        "autocommit": True,
        "timeout": 10,
    }
    assert opened[0].asked == ["exec sp_describe_first_result_set @tsql = ?"]
    assert opened[0].timeout == 60
    wrong = put("sql_server", check=True, login="Integrated")
    assert wrong.error is not None
    assert wrong.error.code == "settings"


NOT_ONE_SELECT = (
    "select 1 as a; delete from kpi", "delete from kpi", "with x as (select 1) delete from kpi",
    "select 1 as a into copy", "exec drop_all", "-- select\nupdate kpi set value = 1",
)  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("query", NOT_ONE_SELECT)
def test_what_is_no_single_select_is_never_sent(
    kind: str, query: str, put: Callable[..., FetchReport], opened: list[Connection]
) -> None:
    report = put(kind, query)
    assert report.error is not None
    assert report.error.message == "The query is not one single SELECT."
    assert opened == []


@pytest.mark.parametrize("kind", TABLES)
def test_texts_and_comments_may_say_anything(
    kind: str, put: Callable[..., FetchReport], opened: list[Connection]
) -> None:
    query = "/* delete; */ select 'drop; ''x' as \"into\" -- update;\norder by 1 -- end"
    assert put(kind, query).error is None
    assert opened[0].asked[-1] == query


@pytest.mark.parametrize("kind", TABLES)
def test_columns_that_do_not_come_over_leave_no_file(
    kind: str, put: Callable[..., FetchReport], opened: list[Connection], data: Path
) -> None:
    del opened
    twice = put(kind, "select 1 as a, 2 as A")
    assert twice.error is not None
    assert twice.error.message == "Two columns have the same name (a)."
    odd = put(kind, "select array[1, 2] as list, 1 as a order by 2")
    assert odd.error is not None
    assert odd.error.message.startswith(
        "Columns of types that do not come over as they are: list ("
    )
    assert files_in(data.parent / "inbox") == []


@pytest.mark.parametrize("kind", ["snowflake", "bigquery"])
def test_a_query_that_fails_in_the_middle_leaves_no_file(
    kind: str, put: Callable[..., FetchReport], opened: list[Connection], data: Path
) -> None:
    del opened
    rows = "select i, 1 / (20000 - i) as b from generate_series(1, 30000) as i order by 1"
    report = put(kind, rows)
    assert report.error is not None
    assert "division by zero" in report.error.message
    assert files_in(data.parent / "inbox") == []


@pytest.mark.parametrize("kind", ["snowflake", "sql_server"])
def test_without_its_secret_nothing_is_asked(
    kind: str, put: Callable[..., FetchReport], opened: list[Connection],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setitem(SECRETS, kind, "other")
    report = put(kind)
    assert report.error is not None
    assert report.error.code == "no_secret"
    assert opened == []


@pytest.mark.parametrize("kind", TABLES)
def test_a_driver_that_is_not_installed_is_named_with_its_extra(
    kind: str, put: Callable[..., FetchReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("adbc_driver_snowflake", "adbc_driver_bigquery", "mssql_python"):
        monkeypatch.setitem(sys.modules, name, None)
        monkeypatch.setitem(sys.modules, f"{name}.dbapi", None)
    report = put(kind)
    assert report.error is not None
    assert report.error.code == "not_installed"
    assert f"signpost-analytics[{kind}]" in report.error.remedy


SAID = [
    (snowflake, "390100 (08004): Incorrect username or password was specified.",
     "Snowflake refused user and token"),
    (snowflake, "002003 (42S02): SQL compilation error: Object 'X' does not exist or not "
     "authorized.", "There is no such table, or the role may not see it"),
    (snowflake, "000904 (42000): SQL compilation error: invalid identifier 'X'",
     "There is no such column"),
    (snowflake, "000630 (57014): Statement reached its statement or warehouse timeout of 300 "
     "second(s) and was canceled.", "The query took longer than allowed"),
    (snowflake, "IO: Post \"https://x.snowflakecomputing.com/q?token=abc\": dial tcp: lookup: no "
     "such host", "Snowflake does not answer"),
    (bigquery, "googleapi: Error 403: Access Denied: Table acme:a.b: User does not have "
     "permission", "The account may not read this"),
    (bigquery, "googleapi: Error 404: Not found: Table acme:a.b was not found in location EU",
     "There is no such table, dataset or project"),
    (bigquery, "Query exceeded limit for bytes billed: 1000. 20 or higher required.",
     "The query would read more than allowed"),
    (bigquery, "googleapi: Error 400: Unrecognized name: x at [1:8]", "There is no such column"),
    (sql_server, "Login failed for user 'reader'.", "The server refused user and password"),
    (sql_server, "Invalid object name 'dbo.kpi'.",
     "There is no such table, or the user may not see it"),
    (sql_server, "The SELECT permission was denied on the object 'kpi'", "The user may not read"),
    (sql_server, "Query timeout expired", "The query took longer than allowed"),
    (sql_server, "Login timeout expired", "No server answers there"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "said", "sentence"), SAID)
def test_what_the_service_says_is_one_sentence(source: Any, said: str, sentence: str) -> None:
    found = explained_by(f"{said} {SECRET}", source._REASONS, SECRET)
    assert isinstance(found, FetchError)
    assert found.message.startswith(sentence)
    assert found.remedy
    assert SECRET not in found.message
    assert "token=abc" not in found.message


def test_each_extra_works_without_the_others() -> None:
    """Who installs one extra has none of what the other connectors need."""
    code = """
import sys
for name in ("httpx", "pyarrow", "adbc_driver_postgresql", "adbc_driver_manager", "deltalake",
             "pyiceberg", "cryptography", "keyring"):
    sys.modules[name] = None
from pathlib import Path
from signpost.connectors.model import FetchJob
from signpost.connectors.run import fetch
from signpost.connectors.settings import connectors
folder = Path(sys.argv[1])
(folder / "q.sql").write_text("select 1 as a")
for name, one in connectors().items():
    given = {key: "x" for key in one.required} | {"query": "q.sql", "address": "http://127.0.0.1:1"}
    report = {"graph": "getTeamsUserActivityUserDetail"}.get(name, "users")
    given |= {"report": report, "login": "http://127.0.0.1:1", "organisation": "x"}
    job = FetchJob(name, name, given, folder, folder / "inbox", lambda secret: "{}")
    print(name, fetch(job, folder / "data", check=True).error)
"""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", code, folder], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert set(said) == set(connectors())
    for name, words in said.items():
        assert "which is not installed" in words, (name, words)
