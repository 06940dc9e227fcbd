"""Microsoft Teams activity counts per day, for the whole organisation."""

from signpost.pipelines.model.cells import count_cell, day_cell
from signpost.pipelines.model.m365 import REFRESHED, WHOLE_PERIOD, how_to_get
from signpost.pipelines.model.source import Source

SOURCE = Source(
    id="m365_teams_counts",
    label="Microsoft 365: Teams activity per day",
    table="group_usage",
    platform="teams",
    fields={
        "refreshed": REFRESHED,
        "day": day_cell("Report Date", "reportDate"),
        "channel_messages": count_cell("Team Chat Messages", "teamChatMessages"),
        "chats": count_cell("Private Chat Messages", "privateChatMessages"),
        "calls": count_cell("Calls", "calls"),
        "meetings": count_cell("Meetings", "meetings"),
    },
    columns={"group_id": WHOLE_PERIOD, "first_day": "day", "last_day": "day"},
    actions={name: name for name in ("channel_messages", "chats", "calls", "meetings")},
    without=("Other Actions", "otherActions"),
    documented_at="https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivitycounts",
    how_to_get=how_to_get("Microsoft Teams > User activity", "getTeamsUserActivityCounts"),
)
