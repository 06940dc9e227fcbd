"""Incidents of ServiceNow, one month of openings a file; the last months are fetched each time.

`GET /api/now/table/incident` with sysparm_query, sysparm_fields, sysparm_limit and sysparm_offset.
Right: a user that may read incident (itil); Basic. Texts of people are not asked for. An instance
may cut pages at 10,000 rows and allow few requests an hour. Source: servicenow.com/docs, Table API.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping

from signpost.connectors.model import Connector, FetchError, FetchJob
from signpost.connectors.paged import PagedSession, Pages, csv_rows, month_ends, monthly_items
from signpost.connectors.settings import demand_secret
from signpost.connectors.web import web_client

_MONTHS, _CHANGING, _PAGE = 18, 4, 1000
_FIELDS = (
    *("number", "opened_at", "resolved_at", "closed_at", "state", "priority", "escalation"),
    *("made_sla", "reassignment_count", "reopen_count", "assignment_group"),
)
_MOMENTS = {"opened_at", "resolved_at", "closed_at", "made_sla"}
"""Taken as they are stored, in UTC; of the others the words people see."""


def _row(found: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    kind = {name: "value" if name in _MOMENTS else "display_value" for name in _FIELDS}
    return {name: found.get(name, {}).get(kind[name], "") for name in _FIELDS}


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[PagedSession]:
    address = job.settings["address"].rstrip("/")
    if not re.fullmatch(r"https?://[\w.:-]+", address):
        raise FetchError(
            f"{address!r} is no instance.", "Name it as https://x.service-now.com.", "settings"
        )
    login = (job.settings["user"], demand_secret(job, "password"))
    with web_client() as web:

        def pages(month: str) -> Pages:
            first, end = month_ends(month)
            asked = {
                "sysparm_query": f"opened_at>={first} 00:00:00^opened_at<{end} 00:00:00"
                "^ORDERBYopened_at^ORDERBYnumber",
                "sysparm_fields": ",".join(_FIELDS),
                "sysparm_display_value": "all",
                "sysparm_exclude_reference_link": "true",
                "sysparm_limit": str(_PAGE),
            }
            for offset in range(0, 10_000_000, _PAGE):
                where = {**asked, "sysparm_offset": str(offset)}
                url = f"{address}/api/now/table/incident"
                found = web.json("GET", url, params=where, auth=login).get("result", [])
                yield [_row(one) for one in found]
                if len(found) < _PAGE:
                    return

        months = monthly_items(_MONTHS, "servicenow_incident_{}.csv", changing=_CHANGING)
        yield PagedSession(months, pages, csv_rows(_FIELDS))


CONNECTOR = Connector(
    id="servicenow",
    label="ServiceNow incidents",
    connect=_connect,
    required=("address", "user"),
    secrets=("password",),
    documented_at="https://www.servicenow.com/docs (Table API)",
)
