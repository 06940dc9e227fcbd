"""ChatGPT Enterprise user analytics, one row per person and week, month or range of dates.

Header: as open-source readers of these exports keep it; `credits_used` came in 2026. Messages to
GPTs, tools and projects are parts of `messages`. Credits are counted, not priced.
"""

from signpost.pipelines.model.cells import (
    count_cell,
    day_cell,
    flag_cell,
    number_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source, Spend

_MEMBER = "lower(coalesce(status, 'enabled')) = 'enabled'"
_LAST_DAY = (
    "coalesce(last_day, case lower(cadence) when 'weekly' then first_day + 6 "
    "when 'monthly' then cast(first_day + interval 1 month as date) - 1 end)"
)

SOURCE = Source(
    id="chatgpt_users",
    label="ChatGPT Enterprise: user analytics",
    table="usage",
    platform="chatgpt",
    fields={
        "person": person_cell("email"),
        "first_day": day_cell("period_start", "week_start"),
        "last_day": day_cell("period_end", optional=True),
        "cadence": text_cell("cadence"),
        "status": text_cell("user_status", optional=True),
        "active": flag_cell("is_active"),
        "messages": count_cell("messages"),
        "credits": number_cell("credits_used", optional=True, at_least=0),
    },
    columns={"last_day": _LAST_DAY},
    actions={
        "messages": f"case when {_MEMBER} or messages > 0 then coalesce(messages, 0) end",
        "other": "case when (active or credits > 0) and coalesce(messages, 0) = 0 then 1 "
        f"when {_MEMBER} then 0 end",
    },
    spend=(Spend(basis="report", unit="'credits'", quantity="credits", currency="NULL"),),
    documented_at="https://help.openai.com/articles/9106446",
    how_to_get=HowToGet(
        role="ChatGPT Enterprise workspace owner or analytics viewer",
        steps="Workspace settings > Analytics > Users > Export (weekly or monthly).",
        filename="users-weekly-2026-06-07.csv",
        request="Please export the user analytics of ChatGPT Enterprise as CSV, cadence "
        "weekly, for "
        "the last year.",
    ),
)
