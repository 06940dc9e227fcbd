"""Microsoft 365 Copilot usage, one row per licensed person; three generations of headers.

Older ones carry only days of last activity: then active means last active within the period.
"""

from pipelines.cells import count, day
from pipelines.m365 import NO_PERIOD, PERSON, WINDOW, active_in_window, how_to_get
from pipelines.source import Source

SOURCE = Source(
    id="m365_copilot_user",
    label="Microsoft 365: Copilot usage",
    table="usage",
    platform="copilot",
    fields={
        **PERSON,
        "last": day("Last Activity Date", "lastActivityDate", blank=True),
        "word": day(
            "Word Copilot Last Activity Date",
            "wordCopilotLastActivityDate",
            "Last activity date of Word Copilot (UTC)",
            blank=True,
        ),
        "prompts": count("Prompts submitted for all apps", optional=True),
        "active_days": count("Active Usage Days for all apps", optional=True),
    },
    columns=WINDOW,
    actions={
        "prompts": "prompts",
        "active_days": "active_days",
        "active": f"case when prompts is null then {active_in_window('last')} end",
    },
    reject=NO_PERIOD,
    concealable=True,
    documented_at="https://learn.microsoft.com/microsoft-365-copilot/extensibility/api/"
    "admin-settings/reports/copilotreportroot-getmicrosoft365copilotusageuserdetail",
    how_to_get=how_to_get("Microsoft 365 Copilot > Usage", "getMicrosoft365CopilotUsageUserDetail"),
)
