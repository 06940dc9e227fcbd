"""Microsoft 365 admin centre, "Export users": blocked and deleted accounts are no members."""

from signpost.pipelines.model.cells import group_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="m365_users",
    label="Microsoft 365: exported users",
    table="roster",
    fields={
        "person": person_cell("User principal name"),
        "group": group_cell("Department", blank=True),
        "name": person_cell("Display name", optional=True),
        "blocked": text_cell("Block credential"),
        "deleted": text_cell("Soft deletion time stamp"),
        "location": text_cell("Office", optional=True),
        "level": text_cell("Title", optional=True),
    },
    aliases=("name",),
    skip={
        "account is blocked": "lower(blocked) in ('true', 'yes', '1')",
        "account is deleted": "x_deleted is not null",
        "guest or account without department": "x_group is null",
    },
    documented_at="https://learn.microsoft.com/microsoft-365/admin/add-users (Export users)",
    how_to_get=HowToGet(
        role="User Administrator (or Global Reader) in Microsoft 365",
        steps="Microsoft 365 admin centre > Users > Active users > Export users.",
        filename="users_7_3_2026 2_10_05 PM.csv",
        request="Please export the users (admin centre > Active users > Export users) and send me "
        "the CSV as it is: department, block credential and deletion are needed in it. Names and "
        "addresses are replaced by pseudonyms when the file is loaded.",
    ),
)
