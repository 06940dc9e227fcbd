"""Microsoft 365 Copilot readiness: who holds a licence."""

from signpost.pipelines.model.cells import flag_cell
from signpost.pipelines.model.m365 import PERSON, how_to_get
from signpost.pipelines.model.source import Source

SOURCE = Source(
    id="m365_copilot_readiness",
    label="Microsoft 365: Copilot readiness, licences",
    table="licence",
    platform="copilot",
    fields={
        "refreshed": PERSON["refreshed"],
        "person": PERSON["person"],
        "holds": flag_cell("Has Copilot license assigned", "hasCopilotLicenseAssigned"),
    },
    columns={"listed_on": "refreshed"},
    licences={"copilot": "if(holds, refreshed, NULL)"},
    concealable=True,
    documented_at="https://learn.microsoft.com/microsoft-365/admin/activity-reports/"
    "microsoft-365-copilot-readiness",
    how_to_get=how_to_get("Microsoft 365 Copilot > Readiness", "CopilotReadiness"),
)
