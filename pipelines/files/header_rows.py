"""Several header rows that only together name the columns: 'Q1' over 'Cost' is 'Q1 / Cost'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile
from operator import eq

from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.month_names import month_number
from signpost.pipelines.text.periods import named_span

MARK = " / "
"""Between the names of header rows."""
_YEAR = re.compile(r"(19|20)\d{2}")
_PART = re.compile(r"[QW]\d{1,2}", re.I)
_WORD = re.compile(r"[^\W\d_]")


def merged_headers(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...] | None:
    """Return the names two rows make together; None if the lower one needs no other.

    A cell of the upper row spans the empty cells behind it, as merged cells are written.
    """
    return joined_headers(above, below) if spans_columns(above) else None


def joined_headers(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...] | None:
    """Return `merged_headers` of an upper row that spans columns."""
    if len(above) > len(below):
        return None
    if not _lacking([normalise(cell) for cell in below]):
        return None
    if not all(map(_is_name, below)) or not all(map(_is_name, above)):
        return None
    joined = tuple(map(_joined, _carried(above, len(below)), below))
    filled = [normalise(name) for name in joined if name]
    return joined if len(filled) > 1 and len(set(filled)) == len(filled) else None


def is_part_of_year(text: str) -> bool:
    """Return whether a text is a month, quarter or week that does not say its year."""
    return bool(_PART.fullmatch(text.strip())) or month_number(text) is not None


def _lacking(names: Sequence[str]) -> bool:
    """Return whether names are missing or repeated, not at the end of the row only."""
    last = max((at for at, name in enumerate(names) if name), default=0)
    inside = names[: last + 1]
    return len(set(inside)) < len(inside) or "" in inside


def _is_name(cell: str) -> bool:
    return not cell.strip() or bool(_WORD.search(cell)) or named_span(cell) is not None


def spans_columns(row: Sequence[str]) -> bool:
    """Return whether names of a row stand for more than one column: blanks or the same behind."""
    cells = [*dropwhile(lambda cell: not cell, map(str.strip, row))]
    return "" in cells or any(map(eq, cells, cells[1:]))


def _carried(row: Sequence[str], width: int) -> list[str]:
    found, last = [], ""
    for at in range(width):
        last = row[at].strip() if at < len(row) and row[at].strip() else last
        found.append(last)
    return found


def _joined(upper: str, lower: str) -> str:
    year, part = (upper.strip(), lower.strip())
    if _YEAR.fullmatch(year) and is_part_of_year(part):
        return f"{year}-{part}" if part[:1] in "QqWw" else f"{part} {year}"
    return MARK.join(part for part in (upper, lower.strip()) if part)
