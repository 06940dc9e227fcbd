"""GitHub user-teams report: which team each person is in, day by day."""

from signpost.pipelines.model.cells import day_cell, group_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="github_user_teams",
    label="GitHub: teams of users",
    table="roster",
    fields={
        "person": person_cell("user_login"),
        "group": group_cell("slug", "team_slug"),
        "effective": day_cell("day", "report_day"),
    },
    beside=("team_id",),
    documented_at="https://docs.github.com/copilot/reference/copilot-usage-metrics",
    how_to_get=HowToGet(
        role="enterprise owner, or View Enterprise Copilot Metrics",
        steps="REST API: user-teams-1-day report.",
        filename="user-teams-1-day-2026-07-03.ndjson",
        request="Please fetch the report of users and their teams (user-teams-1-day) for one day "
        "of each month, and send me the NDJSON files with a list that joins logins to e-mails.",
    ),
)
