"""PostgreSQL (and what speaks like it): one reviewed query, streamed to one Parquet file."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from signpost.connectors.model import Connector, FetchError, FetchJob
from signpost.connectors.parquet_writer import refuse_equal_names
from signpost.connectors.sql_query import (
    QueryColumn,
    QuerySession,
    RowStream,
    read_query,
    whole_seconds,
    without_rows,
)

_ALLOWED = {
    "smallint", "integer", "bigint", "real", "double precision", "numeric", "boolean", "date",
    "timestamp without time zone", "timestamp with time zone", "text", "character varying",
    "character", "uuid", "name",
}  # fmt: skip
_BATCH = 2_097_152
"""Bytes: 10 million rows then take 200 MB of memory instead of 473."""
_STATES = {
    "42P01": ("There is no such table, or the role may not see it", "Correct the query."),
    "3F000": ("There is no such schema", "Correct the query."),
    "42703": ("There is no such column", "Correct the query."),
    "42883": ("There is no such function", "Correct the query."),
    "42501": ("The role may not read this", "Grant it SELECT on what the query reads."),
    "25006": ("The query would change something; only reading is meant", "Write one SELECT."),
    "0A000": ("The query is no plain SELECT", "Write one SELECT."),
    "42601": ("The query is not one single SELECT", "Correct it; one statement, no semicolons."),
    "57014": ("The query took longer than allowed", "Raise `seconds`, or read less at once."),
    "57P01": ("The database ended the connection", "Run it again; nothing of it was kept."),
}
_TEXTS = (
    ("password authentication failed", "The database refused user and password", "password"),
    ("no password supplied", "The database wants a password", "password"),
    ("statement timeout", *_STATES["57014"]),
    ("timeout expired", "The server does not answer", "Check host, port and firewall."),
    ("terminating connection", *_STATES["57P01"]),
    ("server closed the connection", *_STATES["57P01"]),
    ("Connection refused", "No database listens there", "Check host and port."),
    ("could not translate host name", "There is no host of that name", "Check `host`."),
    ("does not exist", "The database or role does not exist", "Check `database` and `user`."),
    ("no pg_hba.conf entry", "The server does not let this user in from here", "Ask its owner."),
    ("SSL", "The connection could not be encrypted as asked", "Check `sslmode` and certificate."),
    ("could not begin COPY", "The query is no plain SELECT", "Write one SELECT."),
)
_PATIENCE = "10"
"""Seconds until a server that does not answer is given up."""


def explained(error: Exception, job: str) -> FetchError:
    """Return the driver's error in one sentence; a password is never among its words."""
    words = re.sub(r"\s+", " ", str(error))
    state = str(getattr(error, "sqlstate", None) or "")
    if state in _STATES:
        message, remedy = _STATES[state]
    else:
        found = next((entry for entry in _TEXTS if entry[0] in words), None)
        message, remedy = found[1:] if found else ("The database refused", "Correct the query.")
    if remedy == "password":
        remedy = f"Set SIGNPOST_FETCH_{job.upper()}_PASSWORD, or use ~/.pgpass."
    detail = re.search(r"(?:ERROR|FATAL):\s+(.{1,200}?)(?: LINE \d| \(|$)", words)
    return FetchError(f"{message}{f' ({detail[1].strip()})' if detail else ''}.", remedy, "sql")


@dataclass
class _Postgres:
    job: FetchJob
    connection: Any

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """Errors of the driver."""
        return (self.connection.Error,)

    def columns(self, query: str) -> Sequence[QueryColumn]:
        """Ask which types the query would give; the query itself does not run."""
        with self.connection.cursor() as cursor:
            cursor.execute(without_rows(query))
            names = [field[0] for field in cursor.description or ()]
            refuse_equal_names(names)
            kinds = _kinds(cursor, query, names)
        return [QueryColumn(name, kind, kind in _ALLOWED) for name, kind in kinds]

    @contextlib.contextmanager
    def rows(self, query: str) -> Iterator[RowStream]:
        """Run a query; `numeric` and `uuid` come as texts of a type of their own."""
        options = {"adbc.postgresql.batch_size_hint_bytes": _BATCH}
        with self.connection.cursor(adbc_stmt_kwargs=options) as cursor:
            cursor.execute(f"{query}\n")  # a comment at its end would hide what the driver adds
            reader = cursor.fetch_record_batch()
            kinds = {one.name: str(one.type) for one in reader.schema}
            casts = {name: "double" for name, kind in kinds.items() if "numeric" in kind}
            casts |= {name: "uuid" for name, kind in kinds.items() if "uuid" in kind}
            yield RowStream(reader, casts)

    def explained(self, error: Exception) -> FetchError:
        """Return an error in one sentence."""
        return explained(error, self.job.name)


def _kinds(cursor: Any, query: str, names: list[str]) -> list[tuple[str, str]]:
    typed = ", ".join(f"pg_typeof(q.{_quoted(name)})::text" for name in names)
    cursor.execute(f"select {typed} from (select 1) as x left join (\n{query}\n) as q on false")
    return list(zip(names, cursor.fetchone(), strict=True))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[QuerySession]:
    import adbc_driver_postgresql.dbapi as postgres  # an extra

    query, given, seconds = read_query(job), job.settings, whole_seconds(job)
    place = f"{quote(given['host'], safe='')}:{given.get('port', '5432')}"
    uri = (
        f"postgresql://{quote(given['user'], safe='')}@{place}/{quote(given['database'], safe='')}"
    )
    settings = {
        "PGCONNECT_TIMEOUT": _PATIENCE,
        "PGSSLMODE": given.get("sslmode", "verify-full"),
        "PGOPTIONS": f"-c default_transaction_read_only=on -c statement_timeout={seconds}s",
        "PGAPPNAME": "signpost fetch",
    }
    if given.get("sslrootcert"):
        settings["PGSSLROOTCERT"] = given["sslrootcert"]
    if password := job.secrets("password"):
        settings["PGPASSWORD"] = password
    with _environment(settings):
        try:
            connection = postgres.connect(uri, autocommit=True)
        except postgres.Error as error:
            raise explained(error, job.name) from error
    with connection:
        hint = "price::numeric or address::text"
        yield QuerySession(job, _Postgres(job, connection), query, hint)


@contextlib.contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    """Set variables while libpq reads them: a password then stands in no string of ours."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


CONNECTOR = Connector(
    id="postgres",
    label="PostgreSQL",
    connect=_connect,
    required=("host", "database", "user", "query"),
    optional=("port", "sslmode", "sslrootcert", "seconds", "file"),
    secrets=("password",),
    extra="postgres",
    documented_at="https://arrow.apache.org/adbc/current/driver/postgresql.html",
)
