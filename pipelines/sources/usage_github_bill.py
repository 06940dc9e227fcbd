"""GitHub billing reports: Copilot's premium requests, AI credits since 2026-06-01, and seats.

Columns: docs.github.com/billing/reference/usage-reports; `unit_type` is "requests" until May 2026,
"ai-credits" after, "user-months" for seats, as open-source readers of these reports keep them.
`aic_quantity` and `aic_gross_amount` are what requests would have come to in credits: no bill.
"""

from signpost.pipelines.model.cells import Cell, day_cell, number_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source, Spend

_UNIT = "lower(coalesce(unit_type, 'requests'))"
_SEATS = f"({_UNIT} in ('user-months', 'user-month', 'seats', 'seat', 'licenses'))"

SOURCE = Source(
    id="github_copilot_requests",
    label="GitHub Copilot: billing (premium requests, AI credits, seats)",
    table="usage",
    platform="github_copilot",
    part="bill",
    formerly=("github_copilot_requests",),
    fields={
        "person": Cell("person", ("username",), optional=True, blank=True),
        "day": day_cell("date"),
        "product": text_cell("product", optional=True),
        "sku": text_cell("sku"),
        "model": text_cell("model", optional=True),
        "quantity": number_cell("quantity", blank=False),
        "unit_type": text_cell("unit_type", "unitType", optional=True),
        "list_amount": number_cell("gross_amount", "grossAmount", optional=True),
        "net_amount": number_cell("net_amount", "netAmount", optional=True),
    },
    beside=("applied_cost_per_quantity",),
    columns={"first_day": "day", "last_day": "day"},
    actions={
        "requests": f"case when {_UNIT} like '%request%' then quantity end",
        # credits measure money, not use: a row with some is one use
        "credit_uses": f"case when {_UNIT} like '%credit%' and quantity > 0 then 1 end",
    },
    spend=(
        Spend(
            basis="bill",
            kind=f"if({_SEATS}, 'seat', 'metered')",
            unit=_UNIT,
            quantity="quantity",
            list_amount="list_amount",
            net_amount="net_amount",
        ),
    ),
    skip={"of another product": "product is not null and not contains(lower(product), 'copilot')"},
    vocabulary={
        "unit_type": (
            *("requests", "request", "ai-credits", "ai-credit", "credits", "user-months"),
            *("user-month", "seats", "seat", "licenses"),
        )
    },
    repeats="add",
    documented_at="https://docs.github.com/billing/reference/usage-reports",
    how_to_get=HowToGet(
        role="organisation or enterprise owner, or billing manager",
        steps="Billing and licensing > Usage > AI usage (before June 2026: Premium requests) > Get "
        "usage report; for seats: Metered usage > Get usage report.",
        filename="premium_request_usage_report.csv",
        request="Please download the AI usage report (before June 2026: the premium request usage "
        "report) for each month and send me the CSV files, with a list that joins GitHub logins to "
        "work e-mails.",
    ),
)
