"""Salesforce opportunities, the object as Data Loader exports it."""

from signpost.pipelines.model.cells import flag, group, moment, number, person, text
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="salesforce_object",
    label="Salesforce: opportunity object",
    table="record",
    fields={
        "record_id": text("Id", blank=False),
        "stage": text("StageName", blank=False),
        "amount": number("Amount"),
        "currency": text("CurrencyIsoCode", optional=True),
        "closed_on": moment("CloseDate"),
        "is_closed": flag("IsClosed"),
        "won": flag("IsWon"),
        "person": person("OwnerId"),
        "opened": moment("CreatedDate"),
        "type": text("Type", optional=True),
        "group": group("Department", "Owner.Department", optional=True),
    },
    columns={
        "kind": "'opportunity'",
        "closed": "if(is_closed, closed_on, NULL)",
        "status": "stage",
    },
    flags={
        "won": "is_closed and won",
        "lost": "is_closed and not won",
        "cross_sell": "regexp_matches(lower(type), 'cross|add-on|existing')",
    },
    documented_at="https://developer.salesforce.com/docs (Opportunity object)",
    how_to_get=HowToGet(
        role="Salesforce administrator (Data Loader or weekly export)",
        steps="Data Loader > Export > Opportunity, or Setup > Data Export.",
        filename="Opportunity.csv",
        request="Please export the Opportunity object as CSV with Id, StageName, Amount, "
        "CloseDate, "
        "IsClosed, IsWon, OwnerId, CreatedDate, Type and, if possible, the owner's department.",
    ),
)
