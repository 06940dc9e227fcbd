"""Who belongs to which group from when: any table that says so."""

from signpost.pipelines.model.cells import day_cell, group_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP
from signpost.pipelines.text.file_name_dates import month_or_day

_PERSON = ("person", "person id", "personid", "employee", "mitarbeiter")
_EMAIL = ("e-mail", "email", "email address", "e-mail address", "work email", "mail")
_UPN = ("user principal name", "userprincipalname", "upn")
_NUMBER = ("employee number", "employee id", "employeeid", "employee no", "personalnummer")
_EFFECTIVE = (
    *("effective date", "effectivedate", "effective from", "effective", "valid from", "from"),
    *("as of", "snapshot date", "stichtag", "gültig ab"),
)
_LEAVES = (
    "leaving date",
    "leave date",
    "termination date",
    "end date",
    "valid to",
    "until",
    "last day",
    "austritt",
)
_STATUS = ("status", "account status", "user status", "employment status", "employee status")
_GONE = (
    *("deprovisioned", "deactivated", "suspended", "disabled", "inactive", "terminated", "blocked"),
    *("deleted", "left", "former", "leaver", "resigned", "retired", "offboarded", "ausgeschieden"),
    *("inaktiv", "gesperrt", "deaktiviert", "inactif", "inactivo"),
)
_MANAGER = ("manager", "manager id", "managerid", "manager email", "reports to", "reporting to")

SOURCE = Source(
    id="roster",
    label="Roster: person, group, effective date",
    table="roster",
    generic=True,
    fields={
        "person": person_cell(*_PERSON, *_EMAIL, *_UPN, *_NUMBER, "login", "user"),
        "group": group_cell(*GROUP),
        "effective": day_cell(*_EFFECTIVE, optional=True),
        "hired": day_cell(
            "hire date", "hiredate", "start date", "joined", "eintritt", optional=True
        ),
        "leaves": day_cell(*_LEAVES, optional=True),
        "status": text_cell(*_STATUS, optional=True),
        "enabled": text_cell(
            "enabled", "account enabled", "accountenabled", "is active", optional=True
        ),
        "blocked": text_cell(
            "block credential", "blocked", "suspended", "is deleted", optional=True
        ),
        "location": text_cell("location", "office", "site", "city", "standort", optional=True),
        "level": text_cell("level", "leveldesignation", "grade", "job title", optional=True),
        "manager": person_cell(*_MANAGER, optional=True),
        "upn": person_cell(*_UPN, optional=True),
        "email": person_cell(*_EMAIL, optional=True),
        "number": person_cell(*_NUMBER, optional=True),
        "login": person_cell("login", "username", "user name", optional=True),
        "name": person_cell("name", "full name", "display name", "employee name", optional=True),
    },
    skip={
        "no member any more, by its status": f"lower(status) in ({', '.join(map(repr, _GONE))})",
        "account is switched off": "lower(enabled) in ('false', 'no', '0', 'nein', 'falsch')",
        "account is blocked": "lower(blocked) in ('true', 'yes', '1', 'ja', 'wahr')",
    },
    aliases=("upn", "email", "number", "login", "name"),
    window_in_name=month_or_day,
    without=("kpi", "value", "amount", "metricdate", "intervention", "opened"),
    documented_at="docs/exports/roster.md",
    how_to_get=HowToGet(
        role="HR reporting, or whoever keeps the staff list",
        steps="A table with one row per person: e-mail, group, and from which day that holds. "
        "Optional: employee number, location, level, manager, leaving date.",
        filename="roster-2026-07-01.csv",
        request="Please send me the staff list as CSV or XLSX with: work e-mail, department "
        "(or team), "
        "effective date, and if possible employee number, location, level, manager's e-mail and "
        "leaving date; one list per month for the last 18 months, or one list with all changes. "
        "E-mails are replaced by pseudonyms when the file is loaded.",
    ),
)
