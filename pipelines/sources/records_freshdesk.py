"""Freshdesk or Freshservice tickets. Durations are often blank: they follow from the times."""

from signpost.pipelines.model.cells import (
    count_cell,
    duration_cell,
    group_cell,
    moment_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="freshdesk_tickets",
    label="Freshdesk: tickets",
    table="record",
    fields={
        "record_id": text_cell("Ticket ID", blank=False),
        "opened": moment_cell("Created time"),
        "resolved": moment_cell("Resolved time", optional=True),
        "closed_at": moment_cell("Closed time", optional=True),
        "group": group_cell("Group", "Department", blank=True, strip="^No Group$"),
        "status": text_cell("Status"),
        "replied": moment_cell("Initial response time", optional=True),
        "first_reply": duration_cell("First response time (in hrs)"),
        "resolution": duration_cell("Resolution time (in hrs)", optional=True),
        "outcome": text_cell("Resolution status", optional=True),
        "survey": text_cell("Survey results", optional=True),
        "tags": text_cell("Tags", optional=True),
        "answers": count_cell("Agent interactions", optional=True),
    },
    columns={"kind": "'ticket'", "closed": "coalesce(resolved, closed_at)"},
    flags={
        "sla_met": "lower(outcome) = 'within sla'",
        "sla_missed": "lower(outcome) = 'sla violated'",
        "escalated": "regexp_matches(lower(tags), '(^|[ ,])escalat')",
        "good": "regexp_matches(lower(survey), 'happy|satisfied') and "
        "not regexp_matches(lower(survey), 'unhappy|dissatisfied')",
        "bad": "regexp_matches(lower(survey), 'unhappy|dissatisfied')",
    },
    measures={
        "first_reply_minutes": "coalesce(epoch(replied - opened), first_reply) / 60",
        "resolution_minutes": "coalesce(epoch(resolved - opened), resolution) / 60",
        "replies": "answers",
    },
    reject={"closed before it was created": "coalesce(resolved, closed_at) < opened"},
    documented_at="https://support.freshdesk.com/support/solutions/articles/37593",
    how_to_get=HowToGet(
        role="Freshdesk administrator or supervisor",
        steps="Tickets > Export > CSV > all fields > created in the last 18 months.",
        filename="tickets.csv",
        request="Please export the tickets of the last 18 months as CSV: id, created, resolved, "
        "closed, group, status, first response, resolution, resolution status, survey results.",
    ),
)
