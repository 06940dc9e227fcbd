"""Cost of OpenAI's API platform, by line of the bill, a month a file.

`GET /v1/organization/costs?start_time=&end_time=&bucket_width=1d&group_by=line_item`. Right: an
admin key of the organisation. Days in UTC, up to 180 a page; amounts are numbers or texts. Not the
seats of ChatGPT, whose interface no document of its own confirms. Source:
platform.openai.com/docs/api-reference/usage/costs.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from signpost.connectors.model import Connector, FetchJob
from signpost.connectors.paged import (
    PagedSession,
    Pages,
    json_rows,
    month_ends,
    monthly_items,
    pages_by_token,
)
from signpost.connectors.settings import demand_secret
from signpost.connectors.web import WebClient, web_client

_MONTHS, _FINAL = 18, 3
"""Months back, and days after its end from which a month is asked for."""


def _seconds(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())


def _pages(web: WebClient, url: str, month: str) -> Pages:
    first, end = month_ends(month)
    asked = {
        "start_time": str(_seconds(first)),
        "end_time": str(_seconds(end)),
        "bucket_width": "1d",
        "group_by": "line_item",
        "limit": "31",
    }
    return pages_by_token(
        lambda given: web.json("GET", url, params=given),
        asked,
        "page",
        rows=lambda answer: [*_results(answer.get("data", []))],
        following=lambda answer: answer.get("next_page"),
    )


def _results(buckets: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, object]]:
    """Yield the results as they come, each with the day that only its bucket names."""
    for bucket in buckets:
        day = dt.datetime.fromtimestamp(int(bucket["start_time"]), dt.UTC).date()
        for result in bucket.get("results", []):
            yield {"bucket_day": day.isoformat(), **result}


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[PagedSession]:
    url = f"{job.settings.get('address', 'https://api.openai.com')}/v1/organization/costs"
    with web_client({"Authorization": f"Bearer {demand_secret(job, 'admin_key')}"}) as web:
        yield PagedSession(
            monthly_items(_MONTHS, "openai_costs_{}.json", late=_FINAL),
            lambda month: _pages(web, url, month),
            json_rows,
        )


CONNECTOR = Connector(
    id="openai",
    label="OpenAI API costs",
    connect=_connect,
    required=(),
    optional=("address",),
    secrets=("admin_key",),
    documented_at="https://platform.openai.com/docs/api-reference/usage/costs",
)
