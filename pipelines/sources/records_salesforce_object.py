"""Salesforce opportunities, the object as Data Loader exports it."""

from signpost.pipelines.model.cells import (
    flag_cell,
    group_cell,
    moment_cell,
    number_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="salesforce_object",
    label="Salesforce: opportunity object",
    table="record",
    fields={
        "record_id": text_cell("Id", blank=False),
        "stage": text_cell("StageName", blank=False),
        "amount": number_cell("Amount"),
        "currency": text_cell("CurrencyIsoCode", optional=True),
        "closed_on": moment_cell("CloseDate"),
        "is_closed": flag_cell("IsClosed"),
        "won": flag_cell("IsWon"),
        "person": person_cell("OwnerId"),
        "opened": moment_cell("CreatedDate"),
        "type": text_cell("Type", optional=True),
        "group": group_cell("Department", "Owner.Department", optional=True),
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
