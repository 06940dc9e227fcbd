"""Microsoft 365 Copilot usage, one row per licensed person; three generations of headers.

Older ones carry only days of last activity: then active means last active within the period, in
any app. An administrator chooses which of them are exported.
"""

from signpost.pipelines.model.cells import Cell, count_cell, day_cell, text_cell
from signpost.pipelines.model.m365 import NO_PERIOD, PERSON, WINDOW, active_in_window, how_to_get
from signpost.pipelines.model.source import Source

_APPS = {
    "chat": "Copilot Chat",
    "teams": "Microsoft Teams Copilot",
    "word": "Word Copilot",
    "excel": "Excel Copilot",
    "powerpoint": "PowerPoint Copilot",
    "outlook": "Outlook Copilot",
    "onenote": "OneNote Copilot",
    "loop": "Loop Copilot",
    "work": "Copilot Chat (work)",
    "web": "Copilot Chat (web)",
    "app": "Microsoft 365 Copilot",
    "agent": "Copilot Agent",
    "edge": "Edge",
}


def _headers(app: str) -> tuple[str, ...]:
    """Graph CSV and JSON, and the admin centre."""
    camel = app[0].lower() + app[1:].replace(" ", "") + "LastActivityDate"
    shown = app.replace("Microsoft Teams", "Teams").replace("365 Copilot", "365 Copilot (app)")
    words = {"Copilot Agent": "any agent", "Edge": "Microsoft Edge"}
    named = words.get(app, shown.replace("365 Copilot (app)", "365 app"))
    return (
        f"{app} Last Activity Date",
        camel,
        f"Last activity date of {shown} (UTC)",
        f"Last activity date of {named} (UTC)",
    )


def _last(app: str) -> Cell:
    return day_cell(*_headers(app), optional=True)


_COUNTED = (
    ("Prompts submitted for all apps", "Prompts submitted (any app)"),
    ("Active Usage Days for all apps", "Active Days", "Active usage days (any app)"),
)
_ANY = tuple(header for app in _APPS.values() for header in _headers(app))
_LAST = f"greatest(last, {', '.join(_APPS)})"

SOURCE = Source(
    id="m365_copilot_user",
    label="Microsoft 365: Copilot usage",
    table="usage",
    platform="copilot",
    fields={
        **PERSON,
        "last": day_cell(
            "Last Activity Date", "lastActivityDate", "Last activity date (UTC)", optional=True
        ),
        "some_app": text_cell(*_ANY, *_COUNTED[0], *_COUNTED[1]),
        **{name: _last(app) for name, app in _APPS.items()},
        "prompts": count_cell(*_COUNTED[0], optional=True),
        "active_days": count_cell(*_COUNTED[1], optional=True),
    },
    columns=WINDOW,
    actions={
        "prompts": "prompts",
        "active_days": "active_days",
        "active": f"case when prompts is null then {active_in_window(_LAST)} end",
    },
    reject=NO_PERIOD,
    concealable=True,
    without=("User guid",),  # Copilot Chat of people without a licence
    documented_at="https://learn.microsoft.com/microsoft-365-copilot/extensibility/api/"
    "admin-settings/reports/copilotreportroot-getmicrosoft365copilotusageuserdetail",
    how_to_get=how_to_get("Microsoft 365 Copilot > Usage", "getMicrosoft365CopilotUsageUserDetail"),
)
