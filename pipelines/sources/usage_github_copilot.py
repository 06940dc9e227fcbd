"""GitHub Copilot usage metrics, one JSON object per person and day; who was idle has none."""

from signpost.pipelines.model.cells import count_cell, day_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source

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
    },
    columns={"first_day": "coalesce(day, start)", "last_day": 'coalesce(day, "end")'},
    reject={"names no day": 'coalesce(day, start) is null or coalesce(day, "end") is null'},
    actions={name: name for name in ("interactions", "generations", "acceptances")},
    grows=r"used_\w+|totals_by_(cli|copilot_\w+)\.\w*(count|sum)",
    documented_at="https://docs.github.com/copilot/reference/copilot-usage-metrics",
    how_to_get=HowToGet(
        role="enterprise owner, or View Enterprise Copilot Metrics",
        steps="Enterprise > AI controls > Copilot metrics, or the REST API: users-1-day report.",
        filename="users-1-day-2026-07-03.ndjson",
        request="Please fetch the Copilot usage metrics per user (users-1-day) for each day of the "
        "last year and send me the NDJSON files, together with the list of seats.",
    ),
)
