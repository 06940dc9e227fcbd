"""BigQuery: one reviewed query, streamed to one Parquet file. Not tried on the service."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from signpost.connectors.adbc_database import AdbcDatabase, open_adbc
from signpost.connectors.model import Connector, FetchError, FetchJob
from signpost.connectors.sql_query import QuerySession, read_select, whole_seconds

_MOST_GIGABYTES = "100"
"""A query that would read more is refused before it costs anything."""
_REASONS = (
    ("credentials|invalid_grant|unauthenticated|error 401|oauth2",
     "Google refused the log-in", "Give the service account's JSON as the secret "
     "`service_account`, or log in where the command runs."),
    ("bytes billed|bytesBilledLimitExceeded", "The query would read more than allowed",
     "Read fewer days or columns, or raise `gigabytes`."),
    ("access denied|error 403|permission", "The account may not read this",
     "Grant it BigQuery Data Viewer on the dataset and Job User on the project."),
    ("unrecognized name", "There is no such column", "Correct the query."),
    ("not found", "There is no such table, dataset or project", "Correct query or `project`."),
    ("timeout|deadline|stopped|timed out", "The query took longer than allowed",
     "Raise `seconds`, or read less at once."),
    ("syntax error|error 400", "The query is not one single SELECT",
     "Correct it; one statement, no semicolons."),
    ("no such host|connection refused|dial tcp|unavailable", "Google does not answer",
     "Check the firewall."),
)  # fmt: skip


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[QuerySession]:
    import adbc_driver_bigquery.dbapi as bigquery  # an extra

    query, given, secret = read_select(job), job.settings, job.secrets("service_account")
    gigabytes = given.get("gigabytes", _MOST_GIGABYTES)
    if not gigabytes.isdigit() or gigabytes == "0":
        raise FetchError(
            f"gigabytes = {gigabytes!r} is no whole number.", "Correct it.", "settings"
        )
    sql = "adbc.bigquery.sql"
    settings = {
        f"{sql}.project_id": given["project"],
        f"{sql}.auth_type": f"{sql}.auth_type.auth_bigquery",
        **({f"{sql}.location": given["location"]} if given.get("location") else {}),
    }
    if secret:
        settings[f"{sql}.auth_type"] = f"{sql}.auth_type.json_credential_string"
        settings[f"{sql}.auth_credentials"] = secret
    options: dict[str, str | int] = {
        f"{sql}.query.max_bytes_billed": int(gigabytes) * 10**9,
        f"{sql}.query.job_timeout": int(whole_seconds(job)) * 1000,
    }
    with open_adbc(bigquery, settings, _REASONS, secret) as connection:
        database = AdbcDatabase(connection, _REASONS, secret, options, is_described=False)
        hint = "cast(price as float64) or to_json_string(tags)"
        yield QuerySession(job, database, query, hint)


CONNECTOR = Connector(
    id="bigquery",
    label="BigQuery",
    connect=_connect,
    required=("project", "query"),
    optional=("location", "seconds", "gigabytes", "file"),
    secrets=("service_account",),
    extra="bigquery",
    documented_at="https://arrow.apache.org/adbc/current/driver/status.html",
)
