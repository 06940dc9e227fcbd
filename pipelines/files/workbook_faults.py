"""What a reader of workbooks leaves out: cells with an error, hidden rows and columns."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from signpost.pipelines.model.limits import COLUMNS

_SHEET = re.compile(rb"<sheet\b[^>]*>")
_TARGET = re.compile(rb"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_FAULT = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:<f\b[^>]*>[^<]*</f>|<f\b[^>]*/>)?'
    rb"<v>([^<]{1,40})</v>"
)
_HIDDEN = re.compile(rb'<row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d{1,7})"[^>]*>(?=<c\b)')
_HIDDEN_COLUMNS = re.compile(
    rb'<col\b(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="(\d{1,5})")[^>]*\bmax="(\d{1,5})"'
)
_CHUNK = 1 << 22
_OVERLAP = 1 << 13
_MOST = 10_000
Faults = Mapping[int, Mapping[int, str]]
"""Row, from 0 -> column, from 0 -> the error, such as #DIV/0!."""


@dataclass(frozen=True)
class Omissions:
    """Cells with an error, hidden rows and columns of one sheet: its reader tells none of them."""

    faults: Faults = field(default_factory=dict)
    hidden: int = 0
    """Rows with cells that are hidden."""
    hidden_columns: frozenset[int] = frozenset()
    """Columns that are hidden, from 0."""


def omissions_by_sheet(path: Path) -> dict[str, Omissions]:
    """Return what the reader leaves out of each sheet of an XLSX; nothing of other workbooks."""
    try:
        with zipfile.ZipFile(path) as book:
            return {title: _omissions(book, part) for title, part in _parts(book).items()}
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, ValueError, NotImplementedError):
        return {}


def _omissions(book: zipfile.ZipFile, part: str) -> Omissions:
    faults: dict[int, dict[int, str]] = {}
    hidden: set[bytes] = set()
    columns: set[int] = set()
    for text in _texts(book, part):
        hidden.update(_HIDDEN.findall(text))
        for first, last in _HIDDEN_COLUMNS.findall(text):
            columns.update(range(int(first) - 1, min(int(last), COLUMNS)))
        for letters, row, error in _FAULT.findall(text):
            if len(faults) >= _MOST:
                break
            cells = faults.setdefault(int(row) - 1, {})
            cells[_column(letters)] = unescape(error.decode("utf-8", "replace"))
    return Omissions(faults, len(hidden), frozenset(columns))


def _parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Title of a sheet -> name of its part in the archive."""
    targets = {}
    for tag in _TARGET.findall(book.read("xl/_rels/workbook.xml.rels")):
        told = dict(_ATTRIBUTE.findall(tag))
        target = told.get(b"Target", b"").decode("utf-8", "replace").removeprefix("/xl/")
        targets[told.get(b"Id")] = f"xl/{target}"
    found = {}
    for tag in _SHEET.findall(book.read("xl/workbook.xml")):
        told = dict(_ATTRIBUTE.findall(tag))
        title = unescape(told.get(b"name", b"").decode("utf-8", "replace"))
        if part := targets.get(told.get(b"r:id")):
            found[title] = part
    return {title: part for title, part in found.items() if part in book.namelist()}


def _texts(book: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the text of a part in overlapping pieces."""
    rest = b""
    with book.open(part) as file:
        while chunk := file.read(_CHUNK):
            yield rest + chunk
            rest = (rest + chunk)[-_OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
