"""Salesforce cases, a report exported with details only."""

from signpost.pipelines.model.cells import (
    group_cell,
    moment_cell,
    number_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="salesforce_cases",
    label="Salesforce: case report",
    table="record",
    fields={
        "record_id": text_cell("Case Number", blank=False),
        "person": person_cell("Case Owner", optional=True),
        "status": text_cell("Status"),
        "opened": moment_cell("Date/Time Opened", "Opened Date"),
        "closed": moment_cell("Date/Time Closed", "Closed Date", optional=True),
        "hours": number_cell("Age (Hours)", "Age", optional=True),
        "escalated": text_cell("Escalated", optional=True),
        "group": group_cell("Owner Role", "Department", "Team", optional=True),
    },
    columns={"kind": "'ticket'"},
    flags={"escalated": "lower(escalated) in ('1', 'true', 'yes')"},
    measures={"age_hours": "hours"},
    reject={"closed before it was opened": "closed < opened"},
    documented_at="https://help.salesforce.com (Export a report, details only)",
    how_to_get=HowToGet(
        role="Salesforce user with the right to export reports",
        steps="Reports > a case report > Export > Details Only, CSV, UTF-8.",
        filename="cases.csv",
        request="Please export the cases opened in the last 18 months as a details-only CSV: case "
        "number, owner, owner role, status, opened, closed, escalated. No descriptions.",
    ),
)
