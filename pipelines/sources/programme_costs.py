"""What the programme costs, per item and period."""

from signpost.pipelines.model.cells import group_cell, number_cell, period_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP

SOURCE = Source(
    id="costs",
    label="Costs: item, period, amount",
    table="cost",
    generic=True,
    fields={
        "item": text_cell("item", "cost item", "position", "kostenart", blank=False),
        "period": period_cell("period", "month", "quarter", "year", "date", "monat"),
        "amount": number_cell(
            "amount", "cost", "costs", "betrag", "kosten", blank=False, at_least=0
        ),
        "currency": text_cell("currency", "währung", optional=True),
        "group": group_cell(*GROUP, optional=True, blank=True),
    },
    columns={
        "first_day": "period",
        "last_day": "period_until",
        "currency": "coalesce(upper(currency), 'EUR')",
    },
    documented_at="docs/exports/costs.md",
    how_to_get=HowToGet(
        role="controlling",
        steps="A table with item, period, amount, currency, and the group where it is for one "
        "only.",
        filename="costs.csv",
        request="Please send me the costs of the programme per month: item (licences, "
        "training, team, "
        "…), month, amount, currency, and the department if it was for one only.",
    ),
)
