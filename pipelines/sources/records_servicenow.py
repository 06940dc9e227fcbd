"""ServiceNow incidents, with field names or labels."""

from signpost.pipelines.model.cells import count_cell, flag_cell, group_cell, moment_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="servicenow_incidents",
    label="ServiceNow: incidents",
    table="record",
    fields={
        "record_id": text_cell("number", blank=False),
        "group": group_cell("assignment_group", "Assignment group", blank=True),
        "opened": moment_cell("opened_at", "Opened"),
        "resolved": moment_cell("resolved_at", "Resolved", optional=True),
        "closed_at": moment_cell("closed_at", "Closed", optional=True),
        "status": text_cell("state", "incident_state", optional=True),
        "priority": text_cell("priority", optional=True),
        "escalation": text_cell("escalation", optional=True),
        "sla": flag_cell("made_sla", optional=True),
        "reassigned": count_cell("reassignment_count", "Reassignment count", optional=True),
        "reopens": count_cell("reopen_count", "Reopen count", optional=True),
    },
    columns={"kind": "'ticket'", "closed": "coalesce(resolved, closed_at)"},
    flags={
        "escalated": "lower(escalation) not in ('normal', '0', 'no')",
        "reopened": "reopens > 0",
        "sla_met": "sla",
        "sla_missed": "sla is false",
    },
    measures={"reassignments": "reassigned", "reopens": "reopens"},
    reject={"closed before it was opened": "coalesce(resolved, closed_at) < opened"},
    skip={
        "no incident but a request, change, problem or task, by its number": "regexp_matches("
        "upper(record_id), '^(RITM|REQ|SCTASK|CHG|CTASK|PRB|PTASK|KB|STRY|HRC|HRT|IMS|CS|RFC|"
        "VIT|DMND|PRJ|STSK|WO|WOT)\\d')"
    },
    without=("request.requested_for", "requested_for", "Requested for"),
    cut_at=(10_000,),
    documented_at="https://www.servicenow.com/docs (Export limits; incident table)",
    how_to_get=HowToGet(
        role="itil user with the right to export lists",
        steps="Incident list with the columns number, opened, resolved, closed, assignment group, "
        "state, escalation, made SLA, reopen count > context menu of a column > Export > CSV.",
        filename="incident.csv",
        request="Please export the incidents of the last 18 months as CSV, one file per month (an "
        "export stops silently at 10,000 rows): number, opened, resolved, closed, assignment "
        "group, "
        "state, priority, escalation, made SLA, reassignment count, reopen count. No descriptions.",
    ),
)
