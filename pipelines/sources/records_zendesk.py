"""Zendesk tickets, exported from a view."""

from signpost.pipelines.model.cells import (
    count_cell,
    group_cell,
    moment_cell,
    number_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="zendesk_tickets",
    label="Zendesk: tickets of a view",
    table="record",
    beside=("Summation column",),
    fields={
        "record_id": text_cell("Id", blank=False),
        "group": group_cell("Group", blank=True),
        "opened": moment_cell("Created at"),
        "solved": moment_cell("Solved at", blank=True),
        "status": text_cell("Status"),
        "tags": text_cell("Tags", optional=True),
        "satisfaction": text_cell("Satisfaction Score", optional=True),
        "reopens": count_cell("Reopens", optional=True),
        "replies": count_cell("Replies", optional=True),
        "first_reply": number_cell("First reply time in minutes", optional=True, at_least=0),
        "resolution": number_cell("Full resolution time in minutes", optional=True, at_least=0),
    },
    columns={"kind": "'ticket'", "closed": "solved"},
    flags={
        "escalated": "regexp_matches(lower(tags), '(^|[ ,])escalat')",
        "reopened": "reopens > 0",
        "good": "lower(satisfaction) like 'good%'",
        "bad": "lower(satisfaction) like 'bad%'",
    },
    vocabulary={
        "satisfaction": (
            *("good", "bad", "good with comment", "bad with comment", "offered", "not offered"),
            *("unoffered", "-"),
        )
    },
    measures={
        "reopens": "reopens",
        "replies": "replies",
        "first_reply_minutes": "first_reply",
        "resolution_minutes": "resolution",
    },
    reject={"solved before it was created": "solved < opened"},
    documented_at="https://support.zendesk.com/hc/articles/4408886165402",
    how_to_get=HowToGet(
        role="Zendesk administrator (view export must be switched on)",
        steps="Zendesk > Views > the view with all tickets > Actions > Export view as CSV.",
        filename="tickets.csv",
        request="Please export all tickets of the last 18 months as CSV from a view that shows "
        "group, "
        "created, solved, status, satisfaction, reopens, replies and the reply and resolution "
        "times.",
    ),
)
