"""Slack admin.analytics.getFile, type public_channel: one JSON object per channel and day."""

from signpost.pipelines.model.cells import count_cell, day_cell, group_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="slack_channels_daily",
    label="Slack: public channels per day (API)",
    table="group_usage",
    platform="slack",
    beside=("visibility",),
    fields={
        "group": group_cell("channel_name", "channel_id"),
        "day": day_cell("date"),
        "members": count_cell("total_members_count"),
        "messages": count_cell("messages_posted_count"),
        "active": count_cell("members_who_posted_count"),
        "viewers": count_cell("members_who_viewed_count"),
        "reactions": count_cell("reactions_added_count", optional=True),
    },
    columns={"first_day": "day", "last_day": "day"},
    actions={
        "active": "active",
        "viewers": "viewers",
        "messages": "messages",
        "reactions": "reactions",
    },
    denominators=dict.fromkeys(("active", "viewers", "messages", "reactions"), "members"),
    documented_at="https://docs.slack.dev/reference/methods/admin.analytics.getFile",
    how_to_get=HowToGet(
        role="Owner or admin of a Slack Enterprise organisation, with a token",
        steps="Call admin.analytics.getFile with type=public_channel for each day.",
        filename="public_channel-2026-07-03.json.gz",
        request="Please fetch Slack's admin.analytics.getFile (type=public_channel) for each day "
        "of the last 13 months and send me the .json.gz files as they are.",
    ),
)
