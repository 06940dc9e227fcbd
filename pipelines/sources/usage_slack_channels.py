"""Slack channel analytics; the days it covers are in the file's name only."""

from signpost.pipelines.model.cells import count_cell, group_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.file_name_dates import date_range_from_file_name

SOURCE = Source(
    id="slack_channels",
    label="Slack: channel analytics",
    table="group_usage",
    platform="slack",
    fields={
        "group": group_cell("Name"),
        "members": count_cell("Full Members"),
        "guests": count_cell("Guests", optional=True),
        "messages": count_cell("Messages posted"),
        "active": count_cell("Members who posted"),
        "viewers": count_cell("Members who viewed"),
        "reactions": count_cell("Reactions added", optional=True),
    },
    actions={
        "active": "active",
        "viewers": "viewers",
        "messages": "messages",
        "reactions": "reactions",
    },
    denominators=dict.fromkeys(
        ("active", "viewers", "messages", "reactions"), "members + coalesce(guests, 0)"
    ),
    window_in_name=date_range_from_file_name,
    documented_at="https://slack.com/help/articles/360057638533",
    how_to_get=HowToGet(
        role="Workspace owner or admin in Slack",
        steps="Slack > Tools & settings > Analytics > Channels > choose the period > Export CSV.",
        filename="Contoso Channel Analytics Prior 30 Days - Jul 3, 2026.csv",
        request="Please export the Slack channel analytics as CSV, one file per month, and do not "
        "rename the files: the period is only in their name.",
    ),
)
