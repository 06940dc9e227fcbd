"""CSV files in each vendor's dialect: byte order mark, line end, quoting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Dialect:
    """Dialect of one vendor's CSV files. `quote_all` also quotes the header."""

    bom: bool = False
    eol: str = "\r\n"
    quote_all: bool = False


M365 = Dialect(bom=True)
EXCEL = Dialect()
UNIX = Dialect(eol="\n")
SERVICENOW = Dialect(eol="\n", quote_all=True)


def texts(values: np.ndarray | Sequence[object]) -> list[str]:
    """Return the cells of one column as text; missing (None) becomes an empty cell."""
    listed = values.tolist() if isinstance(values, np.ndarray) else values
    return ["" if value is None else str(value) for value in listed]


def quoted_cell(text: str) -> str:
    """Return one cell, quoted if a comma, a quote or a line end demands it."""
    if any(mark in text for mark in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def write_csv(
    path: Path, header: str, columns: Iterable[Sequence[str]], dialect: Dialect = EXCEL
) -> Path:
    """Write columns of ready cells under a header line that is copied letter by letter."""
    rows = zip(*columns, strict=True)
    if dialect.quote_all:
        lines = ['"' + header.replace(",", '","') + '"']
        lines += ['"' + '","'.join(row) + '"' for row in rows]
    else:
        lines = [header, *map(",".join, rows)]
    data = (dialect.eol.join(lines) + dialect.eol).encode()
    path.write_bytes(BOM + data if dialect.bom else data)
    return path
