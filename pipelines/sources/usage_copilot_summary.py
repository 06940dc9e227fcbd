"""Microsoft 365 Copilot: enabled and active people of the whole organisation, the period."""

from signpost.pipelines.model.cells import count_cell
from signpost.pipelines.model.m365 import (
    NO_PERIOD,
    REFRESHED,
    REPORT_PERIOD,
    WHOLE_PERIOD,
    WINDOW,
    how_to_get,
)
from signpost.pipelines.model.source import Source

SOURCE = Source(
    id="m365_copilot_summary",
    label="Microsoft 365: Copilot user counts, one period",
    table="group_usage",
    platform="copilot",
    fields={
        "refreshed": REFRESHED,
        "period": REPORT_PERIOD,
        "enabled": count_cell("Any App Enabled Users", "anyAppEnabledUsers"),
        "active": count_cell("Any App Active Users", "anyAppActiveUsers"),
    },
    columns={"group_id": WHOLE_PERIOD, **WINDOW},
    actions={"active": "active"},
    denominators={"active": "enabled"},
    reject=NO_PERIOD,
    without=("Report Date", "reportDate"),
    documented_at="https://learn.microsoft.com/microsoft-365-copilot/extensibility/api/"
    "admin-settings/reports/copilotreportroot-getmicrosoft365copilotusercountsummary",
    how_to_get=how_to_get(
        "Microsoft 365 Copilot > Usage", "getMicrosoft365CopilotUserCountSummary"
    ),
)
