"""Bytes on disk to tables the engine can scan, with line numbers kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files import json_rows
from signpost.pipelines.files.dialect import Layout, layouts
from signpost.pipelines.files.encoding import EncodingSurvey, clean_text, survey_bytes
from signpost.pipelines.files.framed_text import frame_of
from signpost.pipelines.files.parquet_table import ParquetTable, parquet_table, survey_parquet
from signpost.pipelines.files.quote_repair import repair_quotes
from signpost.pipelines.files.record_scan import LineBuffer, RecordScan
from signpost.pipelines.files.table_body import Body
from signpost.pipelines.files.unpack import UnpackedFile, unpack
from signpost.pipelines.files.workbook_process import sheets_in_process
from signpost.pipelines.model import limits

_Progress = Callable[[int], None]


@dataclass(frozen=True)
class Table:
    """One table of a file, before it is known what it means."""

    name: str
    sha256: str
    path: Path
    found: EncodingSurvey
    json: bool = False
    parquet: ParquetTable | None = None
    more: bool = False
    """It says of itself that another page follows."""
    typed: bool = False
    """A sheet of a workbook, whose cells have types."""
    row_lines: tuple[int, ...] = ()
    """Of a table that was brought into another shape: the line of each of its rows in the file."""
    above: str = ""
    """Of such a table: what stood above it in the file."""
    notes: tuple[str, ...] = ()
    """What was done to its shape."""
    doubts: tuple[str, ...] = ()
    """What its shape left out and may have been meant."""
    left_out: int = 0
    """Rows of sums that its shape left out."""

    @cached_property
    def head(self) -> str:
        """The first text of the file, cleaned, cut at a line end; of Parquet there is none."""
        if self.parquet:
            return ""
        text = b""
        for chunk in clean_text(self.path, self.found):
            text += chunk
            if len(text) >= limits.HEAD_BYTES:
                break
        cut = text[: limits.HEAD_BYTES]
        if len(text) > len(cut) and b"\n" in cut:
            cut = cut[: cut.rindex(b"\n") + 1]
        return cut.decode("utf-8", "replace")

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        """The ways to read it, likeliest first; of JSON and Parquet the only one."""
        if self.parquet:
            return (self.parquet.layout,)
        if self.json:
            return (json_rows.json_layout(self.path),)
        return tuple(layouts(self.head))


def tables(
    path: Path, work: Path, progress: _Progress | None = None, encoding: str = ""
) -> Iterator[Table | UnpackedFile]:
    """Return the tables in a file, archive or Parquet folder; a programme file comes as it is."""
    if path.is_dir():
        yield _of_parquet(UnpackedFile(path.name, path, "parquet"), progress)
        return
    for loose in unpack(path, work):
        if loose.kind == "workbook":
            digest = _digest(loose.path)
            for sheet in sheets_in_process(loose.path, work, loose.name):
                found = survey_bytes(sheet.path)
                name = f"{loose.name}, sheet {sheet.name}"
                own = hashlib.sha256(f"{digest}/{sheet.name}".encode()).hexdigest()
                notes = (f"Sheets that were not read: {sheet.unread}.",) if sheet.unread else ()
                doubts = (*_hidden(sheet.hidden, "row"), *_hidden(sheet.hidden_columns, "column"))
                yield Table(name, own, sheet.path, found, typed=True, notes=notes, doubts=doubts)
        elif loose.kind == "programme":
            yield loose
        elif loose.kind == "parquet":
            yield _of_parquet(loose, progress)
        else:
            found = survey_bytes(loose.path, progress, encoding)
            table = Table(loose.name, found.sha256, loose.path, found)
            yield _as_json(table, work) if loose.kind == "json" else _unwrapped(table, work)


def _hidden(many: int, what: str) -> tuple[str, ...]:
    """Return a warning of rows or columns that a filter, or somebody, has hidden."""
    if not many:
        return ()
    are = f"{what} of the sheet is" if many == 1 else f"{what}s of the sheet are"
    return (f"{many} {are} hidden, by a filter or by hand, and read like the others.",)


def _of_parquet(loose: UnpackedFile, progress: _Progress | None) -> Table:
    found = survey_parquet(loose.path, loose.name, progress)
    rows = parquet_table(loose.path, loose.name)
    return Table(loose.name, found.sha256, loose.path, found, parquet=rows, notes=rows.notes)


def csv_table(table: Table, work: Path) -> Table:
    """Return a small Parquet table as the CSV it might have been; a large one as it is."""
    text = table.parquet.csv_text() if table.parquet else ""
    if not text:
        return table
    target = work / f"{table.sha256[:16]}.rows.csv"
    target.write_text(text, encoding="utf-8", newline="")
    return replace(table, path=target, found=survey_bytes(target), parquet=None)


def _unwrapped(table: Table, work: Path) -> Table:
    """Return a table that stands in a frame of some kind without it."""
    frame = frame_of(table.head)
    if frame is None:
        return table
    text = b"".join(clean_text(table.path, table.found)).decode("utf-8", "replace")
    target = work / f"{table.sha256[:16]}.lines.csv"
    target.write_text(frame.plain(text), encoding="utf-8", newline="")
    return replace(table, path=target, found=survey_bytes(target), notes=(frame.note,))


def body(table: Table, layout: Layout, work: Path, header_rows: int = 1) -> Body:
    """Make the rows below the header readable; a clean file is read where it is."""
    found = _body(table, layout, work, header_rows)
    return replace(found, lines=_own_lines(table.row_lines)) if table.row_lines else found


def _body(table: Table, layout: Layout, work: Path, header_rows: int) -> Body:
    if table.json:
        return Body(table.path, layout, 0, "'\\n'", _json_lines(table), json=True)
    if table.parquet:
        return Body(
            table.path, layout, 0, "", LineBuffer(1), typed_cells=True, parquet=table.parquet
        )
    layout = _deeper(table, layout, header_rows)
    if table.found.plain and _skippable(table, layout):
        uneven = table.found.blank_lines or table.found.quotes
        scan = _scan(_below_line(table.path, layout.body), layout) if uneven else None
        if scan is None or not scan.malformed:
            newline = "'\\r\\n'" if table.found.newline == "\r\n" else "'\\n'"
            lines = _lines(layout, scan)
            return Body(table.path, layout, layout.records, newline, lines, typed_cells=table.typed)
    target = work / f"{table.sha256[:16]}.{layout.line}.csv"
    _rewrite(table, layout, target, mend=False)
    scan = _scan(_below_line(target), layout)
    if scan.malformed:
        _rewrite(table, layout, target, mend=True)
        scan = _scan(_below_line(target), layout)
    return Body(target, layout, 0, "'\\n'", _lines(layout, scan), typed_cells=table.typed)


def _as_json(table: Table, work: Path) -> Table:
    """Return the same rows as one object per line; a file that is so already stays as it is."""
    lined = json_rows.is_ndjson(table.head)
    if lined and table.found.plain:
        return replace(table, json=True)
    target = work / f"{table.sha256[:16]}.ndjson"
    if not lined:
        more = json_rows.write_lines(table.path, table.found, target, table.name)
        return replace(table, json=True, path=target, more=more)
    with target.open("wb") as out:
        out.writelines(clean_text(table.path, table.found))
    return replace(table, json=True, path=target)


def _deeper(table: Table, layout: Layout, header_rows: int) -> Layout:
    """Return the same layout with the header's further rows taken off the body."""
    more = header_rows - 1
    if not more:
        return layout
    below = [x for x in layouts(table.head) if x.delimiter == layout.delimiter]
    ends = sorted((x.records, x.body) for x in below if x.records > layout.records)
    if len(ends) < more:
        raise UnreadableFile("no_rows", f"{table.name} ends in its header.", "Export it again.")
    records, end = ends[more - 1]
    return replace(layout, records=records, body=end, sample=layout.sample[more:])


