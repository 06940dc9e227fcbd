"""A KPI table with one row per period, group and KPI."""

from signpost.pipelines.model.cells import group_cell, number_cell, period_cell, text_cell
from signpost.pipelines.model.generic import KPI_FIELD as KPI_ID
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP, KPI, PERIOD, UNIT_HEADERS, VALUE

SOURCE = Source(
    id="kpi_long",
    label="KPI table: period, group, KPI, value",
    table="outcome",
    generic=True,
    fields={
        "period": period_cell(*PERIOD),
        "group": group_cell(*GROUP),
        "measure": text_cell(*KPI, blank=False),
        "value": number_cell(*VALUE, optional=True),
        "above": number_cell("numerator", "zähler", optional=True),
        "below": number_cell("denominator", "nenner", "n", "base", optional=True),
        "unit": text_cell(*UNIT_HEADERS, optional=True),
    },
    columns={
        "kpi": KPI_ID,
        "first_day": "period",
        "last_day": "period_until",
        "numerator": "coalesce(above, value * coalesce(below, 1))",
        "denominator": "coalesce(below, 1)",
    },
    reject={
        "has neither a value nor a numerator": "above is null and value is null",
        "the denominator must be more than 0": "below <= 0",
        "has a numerator but no denominator": "above is not null and below is null and value "
        "is null",
    },
    documented_at="docs/exports/kpi_long.md",
    how_to_get=HowToGet(
        role="the owner of the KPI (controlling, operations, service)",
        steps="A table with the columns period, group, kpi, value, unit; better numerator and "
        "denominator instead of value.",
        filename="kpi.csv",
        request="Please send me the KPI per department and month (better week) for the last 18 "
        "months "
        "as a table: period, group, kpi, numerator, denominator, unit. For 'escalations per 1,000 "
        "calls' the numerator is escalations, the denominator calls.",
    ),
)
