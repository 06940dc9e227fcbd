"""Microsoft 365 Copilot: Copilot Credits per person and day; the day is in the file's name only.

Fields: learn.microsoft.com, Microsoft 365 Copilot cost management, costManagementUserUsageRecord
(userId, consumedQuantity, sessionCount, unit; beta). Credits are counted, not priced: what one
costs is in the contract.
"""

from signpost.pipelines.model.cells import count_cell, number_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source, Spend
from signpost.pipelines.text.file_name_dates import iso_day

SOURCE = Source(
    id="copilot_credit_users",
    label="Microsoft 365 Copilot: credits per user (cost management)",
    table="usage",
    platform="copilot",
    part="credits",
    formerly=("copilot_credits",),
    fields={
        "person": person_cell("userId"),
        "credits": number_cell("consumedQuantity", blank=False, at_least=0),
        "sessions": count_cell("sessionCount"),
        "credit_unit": text_cell("unit"),
    },
    actions={
        "sessions": "sessions",
        "other": "if(coalesce(sessions, 0) = 0 and credits > 0, 1, 0)",
    },
    spend=(
        Spend(
            basis="report",
            unit="lower(coalesce(credit_unit, 'copilot credits'))",
            quantity="credits",
            currency="NULL",
        ),
    ),
    window_in_name=iso_day,
    documented_at="https://learn.microsoft.com/microsoft-365/copilot/extensibility/api/"
    "admin-settings/cost-management/resources/costmanagementuserusagerecord",
    how_to_get=HowToGet(
        role="Microsoft 365 administrator with access to Copilot cost management (Graph, beta)",
        steps="GET /copilot/costManagement/usageReports: user usage records of one completed day; "
        "save each answer under a name that holds its day.",
        filename="copilot_credits_2026-07-03.json",
        request="Please fetch the Copilot cost management report per user for each day since June "
        "2026 and save each answer under a name with its day, such as "
        "copilot_credits_2026-07-03.json, with a list that joins user ids to work e-mails.",
    ),
)
