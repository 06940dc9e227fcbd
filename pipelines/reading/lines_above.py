"""What stands above the rows of a table: lines that are none, and those that may be."""

from __future__ import annotations

import csv
import re
from datetime import date

from signpost.pipelines.files.dialect import Layout, is_separator_line
from signpost.pipelines.files.staging import Table
from signpost.pipelines.model.source import Source
from signpost.pipelines.text.dates import Order, read_day
from signpost.pipelines.text.patterns import figures_in


def lines_above(table: Table, layout: Layout, source: Source) -> list[str]:
    """Return what stands above the rows: lines that are none, and names in several rows."""
    above = table.head.split("\n", layout.line)[: layout.line - 1] if not table.json else []
    filled = [line for line in above if line.strip(' ,;\t|\r"') and not is_separator_line(line)]
    lines = len(filled) - (layout.rows - 1)
    names = layout.rows + source.header_rows - 1
    is_ = "line above the table is no row" if lines == 1 else "lines above the table are no rows"
    told = [f"{lines} {is_}."] if lines > 0 else []
    return [*told, f"The names of its columns stand in {names} rows."] if names > 1 else told


def remarks_above(
    table: Table, layout: Layout, source: Source, first: date | None, last: date | None
) -> list[str]:
    """Return warnings of what the lines above a table of KPIs say of all its figures.

    A day before `last` says that the last period was not over, a unit that they are thousands.
    """
    if table.json or table.parquet or source.table != "outcome":
        return []
    lines = table.head.split("\n", layout.line)[: layout.line - layout.rows]
    above = " ".join([table.above, *lines])
    told = []
    day, unit = _AS_OF.search(above), _UNIT_ABOVE.search(above)
    if day and first and last and all(first <= d < last for d in _readings(day[1])):
        told.append(
            f"The lines above say {day[0]!r}, and the table goes to {last}: its last period may "
            "be told in part. Load it again when that is over, and compare up to the one before."
        )
    if unit:
        told.append(
            f"The lines above say {unit[0].strip()!r}: figures are kept as they are, without it."
        )
    return told


def _readings(text: str) -> set[date]:
    """Return what a day can be: 03/04/2026 two days; a day that is not read is not told."""
    orders: tuple[Order, ...] = ("dmy",) if "." in text else ("dmy", "mdy")
    return {day for order in orders if (day := read_day(text, order))} or {date.max}


_AS_OF = re.compile(
    r"\b(?:as of|as at|data (?:up )?(?:to|until|through)|until|stand|stichtag|datenstand|status|"
    r"état au|au|peildatum|al|stan na)\b[ :]*"
    r"(\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}\.? [^\W\d]{3,}\.? \d{4}|"
    r"[^\W\d]{3,}\.? \d{1,2}, \d{4})",
    re.I,
)
_UNIT_ABOVE = re.compile(
    r"\b(?:(?:all )?(?:figures|amounts|values|numbers)|angaben|werte|beträge|zahlen|montants|"
    r"chiffres|valeurs|importes|valores|importi|bedragen|in)\b[^,;\n]{0,20}?"
    r"(?:\bT ?(?:EUR|€|USD|CHF)|\bk ?(?:EUR|€|USD|CHF|£|\$)|\bTsd\b|\bthousands?\b|\bMio\b|"
    r"\bmillions?\b|\bmilliers?\b|\bmiles\b|\bmigliaia\b|\bduizend)[^,;\n]{0,8}",
    re.I,
)


def rows_above(table: Table, layout: Layout) -> list[str]:
    """Return a warning of lines above the header that look like rows below it."""
    if table.json or table.parquet or layout.line == 1:
        return []
    above = table.head.split("\n", layout.line)[: layout.line - layout.rows]
    width = len(layout.headers)
    cells = [
        [cell for cell in row if cell.strip()]
        for row in csv.reader(above, delimiter=layout.delimiter)
        if len(row) == width
    ]
    rows = [row for row in cells if len(row) >= max(3, width - 1) and figures_in(row[-1:])]
    if not rows:
        return []
    many = "1 line above the header has" if len(rows) == 1 else f"{len(rows)} lines above have"
    return [
        f"{many} as many cells as the table, and figures in them, but the names of the columns "
        "stand below: if those lines are rows, put the names above them and load the file again."
    ]
