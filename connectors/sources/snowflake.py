"""Snowflake: one reviewed query, streamed to one Parquet file. Not tried on the service."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from signpost.connectors.adbc_database import AdbcDatabase, open_adbc
from signpost.connectors.model import Connector, FetchJob
from signpost.connectors.settings import demand_secret
from signpost.connectors.sql_query import QuerySession, read_select, whole_seconds

_PATIENCE = "10s"
"""Until a server that does not answer is given up; as Go writes durations."""
_REASONS = (
    ("390100|incorrect username or password|390144|invalid.*token|394400|39430[0-9]",
     "Snowflake refused user and token", "Make a new programmatic access token for `user`."),
    ("390201|391902", "The warehouse, database or role does not exist or is not granted",
     "Check `warehouse`, `database` and `role`."),
    ("000606|no active warehouse", "No warehouse is at work", "Check `warehouse`."),
    ("42501|003001|insufficient privileges", "The role may not read this",
     "Grant it USAGE on database and schema, SELECT on what the query reads."),
    ("42S02|002003|does not exist or not authorized",
     "There is no such table, or the role may not see it", "Correct the query, or grant SELECT."),
    ("000904|invalid identifier", "There is no such column", "Correct the query."),
    ("57014|000630|000604|statement reached its|canceled",
     "The query took longer than allowed", "Raise `seconds`, or read less at once."),
    ("001003|42601|syntax error|unexpected", "The query is not one single SELECT",
     "Correct it; one statement, no semicolons."),
    ("26[01]00[0-9]|no such host|timeout|timed out|connection refused|dial tcp|context deadline",
     "Snowflake does not answer", "Check `account` and the firewall."),
)  # fmt: skip


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[QuerySession]:
    import adbc_driver_snowflake.dbapi as snowflake  # an extra

    query, given, token = read_select(job), job.settings, demand_secret(job, "token")
    sql = "adbc.snowflake.sql"
    settings = {
        f"{sql}.account": given["account"],
        "username": given["user"],
        f"{sql}.auth_type": "auth_pat",
        f"{sql}.client_option.auth_token": token,
        f"{sql}.warehouse": given["warehouse"],
        f"{sql}.db": given["database"],
        f"{sql}.client_option.login_timeout": _PATIENCE,
        f"{sql}.client_option.disable_telemetry": "true",
        f"{sql}.client_option.use_high_precision": "false",  # whole numbers as such
        f"{sql}.client_option.app_name": "signpost",
        **{f"{sql}.{key}": given[key] for key in ("role", "schema") if given.get(key)},
    }
    with open_adbc(snowflake, settings, _REASONS, token) as connection:
        database = AdbcDatabase(connection, _REASONS, token)
        session = QuerySession(job, database, query, "price::float or address::varchar")
        limit = f"alter session set statement_timeout_in_seconds = {whole_seconds(job)}"
        with connection.cursor() as cursor:
            try:
                cursor.execute(limit)
            except connection.Error as error:
                raise database.explained(error) from error
        yield session


CONNECTOR = Connector(
    id="snowflake",
    label="Snowflake",
    connect=_connect,
    required=("account", "user", "warehouse", "database", "query"),
    optional=("role", "schema", "seconds", "file"),
    secrets=("token",),
    extra="snowflake",
    documented_at="https://arrow.apache.org/adbc/current/driver/snowflake.html",
)
