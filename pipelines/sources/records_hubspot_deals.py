"""HubSpot deals, exported from the index page."""

from signpost.pipelines.model.cells import group, moment, number, person, text
from signpost.pipelines.model.source import HowToGet, Source

_WON = "coalesce(lower(won) in ('true', 'yes', '1'), lower(stage) like '%won%')"
_LOST = "lower(stage) like '%lost%'"

SOURCE = Source(
    id="hubspot_deals",
    label="HubSpot: deals",
    table="record",
    fields={
        "record_id": text("Record ID", blank=False),
        "stage": text("Deal Stage", blank=False),
        "amount": number("Amount"),
        "closed_on": moment("Close Date", blank=True),
        "opened": moment("Create Date"),
        "person": person("Deal owner", optional=True),
        "group": group("HubSpot Team", "Team", optional=True),
        "won": text("Is Closed Won", optional=True),
        "currency": text("Currency", optional=True),
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
