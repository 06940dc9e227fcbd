"""Microsoft Teams activity per team."""

from signpost.pipelines.facts.pseudonyms import CONCEALED
from signpost.pipelines.model.cells import count_cell, group_cell
from signpost.pipelines.model.m365 import NO_PERIOD, REFRESHED, REPORT_PERIOD, WINDOW, how_to_get
from signpost.pipelines.model.source import Source

SOURCE = Source(
    id="m365_teams_teams",
    label="Microsoft 365: Teams activity per team",
    table="group_usage",
    platform="teams",
    fields={
        "refreshed": REFRESHED,
        "group": group_cell("Team Name", "teamName"),
        "period": REPORT_PERIOD,
        "active": count_cell("Active Users", "activeUsers"),
        "meetings": count_cell("Meetings Organized", "meetingsOrganized"),
        "posts": count_cell("Post Messages", "postMessages"),
        "replies": count_cell("Reply Messages", "replyMessages"),
        "reactions": count_cell("Reactions", "reactions"),
    },
    columns=WINDOW,
    actions={name: name for name in ("active", "meetings", "posts", "replies", "reactions")},
    reject={**NO_PERIOD, "the name is concealed": f"regexp_full_match(\"group\", '{CONCEALED}')"},
    documented_at="https://learn.microsoft.com/graph/api/reportroot-getteamsteamactivitydetail",
    how_to_get=how_to_get("Microsoft Teams > Team usage", "getTeamsTeamActivityDetail"),
)
