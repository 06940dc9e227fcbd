"""Microsoft Teams admin centre: user activity, one row per person; the days are not in the file.

Columns: learn.microsoft.com, Teams user activity report (Teams admin center > Usage reports); which
of them are exported an administrator chooses.
"""

from signpost.pipelines.model.cells import count_cell, period_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

_COUNTS = {
    "channel_messages": count_cell("Channel messages", optional=True),
    "chats": count_cell("Chat messages"),
    "urgent": count_cell("Urgent messages", optional=True),
    "organised": count_cell("Total meetings organized", "Meetings organized", optional=True),
    "meetings": count_cell("Total meetings participated", "Meetings participated", optional=True),
    "calls": count_cell("1:1 calls", "One-to-one calls", optional=True),
}
_IDLE = " and ".join(f"coalesce({name}, 0) = 0" for name in _COUNTS)

SOURCE = Source(
    id="teams_admin_users",
    label="Microsoft Teams admin centre: user activity",
    table="usage",
    platform="teams",
    fields={
        "person": person_cell("User principal name", "User name", "Username"),
        "period": period_cell("Period"),
        **_COUNTS,
        "audio": text_cell("Audio time", "Audio time (minutes)"),
        "screen": text_cell("Screen sharing time", "Screen sharing time (minutes)"),
        "other": text_cell("Other activity", optional=True),
    },
    asks={"period": "Which days does it cover (first/last, such as 2026-06-29/2026-07-05)?"},
    columns={"first_day": "period", "last_day": "period_until"},
    actions={
        **{name: name for name in _COUNTS},
        "other": f"if({_IDLE} and (flag_of(other) or try_cast(other as double) > 0 "
        "or number_of(audio, '.') > 0 or number_of(screen, '.') > 0), 1, 0)",
    },
    no_use=("Reply messages", "Post messages"),  # parts of the channel messages
    concealable=True,
    documented_at="https://learn.microsoft.com/microsoftteams/teams-analytics-and-reports/"
    "user-activity-report",
    how_to_get=HowToGet(
        role="Teams administrator",
        steps="Teams admin centre > Analytics & reports > Usage reports > Teams user activity > 7 "
        "days > Run report > Export to Excel. The Microsoft 365 report of the same name holds its "
        "days itself: prefer it.",
        filename="Teams user activity.csv",
        request="Please export the Teams user activity of the Teams admin centre for the last 7 "
        "days as CSV, each Monday, and tell me which days each file covers.",
    ),
)
