"""SCIM 2.0 list of users (RFC 7643, 7644), as identity providers answer it."""

from signpost.pipelines.model.cells import day_cell, flag_cell, group_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.file_name_dates import iso_day

_ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

SOURCE = Source(
    id="scim_users",
    label="SCIM 2.0: users",
    table="roster",
    beside=("schemas",),
    fields={
        "person": person_cell("userName"),
        "group": group_cell(f"{_ENTERPRISE}.department", f"{_ENTERPRISE}.division", blank=True),
        "identifier": person_cell("id", optional=True),
        "external": person_cell("externalId", optional=True),
        "number": person_cell(f"{_ENTERPRISE}.employeeNumber", optional=True),
        "email": person_cell("emails", optional=True),
        "name": person_cell("displayName", optional=True),
        "manager": person_cell(f"{_ENTERPRISE}.manager.value", optional=True),
        "level": text_cell("title", optional=True),
        "enabled": flag_cell("active", optional=True),
        "hired": day_cell("meta.created", optional=True),
    },
    aliases=("identifier", "external", "number", "email", "name"),
    skip={"account is switched off": "enabled is false", "no department": "x_group is null"},
    window_in_name=iso_day,
    documented_at="https://www.rfc-editor.org/rfc/rfc7643",
    how_to_get=HowToGet(
        role="administrator of the identity provider (Okta, Ping, SailPoint, ...)",
        steps="GET /scim/v2/Users with the enterprise extension, all pages.",
        filename="scim_users_2026-07-03.json",
        request="Please fetch /Users from the SCIM interface with the enterprise extension "
        "(department, employee number, manager) and send me the JSON with the day in its name.",
    ),
)
