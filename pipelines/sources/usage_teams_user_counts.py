"""Microsoft Teams active people per day and kind of activity, for the whole organisation."""

from signpost.pipelines.model.cells import count_cell, day_cell
from signpost.pipelines.model.m365 import REFRESHED, WHOLE_PERIOD, how_to_get
from signpost.pipelines.model.source import Source

_KINDS = {
    "people_in_channels": count_cell("Team Chat Messages", "teamChatMessages"),
    "people_in_chats": count_cell("Private Chat Messages", "privateChatMessages"),
    "people_in_calls": count_cell("Calls", "calls"),
    "people_in_meetings": count_cell("Meetings", "meetings"),
    "people_otherwise": count_cell("Other Actions", "otherActions"),
}

SOURCE = Source(
    id="m365_teams_user_counts",
    label="Microsoft 365: people active in Teams per day",
    table="group_usage",
    platform="teams",
    fields={"refreshed": REFRESHED, "day": day_cell("Report Date", "reportDate"), **_KINDS},
    columns={"group_id": WHOLE_PERIOD, "first_day": "day", "last_day": "day"},
    actions={name: name for name in _KINDS},
    documented_at="https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivityusercounts",
    how_to_get=how_to_get("Microsoft Teams > User activity", "getTeamsUserActivityUserCounts"),
)
