"""Usage of any platform: person, period, how often."""

from signpost.pipelines.model.cells import count_cell, period_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import PERIOD

SOURCE = Source(
    id="usage_table",
    label="Usage: person, period, times, platform",
    table="usage",
    generic=True,
    fields={
        "person": person_cell(
            *("person", "user", "e-mail", "email", "user name", "username", "login", "upn"),
            *("user principal name", "employee id", "employee number", "personalnummer"),
            *("employee", "worker id", "mitarbeiter"),
            *("benutzer", "benutzername", "utilisateur", "usuario", "gebruiker", "użytkownik"),
        ),
        "period": period_cell(*PERIOD),
        "times": count_cell(
            *("prompts", "requests", "interactions", "queries", "conversations", "uses", "visits"),
            *("times", "actions", "activities", "events", "messages", "sessions", "logins"),
            *("anmeldungen", "aktionen", "nutzungen", "connexions", "sesiones", "aanmeldingen"),
        ),
        "platform": text_cell(
            *("platform", "tool", "application", "plattform", "system", "anwendung", "outil"),
            *("herramienta", "aplicación", "applicatie", "plateforme", "plataforma", "piattaforma"),
            *("platforma", "ferramenta", "strumento", "narzędzie", "ツール", "アプリ"),
            blank=False,
        ),
    },
    columns={"first_day": "period", "last_day": "period_until"},
    actions={"actions": "times"},
    repeats="add",
    documented_at="docs/exports/usage_table.md",
    how_to_get=HowToGet(
        role="the administrator of the platform",
        steps="A table with one row per person and day or week: person, period, times, platform.",
        filename="usage.csv",
        request="Please send me who used the platform how often per week: e-mail, week, number of "
        "actions, platform; also those with 0. E-mails become pseudonyms when loaded.",
    ),
)
