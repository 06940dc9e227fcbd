"""Slack member analytics; the days it covers are in the file's name only."""

from signpost.pipelines.model.cells import count_cell, day_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.file_name_dates import date_range_from_file_name

_COUNTED = ("active_days", "messages", "reactions", "files", "huddles", "searches")

SOURCE = Source(
    id="slack_members",
    label="Slack: member analytics",
    table="usage",
    platform="slack",
    fields={
        "person": person_cell("Email", "Username"),
        "username": person_cell("Username", optional=True),
        "kind": text_cell("Account type"),
        "claimed": day_cell("Claimed Date (UTC)", blank=True),
        "deactivated": day_cell("Deactivated date (UTC)", optional=True),
        "active_days": count_cell("Days active"),
        "messages": count_cell("Messages posted"),
        "reactions": count_cell("Reactions added"),
        "files": count_cell("Files uploaded", optional=True),
        "huddles": count_cell("Slack Huddles", optional=True),
        "searches": count_cell("Searches", optional=True),
    },
    aliases=("username",),
    # who left before the period is no idle member
    actions={name: f"if(deactivated < first_day, NULL, {name})" for name in _COUNTED},
    dates="mdy",
    window_in_name=date_range_from_file_name,
    documented_at="https://slack.com/help/articles/360057638533",
    how_to_get=HowToGet(
        role="Workspace owner or admin in Slack",
        steps="Slack > Tools & settings > Analytics > Members > choose the period > Export CSV.",
        filename="Contoso Member Analytics Prior 30 Days - Jul 3, 2026.csv",
        request="Please export the Slack member analytics as CSV (Analytics > Members > "
        "Export), one "
        "file per month, with the column Email switched on (Edit columns). Please do not "
        "rename the "
        "files: the period is only in their name.",
    ),
)
