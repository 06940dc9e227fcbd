"""Gemini in Google Workspace: the audit log's table `activity` in BigQuery, one row per event.

Columns: public LookML and SQL over this export (time_usec, email, record_type,
gemini_for_workspace.app_name, .feature_source, .action, .event_category). An event of category
`inactive` is a feature that showed itself: no use.
"""

from signpost.pipelines.model.cells import period_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="gemini_bigquery",
    label="Gemini in Google Workspace: audit log in BigQuery",
    table="usage",
    platform="gemini",
    fields={
        "person": person_cell("email", blank=True),
        "day": period_cell("time_usec", width="day"),
        "record": text_cell("record_type", optional=True),
        "app": text_cell("gemini_for_workspace.app_name", "gemini_for_workspace_app_name"),
        "category": text_cell(
            "gemini_for_workspace.event_category", "gemini_for_workspace_event_category"
        ),
    },
    columns={"first_day": "day", "last_day": "day"},
    actions={"actions": "if(lower(coalesce(category, '')) = 'inactive', 0, 1)"},
    skip={
        "of another product than Gemini": "app is null and "
        "coalesce(lower(record), '') <> 'gemini_for_workspace'",
        "names nobody": "x_person is null",
    },
    repeats="add",
    documented_at="https://support.google.com/a/answer/9079365 (Workspace logs and reports in "
    "BigQuery)",
    how_to_get=HowToGet(
        role="Google Workspace administrator, or reader of the BigQuery data set of its logs",
        steps="BigQuery: select time_usec, email, record_type, gemini_for_workspace from the table "
        "activity where record_type = 'gemini_for_workspace', a month at a time; save as JSON "
        "(newline delimited), CSV or Parquet.",
        filename="gemini_activity_2026-06.json",
        request="Please export the Gemini events of the Workspace audit log from BigQuery (table "
        "activity: time_usec, email, record_type, gemini_for_workspace) for each of the last six "
        "months as JSON.",
    ),
)
