"""HubSpot deals, exported from the index page."""

from signpost.pipelines.model.cells import (
    group_cell,
    moment_cell,
    number_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source

_WON = "coalesce(lower(won) in ('true', 'yes', '1'), lower(stage) like '%won%')"
_LOST = "lower(stage) like '%lost%'"

SOURCE = Source(
    id="hubspot_deals",
    label="HubSpot: deals",
    table="record",
    fields={
        "record_id": text_cell("Record ID", blank=False),
        "stage": text_cell("Deal Stage", blank=False),
        "amount": number_cell("Amount"),
        "closed_on": moment_cell("Close Date", blank=True),
        "opened": moment_cell("Create Date"),
        "person": person_cell("Deal owner", optional=True),
        "group": group_cell("HubSpot Team", "Team", optional=True),
        "won": text_cell("Is Closed Won", optional=True),
        "currency": text_cell("Currency", optional=True),
    },
    columns={
        "kind": "'opportunity'",
        "closed": f"if({_WON} or {_LOST}, closed_on, NULL)",
        "status": "stage",
    },
    flags={"won": _WON, "lost": _LOST},
    documented_at="https://knowledge.hubspot.com/import-and-export/export-records",
    how_to_get=HowToGet(
        role="HubSpot user with the right to export",
        steps="CRM > Deals > Export, with the properties record ID, amount, deal stage, close "
        "date, create date, HubSpot team, is closed won.",
        filename="hubspot-crm-exports-all-deals.csv",
        request="Please export the deals created or closed in the last 18 months as CSV: record "
        "ID, amount, deal stage, close date, create date, owner, HubSpot team, is closed won.",
    ),
)
