"""What stands above the rows of a table: lines that are none, and those that may be."""

from __future__ import annotations

import csv

from signpost.pipelines.files.dialect import Layout, is_separator_line
from signpost.pipelines.files.staging import Table
from signpost.pipelines.model.source import Source
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
