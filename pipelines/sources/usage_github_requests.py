"""GitHub Copilot premium requests or AI credits, from the billing report."""

from signpost.pipelines.model.cells import day_cell, number_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="github_copilot_requests",
    label="GitHub Copilot: premium requests (billing)",
    table="usage",
    platform="github_copilot_requests",
    fields={
        "person": person_cell("username"),
        "day": day_cell("date"),
        "sku": text_cell("sku"),
        "model": text_cell("model"),
        "quantity": number_cell("quantity", at_least=0, blank=False),
    },
    beside=("applied_cost_per_quantity",),
    columns={"first_day": "day", "last_day": "day"},
    actions={"requests": "quantity"},
    repeats="add",
    documented_at="https://docs.github.com/billing/reference/usage-reports",
    how_to_get=HowToGet(
        role="organisation or enterprise owner, or billing manager",
        steps="Billing and licensing > Usage > Premium requests > Get usage report.",
        filename="premium_request_usage_report.csv",
        request="Please download the premium request usage report for each month and send me the "
        "CSV files, with a list that joins GitHub logins to work e-mails.",
    ),
)
