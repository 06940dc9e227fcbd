"""Apache DevLake: incidents, from its table `incidents`.

Columns: backend/core/models/domainlayer/ticket/incident.go.
"""

from signpost.pipelines.model.cells import group_cell, moment_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="devlake_incidents",
    label="DevLake: incidents",
    table="record",
    fields={
        "record_id": text_cell("id", blank=False),
        "key": text_cell("incident_key"),
        "group": group_cell("team", "project_name"),
        "state": text_cell("status", optional=True),
        "opened": moment_cell("created_date"),
        "resolved": moment_cell("resolution_date", blank=True),
    },
    columns={"kind": "'incident'", "closed": "resolved", "status": "state"},
    reject={"resolved before it was created": "resolved < opened"},
    documented_at="https://devlake.apache.org/docs/DataModels/DevLakeDomainLayerSchema",
    how_to_get=HowToGet(
        role="owner of the DevLake database",
        steps="SELECT i.*, pm.project_name FROM incidents i JOIN project_mapping pm ON pm.row_id = "
        "i.scope_id AND pm.`table` = i.`table`, saved as CSV.",
        filename="devlake_incidents.csv",
        request="Please send me DevLake's incidents with their project of the last 18 months as "
        "CSV.",
    ),
)
