"""Zoom meeting participants: the second table of a meeting's file, one row per join."""

from signpost.pipelines.model.cells import (
    flag_cell,
    moment_cell,
    number_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="zoom_participants",
    label="Zoom: participants of a meeting",
    table="record",
    fields={
        "person": person_cell("User Email", blank=True),
        "name": text_cell("Name (Original Name)"),
        "opened": moment_cell("Join Time"),
        "left": moment_cell("Leave Time"),
        "minutes": number_cell("Duration (Minutes)", at_least=0),
        "guest": flag_cell("Guest", optional=True),
    },
    columns={
        "kind": "'attendance'",
        "record_id": "concat_ws('/', 'zoom', person_hash, cast(opened as varchar))",
        "closed": '"left"',
        "status": "'zoom'",
    },
    measures={"minutes": "minutes", "hours": "minutes / 60"},
    skip={"no e-mail: a guest": "x_person is null"},
    dates=None,  # as the account writes them: 06/15/2026 10:00:01 AM or 15/06/2026 10:00
    documented_at="https://support.zoom.com/hc/article?id=zm_kb&sysparm_article=KB0060623",
    how_to_get=HowToGet(
        role="Zoom account owner or admin, or the host of the meeting",
        steps="Zoom > Reports > Usage reports > Meeting > Participants > Export with meeting data.",
        filename="participants_81234567890.csv",
        request="Please export the participants of the meetings of the last three months as CSV, "
        "with meeting data.",
    ),
)
