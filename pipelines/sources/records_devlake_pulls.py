"""Apache DevLake: pull requests, from its table `pull_requests` joined with `project_pr_metrics`.

Columns: backend/core/models/domainlayer (code/pull_request.go, crossdomain/project_pr_metric.go);
times of project_pr_metrics are minutes. Titles are read for "Revert" and not kept.
"""

from signpost.pipelines.model.cells import (
    group_cell,
    moment_cell,
    number_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="devlake_pull_requests",
    label="DevLake: pull requests",
    table="record",
    fields={
        "record_id": text_cell("id", blank=False),
        "repository": text_cell("base_repo_id"),
        "title": text_cell("title", optional=True),
        "group": group_cell("team", "project_name", optional=True),
        "person": person_cell("author_name", blank=True),
        "opened": moment_cell("created_date"),
        "merged": moment_cell("merged_date", blank=True),
        "ended": moment_cell("closed_date", optional=True, blank=True),
        "pickup": number_cell("pr_pickup_time", optional=True, at_least=0),
        "review": number_cell("pr_review_time", optional=True, at_least=0),
        "cycle": number_cell("pr_cycle_time", optional=True, at_least=0),
    },
    columns={"kind": "'pull_request'", "closed": "coalesce(merged, ended)"},
    flags={
        "merged": "merged is not null",
        "revert": "merged is not null and coalesce(title, '') like 'Revert%'",
    },
    measures={
        "pickup_hours": "pickup / 60",
        "review_hours": "review / 60",
        "lead_hours": "cycle / 60",
    },
    reject={"merged before it was opened": "merged < opened"},
    documented_at="https://devlake.apache.org/docs/DataModels/DevLakeDomainLayerSchema",
    how_to_get=HowToGet(
        role="owner of the DevLake database",
        steps="SELECT p.*, m.project_name, m.pr_pickup_time, m.pr_review_time, m.pr_cycle_time "
        "FROM pull_requests p LEFT JOIN project_pr_metrics m ON m.id = p.id, saved as CSV; or "
        "`signpost fetch` with that query.",
        filename="devlake_pull_requests.csv",
        request="Please send me DevLake's pull_requests joined with project_pr_metrics of the last "
        "18 months as CSV.",
    ),
)
