"""Five9 call log, one row per call."""

from signpost.pipelines.model.cells import duration, flag, group, moment, person, text
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="five9_calls",
    label="Five9: call log",
    table="record",
    fields={
        "record_id": text("CALL ID", blank=False),
        "opened": moment("TIMESTAMP"),
        "group": group("CAMPAIGN", blank=True, strip=r"^\[Deleted\]$"),
        "person": person("AGENT", blank=True),
        "type": text("CALL TYPE"),
        "disposition": text("DISPOSITION", optional=True),
        "queue": duration("QUEUE WAIT TIME", optional=True),
        "talk": duration("TALK TIME", optional=True),
        "hold": duration("HOLD TIME", optional=True),
        "wrap": duration("AFTER CALL WORK TIME"),
        "abandoned": flag("ABANDONED", optional=True),
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
