"""Gemini in Google Workspace: the Reports API's activities, one row per use.

Fields: developers.google.com/admin-sdk/reports, activities.list of gemini_in_workspace_apps
(actor.email, id.time, events). What was asked is in none of them. An event of category `inactive`
is a feature that showed itself: no use.
"""

from signpost.pipelines.model.cells import day_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

_PASSIVE = r"event_category\W+value\W+inactive\b"

SOURCE = Source(
    id="gemini_activities",
    label="Gemini in Google Workspace: activities",
    table="usage",
    platform="gemini",
    fields={
        "person": person_cell("actor.email"),
        "day": day_cell("id.time"),
        "application": text_cell("id.applicationName"),
        "record": text_cell("id.uniqueQualifier"),
        "events": text_cell("events", optional=True),
    },
    columns={"first_day": "day", "last_day": "day"},
    actions={"actions": f"if(regexp_matches(coalesce(events, ''), '{_PASSIVE}'), 0, 1)"},
    skip={"of another application than Gemini": "application not like 'gemini%'"},
    repeats="add",
    documented_at="https://developers.google.com/admin-sdk/reports/v1/appendix/activity/"
    "gemini-in-workspace-apps-event-names",
    how_to_get=HowToGet(
        role="Google Workspace administrator with the scope admin.reports.audit.readonly",
        steps="GET /admin/reports/v1/activity/users/all/applications/gemini_in_workspace_apps with "
        "startTime and endTime, every page.",
        filename="gemini_activities_2026-06.json",
        request="Please fetch the Gemini activities of the Reports API for each of the last six "
        "months, all pages of a month in one file.",
    ),
)
