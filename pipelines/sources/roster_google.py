"""Google Workspace, download users."""

from signpost.pipelines.model.cells import group_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.file_name_dates import iso_day

SOURCE = Source(
    id="google_users",
    label="Google Workspace: users",
    table="roster",
    beside=("First Name [Required]",),
    fields={
        "person": person_cell("Email Address [Required]"),
        "group": group_cell("Department", blank=True),
        "status": text_cell("Status [READ ONLY]"),
        "number": person_cell("Employee ID", optional=True),
        "manager": person_cell("Manager Email", optional=True),
        "level": text_cell("Employee Title", optional=True),
        "location": text_cell("Building ID", optional=True),
    },
    aliases=("number",),
    skip={
        "account is suspended": "lower(status) in ('suspended', 'archived')",
        "no department": "x_group is null",
    },
    window_in_name=iso_day,
    documented_at="https://support.google.com/a/answer/7348070",
    how_to_get=HowToGet(
        role="Google Workspace administrator",
        steps="Admin console > Directory > Users > Download users > All user info columns > CSV.",
        filename="User_Download_2026-07-03.csv",
        request="Please download the users from the Google Admin console (all columns, CSV), put "
        "the day of the download into the file's name and send it to me.",
    ),
)
