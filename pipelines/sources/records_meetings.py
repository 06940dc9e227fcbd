"""Meetings and whether anything was decided or agreed in them, one row each: a log or minutes."""

from signpost.pipelines.model.cells import (
    flag_cell,
    group_cell,
    moment_cell,
    number_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP

SOURCE = Source(
    id="meetings",
    label="Meetings: one row per meeting, with its outcome",
    table="record",
    generic=True,
    fields={
        "record_id": text_cell(
            *("meeting id", "meeting", "minutes id", "besprechung", "réunion", "reunión"),
            blank=False,
        ),
        "opened": moment_cell(
            *("meeting date", "meeting start", "start time", "start", "held on", "date", "datum"),
            *("beginn", "début", "inicio", "fecha"),
        ),
        "group": group_cell(*GROUP, "organizer's team", "organiser's team", optional=True),
        "outcome": flag_cell(
            *(
                "outcome reached",
                "decision made",
                "decided",
                "decision",
                "outcome",
                "action agreed",
            ),
            *("decision or action", "ergebnis", "beschluss", "décision", "decisión"),
        ),
        "attendees": number_cell("attendees", "participants", "teilnehmer", optional=True),
        "minutes": number_cell("minutes", "duration (min)", "dauer (min)", optional=True),
    },
    columns={"kind": "'meeting'", "closed": "opened"},
    flags={"outcome": "outcome"},
    measures={"person_hours": "attendees * minutes / 60"},
    documented_at="docs/exports/meetings.md",
    how_to_get=HowToGet(
        role="whoever keeps the minutes, or the administrator of the tool they are kept in",
        steps="A table with one row per meeting: id, date, team, decision made (yes or no), and "
        "attendees and minutes where they are known.",
        filename="meetings.csv",
        request="Please send me the meetings of the last 18 months, one row each: id, date, team, "
        "whether something was decided or agreed (yes or no), attendees, minutes. No names.",
    ),
)
