"""Purview audit search: Copilot interactions, one row per prompt, licensed or not.

Columns: learn.microsoft.com/purview, audit log export (RecordId, CreationDate, RecordType,
Operation, UserId, AuditData). Nothing of what was asked is read: AuditData is left alone.
"""

from signpost.pipelines.model.cells import day_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="purview_copilot",
    label="Purview audit: Copilot interactions",
    table="usage",
    platform="copilot",
    fields={
        "record": text_cell("RecordId"),
        "day": day_cell("CreationDate"),
        "operation": text_cell("Operation"),
        "person": person_cell("UserId"),
    },
    beside=("RecordType", "AuditData"),
    columns={"first_day": "day", "last_day": "day"},
    actions={"prompts": "1"},
    skip={"another operation than CopilotInteraction": "operation <> 'CopilotInteraction'"},
    repeats="add",
    cut_at=(50_000,),
    documented_at="https://learn.microsoft.com/purview/audit-copilot",
    how_to_get=HowToGet(
        role="Audit Reader in Microsoft Purview",
        steps="Purview > Audit > Search > Activities: Interacted with Copilot > a month or less > "
        "Export.",
        filename="AuditLog_20260706.csv",
        request="Please export the audit records of the activity 'Interacted with Copilot' for "
        "each month of the last half-year as CSV. Only who and when is read: no prompt, no answer.",
    ),
)
