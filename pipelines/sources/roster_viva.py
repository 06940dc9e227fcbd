"""Viva Insights organisational data, as HR uploads it."""

from signpost.pipelines.model.cells import day, group, person, text
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="viva_organisation",
    label="Viva Insights: organisational data",
    table="roster",
    fields={
        "person": person("PersonId"),
        "effective": day("EffectiveDate"),
        "manager": person("ManagerId", blank=True),
        "group": group("Organization"),
        "hired": day("HireDate", optional=True),
        "level": text("LevelDesignation", optional=True),
        "location": text("Location", "Area", optional=True),
    },
    dates="mdy",
    without=("MetricDate",),
    documented_at="https://learn.microsoft.com/viva/insights/advanced/admin/prepare-org-data",
    how_to_get=HowToGet(
        role="Insights Administrator, or HR data owner",
        steps="The CSV that HR uploads to Viva Insights (Advanced insights > Organizational data).",
        filename="organizational_data_upload.csv",
        request="Please send me the organisational data files uploaded to Viva Insights in the "
        "last 18 "
        "months (PersonId, EffectiveDate, ManagerId, Organization and what else they hold).",
    ),
)
