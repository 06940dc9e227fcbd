"""Viva Insights group-to-group query: time that one organisation spends with another."""

from signpost.pipelines.model.cells import group_cell, number_cell, period_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="viva_group_to_group",
    label="Viva Insights: group-to-group query",
    table="interaction",
    platform="microsoft365",
    fields={
        "from_group": group_cell(
            "PrimaryCollaborator_Organization", "PrimaryCollaborator_FunctionType"
        ),
        "to_group": group_cell(
            "SecondaryCollaborator_Organization", "SecondaryCollaborator_FunctionType"
        ),
        "week": period_cell("MetricDate", width="week"),
        "minutes": number_cell(
            "Group_collaboration_time_invested", "Collaboration_hours", at_least=0
        ),
        "meetings": number_cell("Group_meeting_count", "Meetings", optional=True, at_least=0),
        "emails": number_cell("Group_email_sent_count", "Emails", optional=True, at_least=0),
    },
    columns={"first_day": "week", "last_day": "week_until"},
    actions={"minutes": "minutes", "meeting": "meetings", "email": "emails"},
    dates="mdy",
    documented_at="https://learn.microsoft.com/viva/insights/advanced/analyst/"
    "cross-collaboration-query",
    how_to_get=HowToGet(
        role="Insights Analyst",
        steps="Viva Insights > Analyst workbench > Group-to-group query > weekly > by "
        "Organization.",
        filename="GroupToGroup.csv",
        request="Please run a weekly group-to-group query by Organization for the last 18 months.",
    ),
)
