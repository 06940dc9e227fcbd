"""OpenAI's API platform: cost per day and line of the bill, of nobody by name.

Fields: platform.openai.com, organization/costs, group_by=line_item; the day is that of the bucket.
"""

from signpost.pipelines.model.cells import Cell, day_cell, number_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source, Spend

SOURCE = Source(
    id="openai_costs",
    label="OpenAI API: cost per day",
    table="spend",
    platform="openai",
    fields={
        "first_day": day_cell("bucket_day"),
        "net_amount": number_cell("amount.value"),
        "currency": text_cell("amount.currency"),
        "line": text_cell("line_item", optional=True),
        "project": text_cell("project_id", optional=True),
        "person": Cell("person", ("user_email",), optional=True, blank=True),
    },
    columns={"last_day": "first_day"},
    spend=(
        Spend(
            basis="bill",
            unit="'usd'",
            quantity="net_amount",
            net_amount="net_amount",
            currency="coalesce(upper(currency), 'USD')",
        ),
    ),
    documented_at="https://platform.openai.com/docs/api-reference/usage/costs",
    how_to_get=HowToGet(
        role="owner of the OpenAI organisation, with an admin key",
        steps='`signpost fetch` with connector = "openai" (docs/data.md); or GET '
        "/v1/organization/costs?start_time=…&bucket_width=1d&group_by=line_item, the results of "
        "all pages as one list, each with the day of its bucket as bucket_day.",
        filename="openai_costs_2026-06.json",
        request="Please fetch the cost of our OpenAI organisation per day and line item "
        "(organization/costs, bucket_width=1d, group_by=line_item) for each month.",
    ),
)
