"""Viva Engage (Yammer) activity per community."""

from signpost.pipelines.facts.pseudonyms import CONCEALED
from signpost.pipelines.model.cells import count, flag, group
from signpost.pipelines.model.m365 import NO_PERIOD, PERIOD, REFRESHED, WINDOW, how_to_get
from signpost.pipelines.model.source import Source

SOURCE = Source(
    id="m365_yammer_groups",
    label="Microsoft 365: Viva Engage (Yammer) activity per community",
    table="group_usage",
    platform="viva_engage",
    fields={
        "refreshed": REFRESHED,
        "group": group("Group Display Name", "groupDisplayName"),
        "deleted": flag("Is Deleted", "isDeleted"),
        "connected": flag("Office 365 Connected", "office365Connected"),
        "period": PERIOD,
        "members": count("Member Count", "memberCount"),
        "posts": count("Posted Count", "postedCount"),
        "reads": count("Read Count", "readCount"),
        "likes": count("Liked Count", "likedCount"),
    },
    columns=WINDOW,
    actions={"posts": "posts", "reads": "reads", "likes": "likes"},
    denominators={"posts": "members", "reads": "members", "likes": "members"},
    skip={"deleted community": "deleted"},
    reject={**NO_PERIOD, "the name is concealed": f"regexp_full_match(\"group\", '{CONCEALED}')"},
    documented_at="https://learn.microsoft.com/graph/api/reportroot-getyammergroupsactivitydetail",
    how_to_get=how_to_get("Viva Engage > Groups activity", "getYammerGroupsActivityDetail"),
)
