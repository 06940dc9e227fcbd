"""A KPI file per person and month: PersonId, StartDate and one column per metric.

The business data of Microsoft's Copilot Business Impact report: PersonId (an e-mail address),
StartDate (the first of the month) and numeric columns, as its documentation describes it.
Values go to the group a person is in that month, and to pilots of people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from signpost.pipelines.model.cells import number_cell, period_cell, person_cell, text_cell
from signpost.pipelines.model.generic import KPI_FIELD
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import neutral
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import figures_in

_KEYS = ("personid", "person id", "startdate", "start date")


def metric_columns(
    headers: Sequence[str], below: Sequence[Sequence[str]]
) -> Mapping[int, Mapping[str, str]]:
    """Return the columns that hold a metric each: numbers, under a name."""
    found = {}
    for at, header in enumerate(headers):
        plain = normalise(header)
        if not plain or plain in _KEYS or neutral(plain):
            continue
        if not below or figures_in(row[at] for row in below if at < len(row)):
            found[at] = {"measure": header.strip()}
    return found


SOURCE = Source(
    id="person_kpis",
    label="KPI file: one row per person and month (Copilot Business Impact)",
    table="record",
    spread=metric_columns,
    fields={
        "person": person_cell("PersonId", "Person Id"),
        "period": period_cell("StartDate", "Start Date", width="month"),
        "measure": text_cell(optional=True),
        "value": number_cell(optional=True),
    },
    columns={
        "kind": f"concat('person:', {KPI_FIELD})",
        "record_id": f"concat_ws('/', 'kpi', {KPI_FIELD}, cast(period as varchar), person_hash)",
        "opened": "period",
        "closed": "period_until",
        "amount": "value",
    },
    without=("MetricDate", "EffectiveDate", "ManagerId"),
    dates="mdy",
    documented_at="https://learn.microsoft.com/viva/insights/advanced/analyst/templates/"
    "microsoft-365-copilot-business-impact",
    how_to_get=HowToGet(
        role="the owner of the KPI (sales operations, service, HR data owner)",
        steps="A table with PersonId (work e-mail), StartDate (first of the month) and one column "
        "per metric, one row per person and month.",
        filename="business_data.csv",
        request="Please send me the KPIs per person and month for the last 18 months as CSV: "
        "PersonId (work e-mail), StartDate (first of the month), and one column per metric. Names "
        "are replaced by pseudonyms when the file is loaded; only values of groups are shown.",
    ),
)
