"""Salesforce opportunities, a report exported with details only."""

from signpost.pipelines.model.cells import (
    group_cell,
    moment_cell,
    number_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="salesforce_report",
    label="Salesforce: opportunity report",
    table="record",
    fields={
        "person": person_cell("Opportunity Owner"),
        "name": text_cell("Opportunity Name", blank=False),
        "account": text_cell("Account Name", blank=True),
        "stage": text_cell("Stage", blank=False),
        "amount": number_cell("Amount"),
        "amount_text": text_cell("Amount"),
        "currency": text_cell("Amount Currency", "Currency", optional=True),
        "opened": moment_cell("Created Date"),
        "closed_on": moment_cell("Close Date"),
        "type": text_cell("Type", optional=True),
        "group": group_cell("Department", "Owner Department", "Team", optional=True),
    },
    columns={
        "kind": "'opportunity'",
        "record_id": "md5(concat_ws(chr(31), account, name, cast(opened as varchar)))",
        "closed": "if(lower(stage) like 'closed%', closed_on, NULL)",
        "status": "stage",
        "currency": "coalesce(currency, currency_of(amount_text))",
    },
    flags={
        "won": "lower(stage) = 'closed won'",
        "lost": "lower(stage) = 'closed lost'",
        "cross_sell": "regexp_matches(lower(type), 'cross|add-on|existing')",
    },
    dates=None,
    documented_at="https://help.salesforce.com (Export a report, details only)",
    how_to_get=HowToGet(
        role="Salesforce user with the right to export reports",
        steps="Reports > an opportunity report > Export > Details Only, CSV, UTF-8.",
        filename="report.csv",
        request="Please export the opportunities created or closed in the last 18 months as a "
        "details-only CSV: owner, account, name, stage, amount, close date, created date, "
        "type, and "
        "the owner's department.",
    ),
)
