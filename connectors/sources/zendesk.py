"""Tickets of Zendesk created in the last 18 months, as one list that is fetched each time.

`GET /api/v2/incremental/tickets/cursor.json` with the metrics and groups of each page beside it:
it lists by change, so only the whole list says what belongs to a month. Ten requests a minute, a
thousand tickets each. Right: an administrator's API token. Subjects and texts are left out.
Source: developer.zendesk.com, ticket-management/incremental_exports.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from signpost.connectors.model import Connector, FetchItem, FetchJob
from signpost.connectors.paged import PagedSession, Pages, csv_rows, monthly_items
from signpost.connectors.settings import demand_secret
from signpost.connectors.web import web_client

_MONTHS = 18
_COLUMNS = (
    *("Summation column", "Id", "Group", "Created at", "Solved at", "Status", "Tags"),
    *("Satisfaction Score", "Reopens", "Replies", "First reply time in minutes"),
    "Full resolution time in minutes",
)
"""As the export of a view names them; the first is what that is known by."""


def _minutes(metrics: Mapping[str, Any], name: str) -> object:
    return (metrics.get(name) or {}).get("calendar", "")


def _row(
    ticket: Mapping[str, Any], metrics: Mapping[str, Any], groups: Mapping[object, str]
) -> dict[str, object]:
    values = (
        *(1, ticket["id"], groups.get(ticket.get("group_id"), "")),
        *(ticket["created_at"], metrics.get("solved_at") or "", ticket.get("status", "")),
        " ".join(ticket.get("tags", [])),
        (ticket.get("satisfaction_rating") or {}).get("score", "").replace("_", " "),
        *(metrics.get("reopens", ""), metrics.get("replies", "")),
        _minutes(metrics, "reply_time_in_minutes"),
        _minutes(metrics, "full_resolution_time_in_minutes"),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _rows(answer: Mapping[str, Any], first: str) -> list[dict[str, object]]:
    """Return a page's tickets that were created since the first day and not deleted."""
    metrics = {one["ticket_id"]: one for one in answer.get("metric_sets", [])}
    groups = {one["id"]: str(one["name"]) for one in answer.get("groups", [])}
    return [
        _row(ticket, metrics.get(ticket["id"], {}), groups)
        for ticket in answer.get("tickets", [])
        if ticket["created_at"][:10] >= first and ticket.get("status") != "deleted"
    ]


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[PagedSession]:
    address = job.settings["address"].rstrip("/")
    login = (f"{job.settings['user']}/token", demand_secret(job, "token"))
    first = f"{monthly_items(_MONTHS, '{}')[0].key}-01"
    begin = int(dt.datetime.fromisoformat(f"{first}T00:00:00+00:00").timestamp())
    with web_client() as web:

        def pages(_: str) -> Pages:
            url = f"{address}/api/v2/incremental/tickets/cursor.json"
            asked = {"start_time": str(begin), "include": "metric_sets,groups", "per_page": "1000"}
            found: dict[object, dict[str, object]] = {}
            while True:
                answer = web.json("GET", url, params=asked, auth=login)
                # one that changes meanwhile comes again: the later one counts
                found |= {row["Id"]: row for row in _rows(answer, first)}
                if answer.get("end_of_stream", True):
                    break
                asked.pop("start_time", None)
                asked["cursor"] = answer["after_cursor"]
            yield [found[number] for number in sorted(found, key=str)]

        items = (FetchItem("tickets", f"{job.name}_tickets.csv", once=False),)
        yield PagedSession(items, pages, csv_rows(_COLUMNS))


CONNECTOR = Connector(
    id="zendesk",
    label="Zendesk tickets",
    connect=_connect,
    required=("address", "user"),
    secrets=("token",),
    documented_at="https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/",
)
