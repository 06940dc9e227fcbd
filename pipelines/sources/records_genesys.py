"""Genesys Cloud agent performance: one row per agent and interval. Times are milliseconds."""

from signpost.pipelines.model.cells import (
    count_cell,
    flag_cell,
    moment_cell,
    number_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="genesys_agents",
    label="Genesys Cloud: agent performance",
    table="record",
    fields={
        "opened": moment_cell("Interval Start"),
        "ended": moment_cell("Interval End"),
        "complete": flag_cell("Interval Complete"),
        "person": person_cell("Agent Name", "Agent Id"),
        "media": text_cell("Media Type", optional=True),
        "handled": count_cell("Handle"),
        "handle": number_cell("Total Handle", optional=True, at_least=0),
        "talk": number_cell("Total Talk", optional=True, at_least=0),
        "hold": number_cell("Total Hold", optional=True, at_least=0),
        "wrap": number_cell("Total ACW", optional=True, at_least=0),
    },
    columns={
        "kind": "'agent_interval'",
        "record_id": "concat_ws('/', person_hash, cast(opened as varchar), media)",
        "closed": "ended",
        "status": "media",
    },
    measures={
        "handled": "handled",
        "handle_ms": "handle",
        "talk_ms": "talk",
        "hold_ms": "hold",
        "acw_ms": "wrap",
    },
    skip={"interval is not complete": "complete is false"},
    documented_at="https://help.genesys.cloud/articles/export-view-data/",
    how_to_get=HowToGet(
        role="Genesys Cloud supervisor with the right to view performance",
        steps="Performance > Workspace > Agents > choose interval > Export > CSV.",
        filename="agent_performance_export.csv",
        request="Please export the agent performance view per week for the last 18 months as CSV.",
    ),
)
