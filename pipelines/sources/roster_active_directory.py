"""Active Directory, Get-ADUser through Export-Csv: disabled accounts are no members."""

from signpost.pipelines.model.cells import group_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="active_directory_users",
    label="Active Directory: Get-ADUser",
    table="roster",
    fields={
        "person": person_cell("UserPrincipalName"),
        "login": person_cell("SamAccountName"),
        "group": group_cell("Department", blank=True),
        "email": person_cell("mail", "EmailAddress", optional=True),
        "number": person_cell("EmployeeID", "EmployeeNumber", optional=True),
        "enabled": text_cell("Enabled"),
        "location": text_cell("Office", "physicalDeliveryOfficeName", optional=True),
        "level": text_cell("Title", optional=True),
    },
    aliases=("login", "email", "number"),
    skip={
        "account is switched off": "lower(enabled) in ('false', 'no', '0', 'falsch')",
        "account without department": "x_group is null",
    },
    beside=("DistinguishedName",),
    documented_at="https://learn.microsoft.com/powershell/module/activedirectory/get-aduser",
    how_to_get=HowToGet(
        role="anyone who may read the directory",
        steps="Get-ADUser -Filter * -Properties Department,Title | Export-Csv ADUsers.csv",
        filename="ADUsers.csv",
        request="Please run: Get-ADUser -Filter * -Properties Department,Title,EmailAddress | "
        "Export-Csv ADUsers.csv -Encoding UTF8, and send me the file. Names and addresses are "
        "replaced by pseudonyms when the file is loaded.",
    ),
)
