"""Viva Engage (Yammer) activity per community."""

from signpost.pipelines.facts.pseudonyms import CONCEALED
from signpost.pipelines.model.cells import count_cell, flag_cell, group_cell
from signpost.pipelines.model.m365 import NO_PERIOD, REFRESHED, REPORT_PERIOD, WINDOW, how_to_get
from signpost.pipelines.model.source import Source

SOURCE = Source(
    id="m365_yammer_groups",
    label="Microsoft 365: Viva Engage (Yammer) activity per community",
    table="group_usage",
    platform="viva_engage",
    fields={
        "refreshed": REFRESHED,
        "group": group_cell("Group Display Name", "groupDisplayName"),
        "deleted": flag_cell("Is Deleted", "isDeleted"),
        "connected": flag_cell("Office 365 Connected", "office365Connected"),
        "period": REPORT_PERIOD,
        "members": count_cell("Member Count", "memberCount"),
        "posts": count_cell("Posted Count", "postedCount"),
        "reads": count_cell("Read Count", "readCount"),
        "likes": count_cell("Liked Count", "likedCount"),
    },
    columns=WINDOW,
    actions={"posts": "posts", "reads": "reads", "likes": "likes"},
    denominators={"posts": "members", "reads": "members", "likes": "members"},
    skip={"deleted community": "deleted"},
    reject={**NO_PERIOD, "the name is concealed": f"regexp_full_match(\"group\", '{CONCEALED}')"},
    documented_at="https://learn.microsoft.com/graph/api/reportroot-getyammergroupsactivitydetail",
    how_to_get=how_to_get("Viva Engage > Groups activity", "getYammerGroupsActivityDetail"),
)
