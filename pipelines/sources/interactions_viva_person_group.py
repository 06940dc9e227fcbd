"""Viva Insights person-to-group query: what a person has to do with groups."""

from signpost.pipelines.model.cells import group_cell, number_cell, period_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="viva_person_to_group",
    label="Viva Insights: person-to-group query",
    table="interaction",
    platform="microsoft365",
    fields={
        "from_person": person_cell("PrimaryCollaborator_PersonId"),
        "to_group": group_cell(
            "SecondaryCollaborator_Organization", "SecondaryCollaborator_FunctionType"
        ),
        "week": period_cell("MetricDate", width="week"),
        "meetings": number_cell("Meeting_Count", "Meetings", at_least=0),
        "emails": number_cell("Mail_Count", "Email_Count", optional=True, at_least=0),
    },
    columns={"first_day": "week", "last_day": "week_until"},
    actions={"meeting": "meetings", "email": "emails"},
    dates="mdy",
    documented_at="https://learn.microsoft.com/viva/insights/advanced/analyst/"
    "person-to-group-queries",
    how_to_get=HowToGet(
        role="Insights Analyst",
        steps="Viva Insights > Analyst workbench > Person-to-group query > weekly.",
        filename="PersonToGroup.csv",
        request="Please run a weekly person-to-group query by Organization for the last quarter. "
        "People are pseudonyms in it already and become others when loaded.",
    ),
)
