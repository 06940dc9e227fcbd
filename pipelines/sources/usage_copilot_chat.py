"""Microsoft 365 Copilot Chat usage of people without a Copilot licence."""

from signpost.pipelines.model.cells import count_cell, person_cell
from signpost.pipelines.model.m365 import NO_PERIOD, REFRESHED, REPORT_PERIOD, WINDOW, how_to_get
from signpost.pipelines.model.source import Source

SOURCE = Source(
    id="m365_copilot_chat",
    label="Microsoft 365: Copilot Chat usage",
    table="usage",
    platform="copilot_chat",
    beside=("User guid",),
    fields={
        "refreshed": REFRESHED,
        "person": person_cell("User principal name"),
        "period": REPORT_PERIOD,
        "prompts": count_cell("Prompts submitted"),
        "active_days": count_cell("Active usage days"),
    },
    columns=WINDOW,
    actions={"prompts": "prompts", "active_days": "active_days"},
    reject=NO_PERIOD,
    concealable=True,
    documented_at="https://learn.microsoft.com/microsoft-365/admin/activity-reports/"
    "microsoft-copilot-usage",
    how_to_get=how_to_get("Copilot > Chat usage", "CopilotChatActivityUserDetail"),
)
