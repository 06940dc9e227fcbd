"""Who holds a licence or seat of any platform, one row per person."""

from signpost.pipelines.model.cells import day_cell, person_cell, text_cell
from signpost.pipelines.model.fact_columns import ALWAYS
from signpost.pipelines.model.source import HowToGet, Source

_NONE = (
    "('no', 'false', 'none', '0', 'nein', 'unassigned', 'revoked', 'inactive', "
    "'expired', 'removed', 'suspended', 'deactivated', 'cancelled', 'canceled', 'non', 'nee', 'n', "
    "'não', 'gesperrt', 'inaktiv', 'abgelaufen')"
)

SOURCE = Source(
    id="licence_list",
    label="Licences: person, licence, platform",
    table="licence",
    generic=True,
    fields={
        "person": person_cell(
            *("person", "user", "e-mail", "email", "user email", "email address", "user name"),
            *("username", "login", "upn", "user principal name", "userprincipalname", "benutzer"),
            *("utilisateur", "usuario", "employee id", "employee number"),
        ),
        "licence": text_cell(
            *("license", "licence", "lizenz", "seat", "license type", "licence type", "seat type"),
            *("license status", "assigned license", "seat assigned", "assigned licenses"),
            *("has license", "has licence", "licensed", "licenced", "license assigned"),
            *("team products", "assigned products", "product access"),
            *("licenses", "licences", "lizenzen", "licencia", "licentie", "licencja", "plan"),
        ),
        "assigned": day_cell(
            *("assigned", "assigned on", "assigned date", "license assigned on", "seat assigned"),
            *("zugewiesen am", "assigned at", "date d'attribution", "attribué le", "toegewezen op"),
            *("fecha de asignación", "data di assegnazione", "data de atribuição"),
            *("data przypisania", "assignment date", "zugewiesen seit", "割り当て日"),
            optional=True,
            blank=True,
        ),
        "platform": text_cell("platform", "tool", "application", "plattform", blank=False),
    },
    asks={"platform": "Licences of which platform are they (a short name such as chatgpt)?"},
    columns={"listed_on": ALWAYS},
    licences={
        "": f"if(licence is null or lower(licence) in {_NONE}, NULL, coalesce(assigned, {ALWAYS}))"
    },
    documented_at="docs/exports/licence_list.md",
    how_to_get=HowToGet(
        role="the administrator of the platform",
        steps="The list of users with a licence or seat: e-mail, licence.",
        filename="licences.csv",
        request="Please export the list of everybody with a licence for the platform: e-mail and "
        "licence. Names and addresses are replaced by pseudonyms when the file is loaded.",
    ),
)
