"""Calls or contacts of any contact centre, one row each."""

from signpost.pipelines.model.cells import (
    duration_cell,
    flag_cell,
    group_cell,
    moment_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP

_PARTS = "coalesce(talk, 0) + coalesce(hold, 0) + coalesce(wrap, 0)"

SOURCE = Source(
    id="calls",
    label="Calls: one row per call",
    table="record",
    generic=True,
    fields={
        "record_id": text_cell(
            *("call id", "contact id", "interaction id", "conversation id", "anruf-id", "call"),
            blank=False,
        ),
        "opened": moment_cell(
            *("start", "start time", "call start", "call time", "timestamp", "started", "date"),
            *("started at", "call started at", "start date", "beginn", "datum", "début", "inicio"),
        ),
        "group": group_cell(
            *GROUP, "queue", "queue name", "skill", "campaign", "warteschlange", optional=True
        ),
        "person": person_cell("agent", "agent id", "agent email", optional=True),
        "queue_wait": duration_cell(
            "wait", "wait time", "wait time (sec)", "queue time", "wartezeit", optional=True
        ),
        "talk": duration_cell(
            "talk", "talk time", "talk time (sec)", "gesprächszeit", optional=True
        ),
        "hold": duration_cell("hold", "hold time", "haltezeit", optional=True),
        "wrap": duration_cell(
            "wrap", "wrap time", "after call work", "acw", "nachbearbeitung", optional=True
        ),
        "handle": duration_cell(
            "handle time", "handling time", "duration", "dauer", "durée", optional=True
        ),
        "abandoned": flag_cell("abandoned", "missed", "is abandoned", "aufgelegt", optional=True),
        "escalated": flag_cell("escalated", "transferred", "eskaliert", optional=True),
    },
    columns={"kind": "'call'", "closed": "opened"},
    flags={"abandoned": "abandoned", "escalated": "escalated"},
    measures={
        "queue_seconds": "queue_wait",
        "talk_seconds": "talk",
        "handle_seconds": f"coalesce(handle, nullif({_PARTS}, 0))",
    },
    documented_at="docs/exports/calls.md",
    how_to_get=HowToGet(
        role="the administrator of the contact centre",
        steps="A report with one row per call: id, start, queue or team, and the times.",
        filename="calls.csv",
        request="Please send me the calls of the last 18 months, one row each: id, start, queue, "
        "wait, talk, hold and wrap time, abandoned, transferred. No numbers, no names.",
    ),
)
