"""Microsoft Teams meeting attendance list: who joined and left when."""

from signpost.pipelines.model.cells import moment_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="teams_attendance",
    label="Microsoft Teams: meeting attendance list",
    table="record",
    fields={
        "person": person_cell("Full Name"),
        "action": text_cell("User Action", blank=False),
        "opened": moment_cell("Timestamp"),
    },
    columns={
        "kind": "'attendance'",
        "record_id": "concat_ws('/', 'teams', person_hash, cast(opened as varchar))",
        "status": "'teams'",
    },
    skip={"left the meeting": "lower(action) = 'left'"},
    documented_at="https://learn.microsoft.com/microsoftteams/teams-analytics-and-reports/"
    "meeting-attendance-report",
    how_to_get=HowToGet(
        role="organiser of the meeting",
        steps="Teams > the meeting > Participants > Download attendance list.",
        filename="meetingAttendanceList.csv",
        request="Please download the attendance list of the meeting and send me the file as it is.",
    ),
)
