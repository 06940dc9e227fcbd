"""Claude Code usage and estimated cost per person of an API organisation, one day each.

`GET /v1/organizations/usage_report/claude_code?starting_at=DAY`. Right: an Admin API key, which is
not the analytics key of Claude Enterprise. Pages by `next_page`; data is about an hour late, so
yesterday is whole; no day of deletion is given. Amounts are cents. Source: platform.claude.com,
claude-code-analytics-api.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from signpost.connectors.model import Connector, FetchJob
from signpost.connectors.paged import PagedSession, Pages, daily_items, json_rows, pages_by_token
from signpost.connectors.settings import demand_secret
from signpost.connectors.web import past_days, web_client

_BACK, _LATE = 365, 1
_ADDRESS = "https://api.anthropic.com"


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[PagedSession]:
    key = demand_secret(job, "admin_key")
    url = f"{job.settings.get('address', _ADDRESS)}/v1/organizations/usage_report/claude_code"
    with web_client({"x-api-key": key, "anthropic-version": "2023-06-01"}) as web:

        def pages(day: str) -> Pages:
            return pages_by_token(
                lambda asked: web.json("GET", url, params=asked),
                {"starting_at": day, "limit": "1000"},
                "page",
                rows=lambda answer: answer.get("data", []),
                following=lambda answer: answer.get("has_more") and answer.get("next_page"),
            )

        days = daily_items(past_days(_BACK, _LATE), "claude_code_{}.json")
        yield PagedSession(days, pages, json_rows)


CONNECTOR = Connector(
    id="claude_code",
    label="Claude Code usage",
    connect=_connect,
    required=(),
    optional=("address",),
    secrets=("admin_key",),
    documented_at="https://platform.claude.com/docs/en/build-with-claude/claude-code-analytics-api",
)
