"""Claude Enterprise: cost per person and day, in all its products.

Fields: platform.claude.com, Analytics API, user_cost_report. Amounts are cents: `amount` after
discounts and before credits, `list_amount` before both. Rows split by RBAC group overlap.
"""

from signpost.pipelines.model.cells import Cell, day_cell, number_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source, Spend

SOURCE = Source(
    id="claude_user_cost",
    label="Claude Enterprise: cost per user",
    table="spend",
    platform="claude",
    fields={
        "person": Cell("person", ("actor.email_address",), blank=True),
        "first_day": day_cell("starting_at", blank=True),
        "until": day_cell("ending_at", blank=True),
        "net_amount": number_cell("amount"),
        "list_amount": number_cell("list_amount"),
        "currency": text_cell("currency"),
        "product": text_cell("product", optional=True),
        "rbac_group": text_cell("rbac_group_id", optional=True),
    },
    columns={"last_day": "greatest(first_day, coalesce(until - 1, first_day))"},
    spend=(
        Spend(
            basis="bill",
            unit="'usd'",
            quantity="net_amount / 100",
            list_amount="list_amount / 100",
            net_amount="net_amount / 100",
            currency="coalesce(currency, 'USD')",
        ),
    ),
    reject={
        "names no day: fetch the report with bucket_width=1d": "first_day is null",
        "is one of several rows of one amount: fetch the report without rbac_group_id": (
            "rbac_group is not null"
        ),
    },
    documented_at="https://platform.claude.com/docs/en/manage-claude/analytics-api",
    how_to_get=HowToGet(
        role="primary owner of Claude Enterprise, with an analytics API key",
        steps="GET /v1/organizations/analytics/user_cost_report?starting_at=2026-06-01T00:00:00Z"
        "&ending_at=2026-07-01T00:00:00Z&bucket_width=1d, every page.",
        filename="claude_user_cost_2026-06.json",
        request="Please fetch the Claude Enterprise cost per user (user_cost_report, "
        "bucket_width=1d, no group_by) for each month since January 2026, all pages of a month in "
        "one file. Figures of a month are final about 7 days after its end.",
    ),
)
