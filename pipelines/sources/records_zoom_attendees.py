"""Zoom meeting participants since 2024: the meeting above, one row per person with the minutes."""

from signpost.pipelines.model.cells import (
    flag_cell,
    moment_cell,
    number_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="zoom_attendees",
    label="Zoom: participants of a meeting, one row per person",
    table="record",
    fields={
        "person": person_cell("Email", "User Email", blank=True),
        "name": text_cell("Name (original name)"),
        "minutes": number_cell("Total duration (minutes)", at_least=0),
        "opened": moment_cell("Start time", optional=True),
        "guest": flag_cell("Guest", optional=True),
    },
    above={"opened": "Start time"},
    columns={
        "kind": "'attendance'",
        "record_id": "concat_ws('/', 'zoom', person_hash, cast(opened as varchar))",
        "status": "'zoom'",
    },
    measures={"minutes": "minutes"},
    skip={"no e-mail: a guest": "x_person is null"},
    without=("Join Time",),
    documented_at="https://support.zoom.com/hc/article?id=zm_kb&sysparm_article=KB0060623",
    how_to_get=HowToGet(
        role="Zoom account owner or admin, or the host of the meeting",
        steps="Zoom > Reports > Usage reports > Meeting > Participants > Export with meeting data, "
        "unique users.",
        filename="participants_81234567890.csv",
        request="Please export the participants of the meetings of the last three months as CSV, "
        "with meeting data.",
    ),
)
