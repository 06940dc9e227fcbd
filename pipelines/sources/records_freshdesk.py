"""Freshdesk or Freshservice tickets. Durations are often blank: they follow from the times."""

from signpost.pipelines.model.cells import count, duration, group, moment, text
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="freshdesk_tickets",
    label="Freshdesk: tickets",
    table="record",
    fields={
        "record_id": text("Ticket ID", blank=False),
        "opened": moment("Created time"),
        "resolved": moment("Resolved time", optional=True),
        "closed_at": moment("Closed time", optional=True),
        "group": group("Group", "Department", blank=True, strip="^No Group$"),
        "status": text("Status"),
        "replied": moment("Initial response time", optional=True),
        "first_reply": duration("First response time (in hrs)"),
        "resolution": duration("Resolution time (in hrs)", optional=True),
        "outcome": text("Resolution status", optional=True),
        "survey": text("Survey results", optional=True),
        "tags": text("Tags", optional=True),
        "answers": count("Agent interactions", optional=True),
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
