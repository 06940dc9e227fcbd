"""ServiceNow task SLAs: one row per SLA of a task, and whether it was breached."""

from signpost.pipelines.model.cells import (
    flag_cell,
    group_cell,
    moment_cell,
    number_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="servicenow_task_sla",
    label="ServiceNow: SLAs of tasks",
    table="record",
    fields={
        "task": text_cell("Task", "task", blank=False),
        "definition": text_cell("SLA definition", "sla", optional=True),
        "status": text_cell("Stage", "stage", optional=True),
        "breached": flag_cell("Has breached", "has_breached"),
        "opened": moment_cell("Start time", "start_time"),
        "closed": moment_cell("Stop time", "end_time", optional=True),
        "share": number_cell(
            *("Business elapsed percentage", "business_percentage"), optional=True, at_least=0
        ),
        "group": group_cell(
            *("Task Assignment group", "task.assignment_group", "Assignment group"), optional=True
        ),
    },
    columns={"kind": "'sla'", "record_id": "concat_ws('/', task, definition)"},
    flags={"breached": "breached", "met": "breached is false and closed is not null"},
    measures={"elapsed_percent": "share"},
    beside=(),
    documented_at="https://www.servicenow.com/docs (task_sla table)",
    how_to_get=HowToGet(
        role="itil user with the right to export lists",
        steps="task_sla list with the columns task, SLA definition, stage, has breached, start "
        "time, stop time, task assignment group > Export > CSV.",
        filename="task_sla.csv",
        request="Please export the task SLAs of the last 18 months as CSV, one file per month: "
        "task, SLA definition, stage, has breached, start time, stop time, assignment group.",
    ),
)
