"""Microsoft Teams user activity, one row per person."""

from signpost.pipelines.model.cells import count_cell, flag_cell
from signpost.pipelines.model.m365 import (
    DELETED,
    LEFT_BEFORE,
    NO_PERIOD,
    PERSON,
    WINDOW,
    how_to_get,
)
from signpost.pipelines.model.source import Source

_ACTIONS = {
    "channel_messages": "channel_messages",
    "chats": "chats",
    "calls": "calls",
    "meetings": "meetings",
    "other": "if(other, 1, 0)",
}

SOURCE = Source(
    id="m365_teams_user",
    label="Microsoft 365: Teams user activity",
    table="usage",
    platform="teams",
    fields={
        **PERSON,
        **DELETED,
        "channel_messages": count_cell("Team Chat Message Count", "teamChatMessageCount"),
        "chats": count_cell("Private Chat Message Count", "privateChatMessageCount"),
        "calls": count_cell("Call Count", "callCount"),
        "meetings": count_cell("Meeting Count", "meetingCount"),
        "other": flag_cell("Has Other Action", "hasOtherAction", optional=True),
        "licensed": flag_cell("Is Licensed", "isLicensed", optional=True),
    },
    columns=WINDOW,
    actions={name: f"if(licensed is false, NULL, {sql})" for name, sql in _ACTIONS.items()},
    skip=LEFT_BEFORE,
    reject=NO_PERIOD,
    concealable=True,
    documented_at="https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivityuserdetail",
    how_to_get=how_to_get("Microsoft Teams > User activity", "getTeamsUserActivityUserDetail"),
)
