"""Viva Insights consumption query: Copilot Credits and sessions per person, service and period.

Columns: learn.microsoft.com, AI cost query, and microsoft/viva-insights-sample-code (copilot query
contracts). Cowork is one of the services. Credits are counted, not priced; limits are not use.
"""

from signpost.pipelines.model.cells import (
    count_cell,
    number_cell,
    period_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source, Spend

SOURCE = Source(
    id="viva_consumption",
    label="Viva Insights: Copilot consumption per person and service (Cowork)",
    table="usage",
    platform="copilot",
    part="credits",
    fields={
        "person": person_cell("UserPrincipalName", "PersonId"),
        "day": period_cell("MetricDate", width="week"),
        "service": text_cell("ServiceId", blank=False),
        "service_name": text_cell("ServiceName", optional=True),
        "credits": number_cell("Total Copilot Credits used", at_least=0),
        "sessions": count_cell("Session count"),
    },
    columns={"first_day": "day", "last_day": "day_until"},
    actions={
        "sessions": "sessions",
        "other": "if(coalesce(sessions, 0) = 0 and credits > 0, 1, 0)",
    },
    spend=(Spend(basis="report", unit="'copilot credits'", quantity="credits", currency="NULL"),),
    no_use=("Spending policy limit", "User limit"),
    repeats="add",
    dates="mdy",
    documented_at="https://learn.microsoft.com/viva/insights/advanced/analyst/ai-cost-query",
    how_to_get=HowToGet(
        role="Viva Insights analyst",
        steps="Viva Insights > Create analysis > Custom query > AI cost query (Consumption query), "
        "grouped by week > Results > CSV; the activity file, with user principal names if your "
        "organisation allows identified queries.",
        filename="ConsumptionQuery.csv",
        request="Please run the AI cost query of Viva Insights since June 2026, grouped by week, "
        "with user principal names, and send me the CSV of activity. Persons "
        "become pseudonyms; we look at groups only.",
    ),
)
