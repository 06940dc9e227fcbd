"""Google Workspace user usage report (Reports API), one row per person and day; also from GAM."""

from pipelines.cells import Cell, count, day, person
from pipelines.source import HowToGet, Source

_COUNTS = {
    "gmail/sent": "gmail:num_emails_sent",
    "gmail/received": "gmail:num_emails_received",
    "drive/edits": "drive:num_items_edited",
    "drive/views": "drive:num_items_viewed",
    "drive/creates": "drive:num_items_created",
}


def _field(name: str) -> str:
    return name.replace("/", "_")


def _count(header: str, *, optional: bool) -> Cell:
    return count(f"parameters.{header}", header, optional=optional)


SOURCE = Source(
    id="google_user_usage",
    label="Google Workspace: user usage report",
    table="usage",
    fields={
        "person": person("entity.userEmail", "email"),
        "day": day("date"),
        **{
            _field(name): _count(header, optional=name != "gmail/sent")
            for name, header in _COUNTS.items()
        },
    },
    columns={"first_day": "day", "last_day": "day"},
    actions={name: _field(name) for name in _COUNTS if name != "gmail/received"},
    documented_at="https://developers.google.com/workspace/admin/reports/v1/reference/userUsageReport",
    how_to_get=HowToGet(
        role="Google Workspace administrator with the privilege Reports",
        steps="Admin SDK Reports API: userUsageReport.get for each day, or GAM: gam report users.",
        filename="userUsageReport-2026-07-03.json",
        request="Please fetch the user usage report of the Admin SDK Reports API for each day of "
        "the last 15 months (all users; gmail and drive parameters) and send me the JSON files.",
    ),
)
