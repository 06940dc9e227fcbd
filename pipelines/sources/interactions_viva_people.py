"""Viva Insights person-to-person query: how strong the tie between two people is."""

from signpost.pipelines.model.cells import number_cell, period_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="viva_person_to_person",
    label="Viva Insights: person-to-person query",
    table="interaction",
    platform="microsoft365",
    fields={
        "from_person": person_cell("PrimaryCollaborator_PersonId"),
        "to_person": person_cell("SecondaryCollaborator_PersonId"),
        "week": period_cell("MetricDate", width="week"),
        "strong": number_cell("Strong_tie_score", at_least=0),
        "diverse": number_cell("Diverse_tie_score", optional=True, at_least=0),
    },
    columns={"first_day": "week", "last_day": "week_until"},
    actions={"strong_tie": "strong", "diverse_tie": "diverse"},
    dates="mdy",
    documented_at="https://learn.microsoft.com/viva/insights/advanced/analyst/"
    "person-to-person-query-overview",
    how_to_get=HowToGet(
        role="Insights Analyst",
        steps="Viva Insights > Analyst workbench > Person-to-person query > weekly.",
        filename="PersonToPerson.csv",
        request="Please run a person-to-person query (strong and diverse ties) for the last "
        "quarter. "
        "People are pseudonyms in it already and become others when loaded.",
    ),
)
