"""What of a file stands in no count of its receipt: read by the plainest means, to be compared."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from signpost.pipelines.facts.identities import HIDDEN_NAME
from signpost.pipelines.ingest import FileResult
from signpost.pipelines.model.receipt import Receipt

_LEFT_OUT = re.compile(r"^([\d,]+) (?:rows? (?:was|were|of sums)|closing lines?)\b.* left out")
_LINES = re.compile(r"([\d,]+) lines? (?:above|below) the table")
_HEADERS = re.compile(r"stand in (\d+) rows")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def unaccounted(content: bytes, result: FileResult) -> list[str]:
    """Return what the receipt of one loaded file leaves open."""
    receipt = result.receipt
    if receipt is None or result.status != "loaded" or receipt.source_id == "programme":
        return []
    found = [*_skips(receipt), *_rejects(receipt), *_facts(receipt)]
    text = plain_text(content)
    if text is not None and not text.lstrip().startswith(("{", "[")):
        found += [*_lines(text, receipt), *_columns(text, receipt)]
    return found


def _skips(receipt: Receipt) -> Iterator[str]:
    told = sum(
        int(m[1].replace(",", ""))
        for text in (*receipt.notes, *receipt.warnings)
        if (m := _LEFT_OUT.match(text))
    )
    if told != receipt.rows_skipped:
        yield f"{receipt.rows_skipped} rows skipped, {told} of them told"


def _rejects(receipt: Receipt) -> Iterator[str]:
    if receipt.rows_rejected and not all(one.reason for one in receipt.rejected):
        yield "a row is rejected without a reason"
    if receipt.rows_rejected and not receipt.rejected:
        yield f"{receipt.rows_rejected} rows rejected, none listed"


def _facts(receipt: Receipt) -> Iterator[str]:
    if receipt.rows_loaded and not receipt.facts_written:
        yield f"{receipt.rows_loaded} rows loaded, no fact"


def _lines(text: str, receipt: Receipt) -> Iterator[str]:
    """Records that are no row of the receipt, no line of the header and are not told."""
    told = sum(
        int(m[1].replace(",", ""))
        for text in (*receipt.notes, *receipt.warnings)
        for m in _LINES.finditer(text)
    )
    least = min(len(records) for records in readings(text))
    headers = next((int(m[1]) for note in receipt.notes if (m := _HEADERS.search(note))), 1)
    if least - headers > receipt.rows_read + told:
        yield f"{least} lines, {receipt.rows_read} rows read, {told} lines told"


def _columns(text: str, receipt: Receipt) -> Iterator[str]:
    """Columns of the header that are neither read nor named as not read."""
    named = {_plain(one.column) for one in receipt.reading}
    best: list[str] = []
    for records in readings(text):
        for cells in records[:60]:
            if len(named & set(map(_plain, cells))) > len(named & set(map(_plain, best))):
                best = cells
    told = (*receipt.notes, *receipt.warnings)
    whole = "/".join([*sorted(named), *map(_plain, told)])  # names in several rows are joined
    missing = {cell for cell in map(_plain, best) if cell not in whole}
    hidden = sum(HIDDEN_NAME in one.column for one in receipt.reading)  # called as a person is
    if len(missing) > hidden:
        yield f"columns neither read nor named: {sorted(missing)}"


def _plain(cell: str) -> str:
    return re.sub(r"[\W_]+", "", cell.casefold())


def readings(text: str) -> Iterator[list[list[str]]]:
    """Return the filled records of a text by each delimiter, and by its bare lines."""
    for delimiter in ",;\t|":
        yield [
            row
            for row in csv.reader(io.StringIO(text), delimiter=delimiter)
            if any(cell.strip() for cell in row)
        ]
        yield [line.split(delimiter) for line in text.split("\n") if line.strip(" ,;\t|\r")]


def plain_text(content: bytes) -> str | None:
    """Return the text of a file, None where it is no text or its encoding is open."""
    try:
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        codec = next((name for bom, name in _BOMS if content.startswith(bom)), "utf-8")
        text = content.decode(codec)
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error, NotImplementedError):
        return None
    if "\0" in text:
        return None
    return re.sub("\r\n?", "\n", text.replace("\ufeff", ""))
