"""Microsoft 365 Copilot: enabled and active people of the whole organisation, per day."""

from signpost.pipelines.model.cells import count_cell, day_cell
from signpost.pipelines.model.m365 import REFRESHED, WHOLE_PERIOD, how_to_get
from signpost.pipelines.model.source import Source

SOURCE = Source(
    id="m365_copilot_trend",
    label="Microsoft 365: Copilot user counts, per day",
    table="group_usage",
    platform="copilot",
    fields={
        "refreshed": REFRESHED,
        "day": day_cell("Report Date", "reportDate"),
        "enabled": count_cell("Any App Enabled Users", "anyAppEnabledUsers"),
        "active": count_cell("Any App Active Users", "anyAppActiveUsers"),
    },
    columns={"group_id": WHOLE_PERIOD, "first_day": "day", "last_day": "day"},
    actions={"active": "active"},
    denominators={"active": "enabled"},
    documented_at="https://learn.microsoft.com/microsoft-365-copilot/extensibility/api/"
    "admin-settings/reports/copilotreportroot-getmicrosoft365copilotusercounttrend",
    how_to_get=how_to_get("Microsoft 365 Copilot > Usage", "getMicrosoft365CopilotUserCountTrend"),
)
