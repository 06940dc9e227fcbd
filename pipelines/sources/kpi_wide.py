"""A KPI table with one column per month (or week, or quarter)."""

from collections.abc import Mapping, Sequence

from signpost.pipelines.files.header_rows import is_part_of_year
from signpost.pipelines.model.cells import group_cell, text_cell
from signpost.pipelines.model.generic import SPREAD_COLUMNS, SPREAD_VALUE
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP, KPI
from signpost.pipelines.text.periods import named_span


def month_columns(
    headers: Sequence[str], below: Sequence[Sequence[str]]
) -> Mapping[int, Mapping[str, str]]:
    """Return the columns whose header names a period; none unless there are two.

    None where months stand in the row below: its years head them.
    """
    if below and sum(map(is_part_of_year, below[0])) > 1:
        return {}
    spans = {index: named_span(header.strip()) for index, header in enumerate(headers)}
    found = {
        index: {"first_day": span[0].isoformat(), "last_day": span[1].isoformat()}
        for index, span in spans.items()
        if span
    }
    return found if len(found) > 1 else {}


SOURCE = Source(
    id="kpi_wide",
    label="KPI table: one column per month",
    table="outcome",
    generic=True,
    spread=month_columns,
    fields={"group": group_cell(*GROUP), "measure": text_cell(*KPI, blank=False), **SPREAD_VALUE},
    columns=SPREAD_COLUMNS,
    documented_at="docs/exports/kpi_wide.md",
    how_to_get=HowToGet(
        role="the owner of the KPI (controlling, operations, service)",
        steps="A table with the columns group and kpi and one column per month; a total may stay.",
        filename="kpi-by-month.xlsx",
        request="Please send me the KPI per department, one column per month, for the last 18 "
        "months.",
    ),
)
