"""Claude Enterprise analytics per person and day; the day is in the file's name only."""

from signpost.pipelines.model.cells import count_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.file_name_dates import iso_range

SOURCE = Source(
    id="claude_users",
    label="Claude Enterprise: users per day",
    table="usage",
    platform="claude",
    fields={
        "person": person_cell("user.email_address"),
        "messages": count_cell("chat_metrics.message_count"),
        "searches": count_cell("web_search_count", optional=True),
        "code_sessions": count_cell(
            "claude_code_metrics.core_metrics.distinct_session_count", optional=True
        ),
    },
    actions={"messages": "messages", "searches": "searches", "code_sessions": "code_sessions"},
    grows=r".*_(count|sessions|actions|turns|messages|prompts)",
    window_in_name=iso_range,
    documented_at="https://support.claude.com/articles/13703965",
    how_to_get=HowToGet(
        role="primary owner of Claude Enterprise, with an analytics API key",
        steps="GET /v1/organizations/analytics/users?date=2026-06-29 for each day; save each "
        "answer under a name that holds its day.",
        filename="claude_enterprise_analytics_users_2026-06-29.json",
        request="Please fetch the Claude Enterprise user analytics for each day since 2026-01-01 "
        "and save each answer under a name with its day, such as claude_users_2026-06-29.json.",
    ),
)
