"""The rows that were rejected, as a file to correct and load again.

It goes back to the person who holds the export and is never kept: it holds ids in clear. Loaded
again it adds to the upload it repairs instead of taking its place.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from signpost.metrics.model.spreadsheet_cell import inert_cell
from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.encoding import clean_text
from signpost.pipelines.files.staging import Table, tables
from signpost.pipelines.recognition.column_mapping import remembered_mapping
from signpost.pipelines.recognition.identify import source_named
from signpost.pipelines.recognition.match_table import Mappings, match_table
from signpost.pipelines.text.headers import REPAIRS, normalise
from signpost.warehouse.connection import Reader
from signpost.warehouse.staging import StagingFolder

_INSIDE = re.compile(r"([;\t|\r\n])(\s*[=+\-@])")
_WHY = "Signpost: what to correct"


def correction_file(reader: Reader, upload_no: int, original: Path) -> tuple[str, bytes] | None:
    """Name and bytes of the fix file of one upload; None if nothing was rejected.

    `original` is the file that was loaded. Raises UnreadableFile if it is another one.
    """
    upload_id, source_id, name = reader.one(
        "select upload_id, source_id, filename from upload where upload_no = ?", [upload_no]
    )
    reasons = _reasons(reader, upload_no)
    if not reasons:
        return None
    with StagingFolder("fix") as folder:
        for table in tables(original, Path(folder)):
            if isinstance(table, Table) and table.sha256 == upload_id:
                made = _rows(table, source_id, upload_id, reasons, reader)
                ending = ".ndjson" if table.json else ".csv"
                return f"to repair - {Path(name.split(', sheet ')[0]).stem}{ending}", made
    raise UnreadableFile(
        "other_file",
        f"{original.name} is not the file that was loaded as {name}.",
        "Choose the very file of that upload.",
    )


def _reasons(reader: Reader, upload_no: int) -> dict[int, str]:
    """Line -> what is wrong with it."""
    rows = reader.rows(
        "select line, string_agg(coalesce(\"column\" || ' ', '') || reason, '; ' order by "
        '"column")'
        " from rejected where upload_no = ? group by line",
        [upload_no],
    )
    return {int(line): reason for line, reason in rows}


def _rows(
    table: Table, source_id: str, upload_id: str, reasons: Mapping[int, str], reader: Reader
) -> bytes:
    if table.json:
        return _json_rows(table, upload_id, reasons)
    mappings = Mappings(remembered=remembered_mapping(reader))
    layout, _ = match_table(table, [source_named(source_id)], mappings=mappings)
    out = io.StringIO()
    out.write(_line([REPAIRS, _WHY, *layout.headers]))
    for line, cells in _records(table, layout.delimiter):
        if line in reasons:
            out.write(_line([upload_id, reasons[line], *cells]))
    return out.getvalue().encode("utf-8-sig")


def _line(cells: Sequence[str]) -> str:
    """Return one line of CSV that no spreadsheet runs, whichever mark it takes to separate."""
    out = io.StringIO()
    inert = (_INSIDE.sub(r"\1'\2", str(inert_cell(cell))) for cell in cells)
    csv.writer(out, lineterminator="\r\n").writerow(inert)
    return out.getvalue()


def _records(table: Table, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    """(first line, cells) of each record."""
    if table.parquet:
        yield from enumerate(table.parquet.rows(sys.maxsize), start=1)
        return
    text = (chunk.decode("utf-8", "replace") for chunk in clean_text(table.path, table.found))
    reader = csv.reader(_lines(text), delimiter=delimiter)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue
        yield before + 1, cells
        before = reader.line_num


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    rest = ""
    for piece in pieces:
        *lines, rest = (rest + piece).split("\n")
        yield from (line + "\n" for line in lines)
    if rest:
        yield rest


def _json_rows(table: Table, upload_id: str, reasons: Mapping[int, str]) -> bytes:
    found = []
    with table.path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if number in reasons:
                found.append(_marked(line, upload_id, reasons[number]))
    return "".join(found).encode()


def _marked(line: str, upload_id: str, why: str) -> str:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        row = {"text": line.strip()}
    return json.dumps({REPAIRS: upload_id, _WHY: why, **row}, ensure_ascii=False) + "\n"


def repaired_upload(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> str | None:
    """Return the id of the upload a file repairs, read from its first row; None for other files."""
    names = [normalise(header) for header in headers]
    if normalise(REPAIRS) not in names:
        return None
    at = names.index(normalise(REPAIRS))
    return next((row[at].strip() for row in sample if at < len(row) and row[at].strip()), None)
