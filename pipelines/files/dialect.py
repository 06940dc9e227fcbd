"""Delimiter and header row, decided on the first lines of a text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from signpost.pipelines.files.header_rows import joined_headers, spans_columns
from signpost.pipelines.model.limits import COLUMNS
from signpost.pipelines.text.headers import normalise

DELIMITERS = (",", ";", "\t", "|")
_LOOK = 60
"""Records in which the header is looked for."""
_STACKED = 3
"""Header rows over each other."""
_REPEATED = 0.005
"""How much a row loses if all its cells are alike; a row further down loses more."""
_NUMBER = re.compile(r"[-+(]?[\d.,\s%$€£]*\d[\d.,\s%$€£)]*")
_SEP = re.compile(r'\ufeff?"?sep=(.)"?\s*\n', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """One way to read the text: what separates cells, which record names them."""

    delimiter: str
    headers: tuple[str, ...]
    line: int
    """Line of the header row in the file, the first is 1."""
    records: int
    """Records up to and with the header row, empty lines counted."""
    body: int
    """Lines up to the end of the header row."""
    sample: tuple[tuple[str, ...], ...] = ()
    below: tuple[tuple[str, ...], ...] = ()
    """What stands under the header, further header rows first."""
    paths: tuple[tuple[str, ...], ...] = ()
    """Of JSON: the keys that lead to each value."""
    rows: int = 1
    """Rows of the file that together make the names."""

    @cached_property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """The cells of the sample by column; what a short row lacks is empty."""
        return tuple(zip_longest(*self.sample, fillvalue=""))


def is_separator_line(line: str) -> bool:
    """Return whether a line only announces the delimiter, as Excel writes it."""
    return bool(_SEP.fullmatch(line + "\n"))


def layouts(text: str) -> list[Layout]:
    """Return every row of the first sixty that could be the header, by delimiter, likeliest first.

    Behind them rows whose names are only whole together with the row above.
    """
    announced = _SEP.match(text)
    delimiters = (announced[1],) if announced else DELIMITERS
    found: list[tuple[float, Layout]] = []
    for delimiter in delimiters:
        if delimiter not in text:
            continue
        rows = _rows(text, delimiter)
        if announced:
            rows = [row for row in rows if row[0] > 1]
        found += _weighed(rows, delimiter)
    found.sort(key=lambda pair: -pair[0])
    plain = [layout for _, layout in found]
    return [*plain, *_with_rows_above(plain)]


def _with_rows_above(plain: Sequence[Layout]) -> Iterator[Layout]:
    """Yield each header together with one row above it, or two, where they make names."""
    at = {(x.delimiter, x.records): x.headers for x in plain if spans_columns(x.headers)}
    for layout in plain:
        names = layout.headers
        for rows in range(2, _STACKED + 1):
            above = at.get((layout.delimiter, layout.records - rows + 1))
            together = joined_headers(above, names) if above else None
            if together:
                names = together
                yield replace(layout, headers=names, rows=rows)


def _rows(text: str, delimiter: str) -> list[tuple[int, int, int, tuple[str, ...]]]:
    """(first line, records so far, last line, cells) of each non-empty record."""
    rows: list[tuple[int, int, int, tuple[str, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    for count, cells in enumerate(_read(reader), start=1):
        first, before = before + 1, reader.line_num
        if any(cell.strip() for cell in cells) and len(cells) <= COLUMNS:
            rows.append((first, count, before, tuple(cells)))
        if len(rows) >= 10 * _LOOK:
            break
    return rows


def _read(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:  # one cell beyond the reader's limit: what came before must do
            return


def _weighed(
    rows: Sequence[tuple[int, int, int, tuple[str, ...]]], delimiter: str
) -> list[tuple[float, Layout]]:
    widths = Counter(len(row[3]) for row in rows if len(row[3]) > 1)
    if not widths:
        return []
    usual, often = max(widths.items(), key=lambda item: (item[1], item[0]))
    steady = often / len(rows)
    found, every = [], tuple(row[3] for row in rows)
    for index, (line, records, body, cells) in enumerate(rows[:_LOOK]):
        if len(cells) < 2:
            continue
        sample = every[index + 1 :]
        layout = Layout(delimiter, cells, line, records, body, sample, sample)
        found.append((_likeness(cells, usual) * steady * min(usual, 4) - 0.01 * index, layout))
    return found


def _likeness(cells: Sequence[str], usual: int) -> float:
    """Return how much a row looks like a header: full width, filled, words, few of them alike.

    Exports repeat names (Jira: one column "Labels" per label), so that counts least: a row of words
    below is no better header than the first.
    """
    names = [normalise(cell) for cell in cells]
    filled = [name for name in names if name]
    if not filled:  # nothing but quotation marks
        return 0.0
    words = [name for name in filled if not _NUMBER.fullmatch(name)]
    distinct = 1 - _REPEATED * (1 - len(set(filled)) / len(filled))
    wide = 1.0 if len(cells) == usual else 0.3
    return wide * (len(filled) / len(names)) * (len(words) / len(filled)) * distinct
