"""What the columns of numbers of an unknown KPI table may hold: which KPI, of which period."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from signpost.pipelines.files.header_rows import MARK
from signpost.pipelines.recognition.column_mapping import ValueColumn
from signpost.pipelines.text.column_synonyms import RECORD_ID, neutral
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.month_names import month_number
from signpost.pipelines.text.patterns import figures_in
from signpost.pipelines.text.period_words import YEAR_HEADERS
from signpost.pipelines.text.periods import named_span

UNKNOWN_YEAR, UNKNOWN_MONTH = "YYYY", "YYYY-MM"
"""What the analyst has to fill in; a mapping that still holds it is refused."""
_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
_PART = re.compile(r"Q([1-4])", re.I)


def kpi_values(
    headers: Sequence[str], rows: Sequence[Sequence[str]], used: Collection[str], around: str = ""
) -> dict[str, ValueColumn]:
    """Return each column of numbers that fills no other field, and what its name says.

    `around` is the text over the table and the name of the file: they may tell the year of 'Q1'.
    """
    years = set(_YEAR.findall(around))
    year = years.pop() if len(years) == 1 else UNKNOWN_YEAR
    found = {}
    for at, header in enumerate(headers):
        name = normalise(header)
        values = [row[at] for row in rows if at < len(row)]
        if (
            header.strip() in used
            or not name
            or neutral(name)
            or name in YEAR_HEADERS
            or RECORD_ID.search(name)
            or name.endswith(("?", "？"))
            or not figures_in(values)
        ):
            continue
        found[header.strip()] = _held(header, year)
    return found


def _held(header: str, year: str) -> ValueColumn:
    parts = [part.strip() for part in header.split(MARK)]
    dated = {part: said for part in parts if (said := _period(part, year))}
    kpi = MARK.join(part for part in parts if part not in dated) or "KPI"
    return ValueColumn(kpi, next(iter(dated.values()), ""))


def _period(part: str, year: str) -> str:
    """Return 2026-Q1 of 'Q1', 2026-03 of 'March'; '' of what names no period."""
    if named_span(part):
        return part
    if quarter := _PART.fullmatch(part):
        return f"{year}-Q{quarter[1]}"
    month = month_number(part)
    return f"{year}-{month:02d}" if month else ""
