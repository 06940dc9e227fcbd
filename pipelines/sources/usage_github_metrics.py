"""GitHub Copilot metrics of the whole organisation or enterprise per day, as the API gave them.

Two generations: with engaged users, and before with counts of suggestions. Both know no persons.
"""

from signpost.pipelines.model.cells import count_cell, day_cell
from signpost.pipelines.model.m365 import WHOLE_PERIOD
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="github_copilot_metrics",
    label="GitHub Copilot: metrics per day (API, no persons)",
    table="group_usage",
    platform="github_copilot",
    fields={
        "day": day_cell("date", "day"),
        "active": count_cell("total_active_users"),
        "engaged": count_cell("total_engaged_users", "total_suggestions_count"),
        "suggestions": count_cell("total_suggestions_count", optional=True),
        "acceptances": count_cell("total_acceptances_count", optional=True),
    },
    columns={"group_id": WHOLE_PERIOD, "first_day": "day", "last_day": "day"},
    actions={
        "active": "active",
        "engaged": "if(suggestions is null, engaged, NULL)",
        "suggestions": "suggestions",
        "acceptances": "acceptances",
    },
    documented_at="https://docs.github.com/rest/copilot/copilot-metrics",
    how_to_get=HowToGet(
        role="Owner of the GitHub organisation or enterprise",
        steps="GET /orgs/ORG/copilot/metrics (closed by now), kept as JSON. For adoption per group "
        "take the usage metrics per user instead.",
        filename="copilot-metrics.json",
        request="Please send me the Copilot metrics you kept (JSON as the API gave it), and from "
        "now on the usage metrics per user.",
    ),
)
