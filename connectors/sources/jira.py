"""Issues of Jira Cloud, one month of creations a file; the last months are fetched each time.

`GET /rest/api/3/search/jql`, pages by `nextPageToken`, which the last one lacks. Right: an account
that may browse the projects; Basic of e-mail and API token. Neither summary nor text is asked for.
Source: developer.atlassian.com, rest/v3 issue-search.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from signpost.connectors.model import Connector, FetchError, FetchJob
from signpost.connectors.paged import (
    PagedSession,
    Pages,
    csv_rows,
    month_ends,
    monthly_items,
    pages_by_token,
)
from signpost.connectors.settings import demand_secret
from signpost.connectors.web import web_client

_MONTHS, _CHANGING = 18, 4
_FIELDS = "issuetype,project,assignee,created,resolutiondate,status,resolution,timespent"
_COLUMNS = (
    *("Issue key", "Issue id", "Issue Type", "Project name", "Assignee", "Created", "Resolved"),
    *("Status", "Resolution", "Time Spent"),
)
_PROJECT = re.compile(r"[A-Z][A-Z0-9_]{0,19}")


def _row(issue: Mapping[str, Any]) -> dict[str, object]:
    fields = issue.get("fields", {})

    def named(name: str, of: str = "name") -> object:
        return (fields.get(name) or {}).get(of, "")

    values = (
        *(issue["key"], issue["id"], named("issuetype"), named("project")),
        named("assignee", "emailAddress") or named("assignee", "displayName"),
        *(fields.get("created", ""), fields.get("resolutiondate") or "", named("status")),
        *(named("resolution"), fields.get("timespent") or ""),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _projects(job: FetchJob) -> str:
    names = [one.strip() for one in job.settings.get("projects", "").split(",") if one.strip()]
    if wrong := [one for one in names if not _PROJECT.fullmatch(one)]:
        raise FetchError(
            f"{wrong[0]!r} is no key of a project.", "Name keys: APP, WEB.", "settings"
        )
    return f"project in ({', '.join(names)}) and " if names else ""


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[PagedSession]:
    address, projects = job.settings["address"].rstrip("/"), _projects(job)
    login = (job.settings["user"], demand_secret(job, "token"))
    with web_client() as web:

        def pages(month: str) -> Pages:
            first, end = month_ends(month)
            asked = {
                "jql": f'{projects}created >= "{first}" and created < "{end}" '
                "order by created, key",
                "fields": _FIELDS,
                "maxResults": "100",
            }
            url = f"{address}/rest/api/3/search/jql"
            return pages_by_token(
                lambda given: web.json("GET", url, params=given, auth=login),
                asked,
                "nextPageToken",
                rows=lambda answer: [_row(issue) for issue in answer.get("issues", [])],
                following=lambda answer: answer.get("nextPageToken"),
            )

        months = monthly_items(_MONTHS, "jira_issues_{}.csv", changing=_CHANGING)
        yield PagedSession(months, pages, csv_rows(_COLUMNS))


CONNECTOR = Connector(
    id="jira",
    label="Jira issues",
    connect=_connect,
    required=("address", "user"),
    optional=("projects",),
    secrets=("token",),
    documented_at="https://developer.atlassian.com/cloud/jira/platform/rest/v3/",
)
