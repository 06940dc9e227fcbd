"""Cursor: use per team member and day, idle members included.

Fields: cursor.com/docs/account/teams/admin-api, daily-usage-data. Its request counts are raw
events, no money; money stands in the usage events.
"""

from signpost.pipelines.model.cells import count_cell, day_cell, flag_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source

_REQUESTS = {
    "chat": "chatRequests",
    "composer": "composerRequests",
    "agent": "agentRequests",
    "cmdk": "cmdkUsages",
}
_SUM = " + ".join(f"coalesce({name}, 0)" for name in _REQUESTS)

SOURCE = Source(
    id="cursor_daily",
    label="Cursor: daily usage per member",
    table="usage",
    platform="cursor",
    fields={
        "person": person_cell("email"),
        "day": day_cell("day", "date"),
        "active": flag_cell("isActive"),
        **{name: count_cell(header, optional=True) for name, header in _REQUESTS.items()},
        "tabs": count_cell("totalTabsAccepted"),
        "applies": count_cell("totalApplies", optional=True),
    },
    columns={"first_day": "day", "last_day": "day"},
    actions={
        "requests": _SUM,
        "tabs": "tabs",
        "applies": "applies",
        "other": f"case when active and {_SUM} + coalesce(tabs, 0) + coalesce(applies, 0) = 0 "
        "then 1 when not active then 0 end",
    },
    no_use=("totalTabsShown", "totalRejects", "totalLinesDeleted"),
    repeats="add",
    documented_at="https://cursor.com/docs/account/teams/admin-api",
    how_to_get=HowToGet(
        role="team admin of Cursor, with an Admin API key",
        steps="POST /teams/daily-usage-data with startDate and endDate, every page.",
        filename="cursor_daily-usage-data.json",
        request="Please fetch Cursor's daily usage data (Admin API, /teams/daily-usage-data) for "
        "the last half-year, month by month, all pages of a month in one file.",
    ),
)
