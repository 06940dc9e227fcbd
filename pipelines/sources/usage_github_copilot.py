"""GitHub Copilot usage metrics, one JSON object per person and day; who was idle has none.

Names: docs.github.com/copilot/reference/copilot-usage-metrics, and rows of a real tenant as the
open-source viewers of these reports keep them (used_copilot_*, ai_credits_used, totals_by_cli).
"""

from signpost.pipelines.model.cells import count_cell, day_cell, flag_cell, number_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source, Spend

CREDIT_USD = 0.01
"""List price of an AI credit: docs.github.com/copilot, billing, since 2026-06-01."""
_COUNTED = ("interactions", "generations", "acceptances")
_FLAGS = {
    "chat": "used_chat",
    "agent": "used_agent",
    "cli": "used_cli",
    "coding_agent": "used_copilot_coding_agent",
    "cloud_agent": "used_copilot_cloud_agent",
    "app": "used_copilot_app",
    "review": "used_copilot_code_review_active",
}
"""Use of the agent, the command line, the app and reviews, which the three counters leave out."""
_IDLE = " and ".join(f"coalesce({name}, 0) = 0" for name in _COUNTED)

SOURCE = Source(
    id="github_copilot_users",
    label="GitHub Copilot: usage metrics per user",
    table="usage",
    platform="github_copilot",
    fields={
        "person": person_cell("user_login", "login"),
        "day": day_cell("day", optional=True),
        "start": day_cell("report_start_day", optional=True),
        "end": day_cell("report_end_day", optional=True),
        "interactions": count_cell("user_initiated_interaction_count"),
        "generations": count_cell("code_generation_activity_count"),
        "acceptances": count_cell("code_acceptance_activity_count"),
        **{name: flag_cell(header, optional=True) for name, header in _FLAGS.items()},
        "credits": number_cell("ai_credits_used", optional=True, at_least=0),
    },
    columns={"first_day": "coalesce(day, start)", "last_day": 'coalesce(day, "end")'},
    reject={"names no day": 'coalesce(day, start) is null or coalesce(day, "end") is null'},
    actions={
        **{name: name for name in _COUNTED},
        "other": f"case when {_IDLE} and ({' or '.join(_FLAGS)}) then 1 end",
    },
    # consumption at list price, before what the seats include: no bill
    spend=(
        Spend(
            basis="report",
            unit="'ai-credits'",
            quantity="credits",
            list_amount=f"credits * {CREDIT_USD}",
        ),
    ),
    grows=r"used_(?!.*passive)\w+|totals_by_(cli|copilot_\w+)\.\w*(count|sum)",
    no_use=("used_copilot_code_review_passive",),  # a review that came to them unasked
    documented_at="https://docs.github.com/copilot/reference/copilot-usage-metrics",
    how_to_get=HowToGet(
        role="enterprise owner, or View Enterprise Copilot Metrics",
        steps="Enterprise > AI controls > Copilot metrics, or the REST API: users-1-day report.",
        filename="users-1-day-2026-07-03.ndjson",
        request="Please fetch the Copilot usage metrics per user (users-1-day) for each day of the "
        "last year and send me the NDJSON files, together with the list of seats.",
    ),
)
