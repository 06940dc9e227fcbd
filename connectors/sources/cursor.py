"""Cursor: use per member of a team, one day each, idle members included.

`POST /teams/daily-usage-data` with startDate and endDate in milliseconds; the key is the user of
Basic. Right: an Admin API key of the team. At most 30 days a call and about 20 calls a minute; the
service keeps a rolling window, of 90 days by one account and unsaid by its own. Source:
cursor.com/docs/account/teams/admin-api; docs.airbyte.com and ingestr for the window.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator

from signpost.connectors.model import Connector, FetchJob
from signpost.connectors.paged import PagedSession, Pages, daily_items, json_rows
from signpost.connectors.settings import demand_secret
from signpost.connectors.web import past_days, web_client

_BACK, _LATE = 89, 1
_DAY_MS = 86_400_000


def _first_ms(day: str) -> int:
    return int(dt.datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp() * 1000)


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[PagedSession]:
    key = demand_secret(job, "admin_key")
    url = f"{job.settings.get('address', 'https://api.cursor.com')}/teams/daily-usage-data"
    with web_client() as web:

        def pages(day: str) -> Pages:
            first, page = _first_ms(day), 1
            while True:
                asked = {"startDate": first, "endDate": first + _DAY_MS - 1, "page": page}
                answer = web.json("POST", url, json=asked, auth=(key, ""))
                yield answer.get("data", [])
                if not (answer.get("pagination") or {}).get("hasNextPage"):
                    return
                page += 1

        days = daily_items(past_days(_BACK, _LATE), "cursor_daily-usage-data_{}.json")
        yield PagedSession(days, pages, json_rows)


CONNECTOR = Connector(
    id="cursor",
    label="Cursor usage",
    connect=_connect,
    required=(),
    optional=("address",),
    secrets=("admin_key",),
    retention_days=90,
    documented_at="https://cursor.com/docs/account/teams/admin-api",
)
