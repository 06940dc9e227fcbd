"""Claude Enterprise: users per day, or cost per user and day by the month.

`GET /v1/organizations/analytics/users?date=DAY` and `.../user_cost_report`. Right: an analytics key
(read:analytics), made by the primary owner; an Admin API key does not work here. About 60 requests
a minute; three days late; 90 days back and none before 2026-01-01. A month of cost is final about
seven days after its end, so it is fetched then. Source: support.claude.com 13703965 and 13694757,
platform.claude.com analytics-api.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

from signpost.connectors.model import Connector, FetchError, FetchItem, FetchJob
from signpost.connectors.paged import (
    PagedSession,
    Pages,
    daily_items,
    json_rows,
    month_ends,
    monthly_items,
    pages_by_token,
)
from signpost.connectors.settings import demand_secret
from signpost.connectors.web import WebClient, past_days, web_client

_BACK, _LATE, _FIRST = 89, 4, "2026-01-01"
_FINAL = 8
"""Days after its end from which a month of cost is asked for."""
REPORTS = ("users", "user_cost")


def _items(report: str) -> tuple[FetchItem, ...]:
    if report == "users":
        days = [day for day in past_days(_BACK, _LATE) if day >= _FIRST]
        return daily_items(days, "claude_enterprise_users_{}.json")
    months = monthly_items(3, "claude_enterprise_user_cost_{}.json", late=_FINAL)
    return tuple(item for item in months if item.key >= _FIRST[:7])


def _asked(report: str, key: str) -> dict[str, str]:
    if report == "users":
        return {"date": key, "limit": "1000"}
    first, end = (f"{day:%Y-%m-%d}T00:00:00Z" for day in month_ends(key))
    return {"starting_at": first, "ending_at": end, "bucket_width": "1d", "limit": "1000"}


def _pages(web: WebClient, url: str, asked: Mapping[str, str]) -> Pages:
    return pages_by_token(
        lambda given: web.json("GET", url, params=given),
        asked,
        "page",
        rows=lambda answer: answer.get("data", []),
        following=lambda answer: answer.get("next_page"),
    )


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[PagedSession]:
    report = job.settings["report"]
    if report not in REPORTS:
        raise FetchError(
            f"{report!r} is no report of Claude Enterprise.",
            f"Name one of: {', '.join(REPORTS)}.",
            "settings",
        )
    address = job.settings.get("address", "https://api.anthropic.com")
    path = "users" if report == "users" else "user_cost_report"
    url = f"{address}/v1/organizations/analytics/{path}"
    with web_client({"x-api-key": demand_secret(job, "analytics_key")}) as web:
        yield PagedSession(
            _items(report), lambda key: _pages(web, url, _asked(report, key)), json_rows
        )


CONNECTOR = Connector(
    id="claude_enterprise",
    label="Claude Enterprise analytics",
    connect=_connect,
    required=("report",),
    optional=("address",),
    secrets=("analytics_key",),
    retention_days=90,
    documented_at="https://support.claude.com/articles/13703965",
)