def _skippable(table: Table, layout: Layout) -> bool:
    """Return whether the engine will count the records above the body as we did."""
    above = table.head.split("\n", layout.line - 1)[: layout.line - 1]
    return layout.records == layout.body and not any('"' in line for line in above)


def _scan(chunks: Iterator[bytes], layout: Layout) -> RecordScan:
    scan = RecordScan(layout.delimiter.encode())
    for chunk in chunks:
        scan.feed(chunk)
        if scan.malformed:
            break
    else:
        scan.finish()
    return scan


def _own_lines(rows: tuple[int, ...]) -> LineBuffer:
    """Return the lines of rows that are not where they were in the file."""
    jumps = zip(range(len(rows)), rows, rows[1:], strict=False)
    inner = tuple((at, after - before - 1) for at, before, after in jumps)
    return LineBuffer(rows[0] if rows else 1, (), inner)


def _lines(layout: Layout, scan: RecordScan | None) -> LineBuffer:
    first = layout.body + 1
    return LineBuffer(first, tuple(scan.blanks), tuple(scan.inner)) if scan else LineBuffer(first)


def _json_lines(table: Table) -> LineBuffer:
    """Line of each object; of an array or envelope its number."""
    scan = RecordScan(b",")
    if table.found.blank_lines:
        for chunk in _below_line(table.path):
            scan.feed(chunk.replace(b'"', b"'"))
        scan.finish()
    return LineBuffer(1, tuple(scan.blanks))


def _below_line(path: Path, lines: int = 0) -> Iterator[bytes]:
    """Return the bytes below the first `lines` lines."""
    with path.open("rb") as file:
        for _ in range(lines):
            file.readline()
        while chunk := file.read(8 << 20):
            yield chunk


def _rewrite(table: Table, layout: Layout, target: Path, *, mend: bool) -> None:
    """Write the body as UTF-8 with LF; `mend` also puts its quotes in order."""
    pieces = _below(clean_text(table.path, table.found), layout.body)
    with target.open("w", encoding="utf-8", newline="") as out:
        if mend:
            width = len(layout.headers)
            out.writelines(repair_quotes(_split(pieces), layout.delimiter, width))
        else:
            out.writelines(piece.decode("utf-8", "replace") for piece in pieces)


def _below(chunks: Iterator[bytes], lines: int) -> Iterator[bytes]:
    for chunk in chunks:
        while lines and b"\n" in chunk:
            chunk = chunk[chunk.index(b"\n") + 1 :]
            lines -= 1
        if not lines:
            yield chunk


def _split(pieces: Iterator[bytes]) -> Iterator[str]:
    """Lines with their end, whatever the pieces' borders."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line.decode("utf-8", "replace") + "\n"
    if rest:
        yield rest.decode("utf-8", "replace") + "\n"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
