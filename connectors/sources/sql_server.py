"""SQL Server, Azure SQL and Fabric: one reviewed query to one Parquet file. Not tried on a server.

There is no ADBC driver for it on PyPI; Microsoft's own gives Arrow batches, too.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from signpost.connectors.model import Connector, FetchError, FetchJob
from signpost.connectors.settings import demand_secret
from signpost.connectors.sql_query import (
    ONE_SELECT,
    QueryColumn,
    QuerySession,
    RowStream,
    explained_by,
    read_select,
    whole_seconds,
)

_PATIENCE = 10
_BATCH = 65_536
"""Rows."""
_ALLOWED = {
    "bigint", "bit", "char", "date", "datetime", "datetime2", "datetimeoffset", "decimal", "float",
    "int", "nchar", "numeric", "nvarchar", "real", "smalldatetime", "smallint", "tinyint",
    "uniqueidentifier", "varchar",
}  # fmt: skip
_LOGINS = ("", "ActiveDirectoryServicePrincipal", "ActiveDirectoryPassword")
_DESCRIBE = "exec sp_describe_first_result_set @tsql = ?"
_REASONS = (
    ("login failed|18456|AADSTS", "The server refused user and password",
     "Correct `user`, and the secret `password`."),
    ("login timeout|server is not found|08001|network-related|could not open a connection",
     "No server answers there", "Check host, port and firewall."),
    ("certificate|ssl", "The connection could not be encrypted as asked",
     "Have the server's certificate signed by an authority this machine knows."),
    ("cannot open database|4060", "There is no such database for this user", "Check `database`."),
    ("permission was denied|229", "The user may not read this",
     "Grant SELECT on what the query reads."),
    ("invalid object name|208", "There is no such table, or the user may not see it",
     "Correct the query."),
    ("invalid column name|207", "There is no such column", "Correct the query."),
    ("timeout expired|HYT00", "The query took longer than allowed",
     "Raise `seconds`, or read less at once."),
    ("communication link|08S01|transport-level", "The database ended the connection",
     "Run it again; nothing of it was kept."),
    ("incorrect syntax|102|11526", ONE_SELECT, "Correct it; one statement, no semicolons."),
    ("failed to load the driver|libltdl", "Microsoft's driver could not be loaded",
     "On Debian: apt install libltdl7 libkrb5-3."),
)  # fmt: skip


@dataclass
class _SqlServer:
    connection: Any
    errors: tuple[type[Exception], ...]
    secret: str = field(repr=False)

    def columns(self, query: str) -> Sequence[QueryColumn]:
        """Ask the server to describe the result; the query does not run."""
        with self.connection.cursor() as cursor:
            cursor.execute(_DESCRIBE, [query])
            names = [str(one[0]) for one in cursor.description or ()]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        if not rows:
            raise FetchError(f"{ONE_SELECT}.", "Write one SELECT.", "sql")
        return [
            QueryColumn(str(row["name"]), kind, kind.partition("(")[0] in _ALLOWED)
            for row in rows
            for kind in (str(row["system_type_name"]),)
        ]

    @contextlib.contextmanager
    def rows(self, query: str) -> Iterator[RowStream]:
        """Run a query."""
        import pyarrow as pa  # the extra brings it

        with self.connection.cursor() as cursor:
            cursor.execute(query)
            batches = cursor.arrow_reader(_BATCH)
            yield RowStream(pa.RecordBatchReader.from_batches(batches.schema, batches))

    def explained(self, error: Exception) -> FetchError:
        """Return an error in one sentence."""
        return explained_by(str(error), _REASONS, self.secret)


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[QuerySession]:
    import mssql_python  # an extra

    query, secret, seconds = read_select(job), demand_secret(job, "password"), whole_seconds(job)
    errors = (mssql_python.Error, RuntimeError)
    try:
        connection = mssql_python.connect(
            _connection_text(job, secret), autocommit=True, timeout=_PATIENCE
        )
        connection.timeout = int(seconds)
    except errors as error:
        raise explained_by(str(error), _REASONS, secret) from error
    with contextlib.closing(connection):
        hint = "cast(price as decimal(18, 2)) or cast(place as varchar(100))"
        yield QuerySession(job, _SqlServer(connection, errors, secret), query, hint)


def _connection_text(job: FetchJob, secret: str) -> str:
    given = job.settings
    login = given.get("login", "")
    if login not in _LOGINS:
        listed = ", ".join(one for one in _LOGINS if one)
        raise FetchError(f"login = {login!r} is not known.", f"It is one of {listed}.", "settings")
    parts = {
        "Server": f"tcp:{given['host']},{given.get('port', '1433')}",
        "Database": given["database"],
        "UID": given["user"],
        "PWD": secret,
        "Encrypt": "yes",
        "TrustServerCertificate": "no",
        "ApplicationIntent": "ReadOnly",
        **({"Authentication": login} if login else {}),
    }
    return ";".join(f"{key}={_braced(value)}" for key, value in parts.items())


def _braced(value: str) -> str:
    """Return a value that ends where it should, whatever signs it has."""
    return "{" + value.replace("}", "}}") + "}"


CONNECTOR = Connector(
    id="sql_server",
    label="SQL Server",
    connect=_connect,
    required=("host", "database", "user", "query"),
    optional=("port", "login", "seconds", "file"),
    secrets=("password",),
    extra="sql_server",
    documented_at="https://learn.microsoft.com/sql/connect/python/mssql-python/",
)
