"""What the generic tables share: the platform's key, the columns of a KPI, those of a pair."""

from __future__ import annotations

from signpost.pipelines.model.cells import Cell, day_cell, number_cell, period_cell, text_cell
from signpost.pipelines.text.column_synonyms import UNIT_HEADERS

PLATFORM = "nullif(platform_key(platform), '')"
"""SQL for the key of the platform in a row; NULL where none is named."""
PLATFORM_OR_ANY = f"coalesce({PLATFORM}, 'any')"

KPI_FIELD = "trim(regexp_replace(lower(measure), '[^\\p{L}\\p{N}]+', '_', 'g'), '_')"
"""SQL for the id of the KPI that a row or a header names."""
SPREAD_VALUE: dict[str, Cell] = {
    "unit": text_cell(*UNIT_HEADERS, optional=True),
    "value": number_cell(optional=True),
    "first_day": day_cell(optional=True),
    "last_day": day_cell(optional=True),
}
"""Fields of a table with a column per KPI or per month: what stands in such a column."""
SPREAD_COLUMNS = {"kpi": KPI_FIELD, "numerator": "value", "denominator": "1"}

PAIR: dict[str, Cell] = {
    "count": number_cell(
        "times",
        "count",
        "interactions",
        "messages",
        "meetings",
        "minutes",
        "weight",
        blank=False,
        at_least=0,
    ),
    "kind": text_cell("kind", "type", "channel", optional=True),
    "platform": text_cell("platform", "tool", optional=True),
}
"""Fields of a table of who works with whom, after the two sides and the period."""
PAIR_COLUMNS = {
    "platform": PLATFORM_OR_ANY,
    "kind": "lower(coalesce(kind, 'interaction'))",
    "first_day": "period",
    "last_day": "period_until",
    "times": "count",
}


def pair_period(*more: str) -> Cell:
    """Return the period of such a table; `more` are further headers it may have."""
    return period_cell("period", "month", "week", "date", *more)
