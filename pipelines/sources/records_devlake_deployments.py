"""Apache DevLake: deployments, from its table `cicd_deployments`.

Columns: backend/core/models/domainlayer/devops/cicd_deployment.go. A change failed where its result
is not SUCCESS, or an incident is tied to it (count of project_incident_deployment_relationships).
"""

from signpost.pipelines.model.cells import count_cell, group_cell, moment_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="devlake_deployments",
    label="DevLake: deployments",
    table="record",
    fields={
        "record_id": text_cell("id", blank=False),
        "scope": text_cell("cicd_scope_id"),
        "group": group_cell("team", "project_name"),
        "result": text_cell("result"),
        "environment": text_cell("environment", optional=True),
        "finished": moment_cell("finished_date", blank=True),
        "began": moment_cell("started_date", optional=True, blank=True),
        "incidents": count_cell("incidents", optional=True),
    },
    columns={
        "kind": "'deployment'",
        "opened": "coalesce(finished, began)",
        "closed": "coalesce(finished, began)",
    },
    flags={"failed": "upper(coalesce(result, '')) <> 'SUCCESS' or coalesce(incidents, 0) > 0"},
    skip={
        "not in production": "environment is not null and upper(environment) <> 'PRODUCTION'",
        "not finished": "finished is null and began is null",
    },
    vocabulary={"result": ("success", "failure", "default", "abort", "manual")},
    documented_at="https://devlake.apache.org/docs/DataModels/DevLakeDomainLayerSchema",
    how_to_get=HowToGet(
        role="owner of the DevLake database",
        steps="SELECT d.*, pm.project_name, (SELECT count(*) FROM "
        "project_incident_deployment_relationships r WHERE r.deployment_id = d.id) AS incidents "
        "FROM cicd_deployments d JOIN project_mapping pm ON pm.row_id = d.cicd_scope_id AND "
        "pm.`table` = 'cicd_scopes', saved as CSV.",
        filename="devlake_deployments.csv",
        request="Please send me DevLake's cicd_deployments with project and number of incidents of "
        "the last 18 months as CSV.",
    ),
)
