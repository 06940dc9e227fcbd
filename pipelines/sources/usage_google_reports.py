"""Google Workspace user usage report (Reports API), one row per person and day; also from GAM.

Gmail and Drive are one platform: a service whose columns were not asked for says nothing.
"""

from signpost.pipelines.model.cells import Cell, count_cell, day_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source

_COUNTS = {
    "emails_sent": "gmail:num_emails_sent",
    "items_edited": "drive:num_items_edited",
    "items_viewed": "drive:num_items_viewed",
    "items_created": "drive:num_items_created",
}


def _count(header: str, *, optional: bool) -> Cell:
    return count_cell(f"parameters.{header}", header, optional=optional)


SOURCE = Source(
    id="google_user_usage",
    label="Google Workspace: user usage report",
    table="usage",
    platform="google_workspace",
    fields={
        "person": person_cell("entity.userEmail", "email"),
        "day": day_cell("date"),
        **{
            name: _count(header, optional=name != "emails_sent") for name, header in _COUNTS.items()
        },
    },
    columns={"first_day": "day", "last_day": "day"},
    actions={name: name for name in _COUNTS},
    documented_at="https://developers.google.com/workspace/admin/reports/v1/reference/userUsageReport",
    how_to_get=HowToGet(
        role="Google Workspace administrator with the privilege Reports",
        steps="Admin SDK Reports API: userUsageReport.get for each day, or GAM: gam report users.",
        filename="userUsageReport-2026-07-03.json",
        request="Please fetch the user usage report of the Admin SDK Reports API for each day of "
        "the last 15 months (all users; gmail and drive parameters) and send me the JSON files.",
    ),
)
