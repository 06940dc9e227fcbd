"""Zoom active or inactive hosts (API report/users): meetings that people hosted in the period."""

from signpost.pipelines.model.cells import count_cell, day_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="zoom_hosts",
    label="Zoom: active hosts (API report/users)",
    table="usage",
    platform="zoom",
    fields={
        "person": person_cell("email"),
        "first_day": day_cell("from"),
        "last_day": day_cell("to"),
        "meetings": count_cell("meetings"),
        "minutes": count_cell("meeting_minutes"),
    },
    actions={"meetings": "meetings", "minutes": "minutes"},
    documented_at="https://developers.zoom.us/docs/api (Reports: active or inactive host reports)",
    how_to_get=HowToGet(
        role="Zoom administrator with the scope report:read:admin",
        steps="GET /v2/report/users?type=active&from=2026-06-01&to=2026-06-30, every page.",
        filename="zoom-report-users-2026-06.json",
        request="Please fetch Zoom's report of active hosts for each of the last six months, all "
        "pages of a month in one file, as JSON.",
    ),
)
