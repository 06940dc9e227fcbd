"""Entra ID, download users."""

from signpost.pipelines.model.cells import day_cell, flag_cell, group_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.file_name_dates import iso_day

SOURCE = Source(
    id="entra_users",
    label="Microsoft Entra: users",
    table="roster",
    fields={
        "person": person_cell("userPrincipalName"),
        "group": group_cell("department", blank=True),
        "email": person_cell("mail", optional=True),
        "name": person_cell("displayName", optional=True),
        "enabled": flag_cell("accountEnabled"),
        "type": text_cell("userType", optional=True),
        "hired": day_cell("createdDateTime", optional=True),
        "location": text_cell("officeLocation", "physicalDeliveryOfficeName", optional=True),
        "level": text_cell("jobTitle", optional=True),
    },
    aliases=("email", "name"),
    skip={
        "account is switched off": "enabled is false",
        "guest or account without department": "x_group is null",
        "guest account": "lower(type) = 'guest'",
    },
    window_in_name=iso_day,
    dates="mdy",
    documented_at="https://learn.microsoft.com/entra/identity/users/users-bulk-download",
    how_to_get=HowToGet(
        role="User Administrator (or Global Reader) in Microsoft Entra",
        steps="Microsoft Entra admin centre > Users > All users > Download users.",
        filename="exportUsers_2026-7-3.csv",
        request="Please download the user list from Microsoft Entra (Users > Download users) "
        "and send "
        "me the CSV under its own name, which holds the date.",
    ),
)
