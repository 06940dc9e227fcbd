"""Slack admin.analytics.getFile, type member: one JSON object per member and day."""

from signpost.pipelines.model.cells import count_cell, day_cell, flag_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source

_COUNTS = {
    "messages": "messages_posted_count",
    "reactions": "reactions_added_count",
    "files": "files_added_count",
    "calls": "total_calls_count",
    "huddles": "slack_huddles_count",
    "searches": "search_count",
}

SOURCE = Source(
    id="slack_members_daily",
    label="Slack: member analytics per day (API)",
    table="usage",
    platform="slack",
    beside=("is_billable_seat",),
    fields={
        "person": person_cell("email_address", "user_id"),
        "day": day_cell("date"),
        "active": flag_cell("is_active"),
        **{
            name: count_cell(header, optional=header != "messages_posted_count")
            for name, header in _COUNTS.items()
        },
    },
    columns={"first_day": "day", "last_day": "day"},
    actions={"active_days": "if(active, 1, 0)", **{name: name for name in _COUNTS}},
    documented_at="https://docs.slack.dev/reference/methods/admin.analytics.getFile",
    how_to_get=HowToGet(
        role="Owner or admin of a Slack Enterprise organisation, with a token",
        steps="Call admin.analytics.getFile with type=member for each day (13 months are kept).",
        filename="member-2026-07-03.json.gz",
        request="Please fetch Slack's admin.analytics.getFile (type=member) for each day of the "
        "last 13 months and send me the .json.gz files as they are.",
    ),
)
