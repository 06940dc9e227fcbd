"""ServiceNow requested items: no incidents, so a kind of their own."""

from signpost.pipelines.model.cells import group_cell, moment_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="servicenow_requests",
    label="ServiceNow: requested items",
    table="record",
    fields={
        "record_id": text_cell("number", blank=False),
        "wanted": text_cell("request.requested_for", "Requested for", "requested_for"),
        "group": group_cell("assignment_group", "Assignment group", blank=True),
        "opened": moment_cell("opened_at", "Opened"),
        "closed": moment_cell("closed_at", "Closed", optional=True),
        "status": text_cell("state", optional=True),
    },
    columns={"kind": "'request'"},
    reject={"closed before it was opened": "closed < opened"},
    documented_at="https://www.servicenow.com/docs (sc_req_item table)",
    how_to_get=HowToGet(
        role="itil user with the right to export lists",
        steps="Requested items (sc_req_item) with the columns number, opened, closed, requested "
        "for, assignment group, state > Export > CSV.",
        filename="sc_req_item.csv",
        request="Please export the requested items of the last 18 months as CSV, one file per "
        "month: number, opened, closed, assignment group, state. No descriptions.",
    ),
)
