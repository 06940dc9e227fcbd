"""Jira issues, exported as CSV with all fields or those of a filter.

Repeated headers hold several values. Without a project the group is that of who it is assigned to.
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
    id="jira_issues",
    label="Jira: issues",
    table="record",
    fields={
        "record_id": text_cell("Issue key", blank=False),
        "issue": text_cell("Issue id"),
        "type": text_cell("Issue Type", optional=True),
        "group": group_cell("Project name", "Project key", blank=True, optional=True),
        "person": person_cell("Assignee", optional=True),
        "opened": moment_cell("Created"),
        "resolved": moment_cell("Resolved", blank=True),
        "status": text_cell("Status"),
        "resolution": text_cell("Resolution", optional=True),
        "spent": number_cell("Time Spent", optional=True, at_least=0),
        "points": number_cell("Custom field (Story Points)", optional=True),
    },
    columns={"kind": "'issue'", "closed": "resolved"},
    flags={"bug": "lower(type) = 'bug'"},
    measures={"hours_spent": "spent / 3600", "story_points": "points"},
    reject={"resolved before it was created": "resolved < opened"},
    cut_at=(1_000,),
    documented_at="https://support.atlassian.com/jira-software-cloud/docs/export-issues/",
    how_to_get=HowToGet(
        role="Jira user who may browse the projects",
        steps="Filters > Advanced issue search > Export > CSV (all fields).",
        filename="Jira.csv",
        request="Please export the issues of the last 18 months as CSV (all fields), one file per "
        "month: an export may stop at 1,000 issues.",
    ),
)
