"""Tempo for Jira: logged work, one row per entry. The hours of a team are an outcome."""

from signpost.pipelines.model.cells import moment_cell, number_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

_ENTRY = "issue, cast(opened as date), person_hash"

SOURCE = Source(
    id="tempo_worklogs",
    label="Tempo for Jira: worklogs",
    table="record",
    fields={
        "issue": text_cell("Issue Key", blank=False),
        "hours": number_cell("Hours", blank=False, at_least=0),
        "opened": moment_cell("Work date"),
        "person": person_cell("Username"),
    },
    columns={
        "kind": "'worklog'",
        # an entry has no id; somebody may log twice on one issue and day
        "record_id": f"concat_ws('/', 'tempo', {_ENTRY}, "
        f"row_number() over (partition by {_ENTRY} order by row))",
        "closed": "opened",
    },
    measures={"hours": "hours"},
    beside=("Issue summary",),
    documented_at="https://help.tempo.io",
    how_to_get=HowToGet(
        role="Tempo user with the permission View All Worklogs",
        steps="Tempo > Reports > Logged Time > choose the teams and the dates > Export > CSV, "
        "one row per worklog.",
        filename="worklogs_2026-07.csv",
        request="Please export the worklogs of the last 18 months from Tempo as CSV, one file per "
        "month, with issue key, hours, work date and username. Signpost stores no names and "
        "counts the hours per group.",
    ),
)
