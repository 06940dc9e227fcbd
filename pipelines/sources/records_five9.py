"""Five9 call log, one row per call."""

from signpost.pipelines.model.cells import (
    duration_cell,
    flag_cell,
    group_cell,
    moment_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="five9_calls",
    label="Five9: call log",
    table="record",
    fields={
        "record_id": text_cell("CALL ID", blank=False),
        "opened": moment_cell("TIMESTAMP"),
        "group": group_cell("CAMPAIGN", blank=True, strip=r"^\[Deleted\]$"),
        "person": person_cell("AGENT", blank=True),
        "type": text_cell("CALL TYPE"),
        "disposition": text_cell("DISPOSITION", optional=True),
        "queue": duration_cell("QUEUE WAIT TIME", optional=True),
        "talk": duration_cell("TALK TIME", optional=True),
        "hold": duration_cell("HOLD TIME", optional=True),
        "wrap": duration_cell("AFTER CALL WORK TIME"),
        "abandoned": flag_cell("ABANDONED", optional=True),
    },
    columns={"kind": "'call'", "closed": "opened", "status": "disposition"},
    flags={
        "abandoned": "abandoned",
        "inbound": "lower(type) = 'inbound'",
        "escalated": "regexp_matches(lower(disposition), 'escalat')",
    },
    measures={
        "queue_seconds": "queue",
        "talk_seconds": "talk",
        "handle_seconds": "coalesce(talk, 0) + coalesce(hold, 0) + coalesce(wrap, 0)",
    },
    documented_at="https://www.five9.com (Dashboards and reports guide: call log)",
    how_to_get=HowToGet(
        role="Five9 supervisor or reporting user",
        steps="Reports > Call Log Reports > Call Log > period > Export > CSV.",
        filename="call_log.csv",
        request="Please export the call log of the last 18 months as CSV, one file per month: call "
        "id, timestamp, campaign, type, agent, disposition and the times. No numbers, no names.",
    ),
)
