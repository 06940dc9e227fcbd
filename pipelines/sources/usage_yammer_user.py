"""Viva Engage (Yammer) user activity, one row per person."""

from signpost.pipelines.model.cells import count_cell, day_cell, text_cell
from signpost.pipelines.model.m365 import DAYS, NO_PERIOD, PERSON, WINDOW, how_to_get
from signpost.pipelines.model.source import Source

SOURCE = Source(
    id="m365_yammer_user",
    label="Microsoft 365: Viva Engage (Yammer) user activity",
    table="usage",
    platform="viva_engage",
    fields={
        **PERSON,
        "state": text_cell("User State", "userState"),
        "changed": day_cell("State Change Date", "stateChangeDate", optional=True),
        "posts": count_cell("Posted Count", "postedCount"),
        "reads": count_cell("Read Count", "readCount"),
        "likes": count_cell("Liked Count", "likedCount"),
    },
    columns=WINDOW,
    actions={"posts": "posts", "reads": "reads", "likes": "likes"},
    skip={
        "deleted before the period": "lower(state) in ('deleted', 'suspended') and "
        f"changed < refreshed - {DAYS} + 1"
    },
    reject=NO_PERIOD,
    concealable=True,
    documented_at="https://learn.microsoft.com/graph/api/reportroot-getyammeractivityuserdetail",
    how_to_get=how_to_get("Viva Engage > Activity", "getYammerActivityUserDetail"),
)
