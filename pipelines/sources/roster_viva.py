"""Viva Insights organisational data, as HR uploads it."""

from signpost.pipelines.model.cells import day_cell, group_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="viva_organisation",
    label="Viva Insights: organisational data",
    table="roster",
    fields={
        "person": person_cell("PersonId"),
        "effective": day_cell("EffectiveDate"),
        "manager": person_cell("ManagerId", blank=True),
        "group": group_cell("Organization"),
        "hired": day_cell("HireDate", optional=True),
        "level": text_cell("LevelDesignation", optional=True),
        "location": text_cell("Location", "Area", optional=True),
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
