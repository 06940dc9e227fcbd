"""A sheet as people make it, taken apart: titles, lines above, header rows, rows, totals."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise

from signpost.pipelines.files.header_rows import merged_headers
from signpost.pipelines.text.column_synonyms import UNIT_HEADERS
from signpost.pipelines.text.dates import serial_day
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import FIGURE, most_are, times_by_text
from signpost.pipelines.text.periods import named_span

TOTAL = re.compile(
    r"[*=\s]*((grand|sub-?|overall)?\s*totals?\b.*|.+\s+totals?|gesamt(ergebnis|summe)?|summe|"
    r".+\s+(ergebnis|gesamt|summe)|total général|total general|totaal|eindtotaal|razem|łącznie|"
    r"suma( końcowa| całkowita)?|somme|totale complessivo|celkem|yhteensä|i alt|totalt|toplam|"
    r"итого|всего|合計|総計|总计|합계)\s*:?",
    re.I,
)
"""What stands in the first cell of a row of sums."""
_REMARK = re.compile(
    r"as of|as at|stand\b|source|quelle|export|generated|created|erstellt|filter|date|datum|period|"
    r"confidential|vertraulich|\d",
    re.I,
)
"""How a line above a table begins that is no title."""


@dataclass(frozen=True)
class Block:
    """One table: names of its columns, its rows with their lines, and what stands above it."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    above: tuple[tuple[str, ...], ...] = ()
    below: tuple[str, ...] = ()
    """Lines below it that are no rows."""
    notes: tuple[str, ...] = field(default=())
    doubts: tuple[str, ...] = ()
    """What was left out though it may have been meant."""
    totals: int = 0
    """Rows of sums that are left out."""
    superseded: int = 0
    """Rows that became part of another, or gave way to a newer one."""
    changed: bool = False
    """Something was done that changes how the rows are read."""
    header: tuple[str, ...] = ()
    """What to say of a header in several rows."""

    def column(self, at: int) -> list[str]:
        """Return the cells of one column."""
        return [row[at] for row in self.rows]

    @property
    def title(self) -> str:
        """Title in the line right above the table."""
        alone = [row for row in self.above if sum(bool(cell) for cell in row) == 1]
        texts = [next(cell for cell in row if cell) for row in alone]
        return next((text for text in reversed(texts) if not _REMARK.match(text)), "")

    def told(self, note: str) -> Block:
        """Return the same block with one more note."""
        return replace(self, notes=(*self.notes, note), changed=True)

    def doubted(self, doubt: str) -> Block:
        """Return the same block with one more doubt."""
        return replace(self, doubts=(*self.doubts, doubt), changed=True)


def blocks(text: str, delimiter: str) -> list[Block]:
    """Return the tables of a text: parted by empty rows, or side by side by empty columns."""
    found: list[Block] = []
    for group in (part for run in _groups(text, delimiter) for part in _side_by_side(run)):
        block = _block(group)
        if block is not None:
            found.append(block)
        elif found:
            lines = tuple(" ".join(filter(None, row)) for _, row in group)
            found[-1] = replace(found[-1], below=(*found[-1].below, *lines))
    return found


_Row = tuple[int, tuple[str, ...]]


def _groups(text: str, delimiter: str) -> Iterator[list[_Row]]:
    """Yield runs of rows; a run of single cells belongs to the table below it.

    A run ends at an empty row, or where a title and a header follow a table without one.
    """
    run: list[_Row] = []
    rows = _rows(text, delimiter)
    for at, (line, row) in enumerate(rows):
        after = rows[at + 1][1] if at + 1 < len(rows) else ()
        ends = not any(row) or (_is_title(row) and _looks_like_header(after))
        if ends and run and _is_table(run):
            yield run
            run = []
        if any(row):
            run.append((line, row))
    if run:
        yield run


def _side_by_side(run: list[_Row]) -> list[list[_Row]]:
    """Part a run at its empty columns, where the first name of the first part heads each part.

    Read as one table, the groups of one part would get the figures of the other.
    """
    width = max(len(row) for _, row in run)
    rows = [(line, row + ("",) * (width - len(row))) for line, row in run]
    empty = [at for at in range(width) if not any(row[at] for _, row in rows)]
    edges = list(pairwise((-1, *empty, width)))
    parts = [(start + 1, end) for start, end in edges if end - start > 1]
    head = next((row for _, row in rows if all(_looks_like_header(row[a:b]) for a, b in parts)), ())
    if len(parts) < 2 or not head or len({head[a].casefold() for a, _ in parts}) > 1:
        return [run]
    return [[(line, row[a:b]) for line, row in rows if any(row[a:b])] for a, b in parts]


def _rows(text: str, delimiter: str) -> list[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found, before = [], 0
    for cells in reader:
        line, before = before + 1, reader.line_num
        found.append((line, tuple(cell.strip() for cell in cells)))
    return found


def _is_title(row: Sequence[str]) -> bool:
    return bool(row[0]) and not any(row[1:]) and not FIGURE.fullmatch(row[0])


def _looks_like_header(row: Sequence[str]) -> bool:
    """Return whether a row is one of names: at least two words or periods, and no figure."""
    return sum(bool(cell) for cell in row) > 1 and not _figures(row)


def _is_table(run: Sequence[_Row]) -> bool:
    wide = [row for _, row in run if sum(bool(c) for c in row) > 1 and not _parameter(row)]
    return len(wide) > 1 and any(_figures(row) for row in wide[1:])


_WRITTEN_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


def _figures(row: Sequence[str]) -> int:
    if _names_serial_days(row):
        return 0
    return sum(
        bool(FIGURE.fullmatch(cell))
        for cell in row
        if named_span(cell) is None and not _WRITTEN_DAY.fullmatch(cell)
    )


def _names_serial_days(row: Sequence[str]) -> bool:
    """Return whether a row heads periods as a spreadsheet counts days: Team, 46023, 46054.

    Its only numbers are two or more such days, one after the other, by months or by one step.
    """
    filled = [cell for cell in row if cell]
    days = [day for cell in filled if (day := serial_day(cell))]
    words = [cell for cell in filled if not FIGURE.fullmatch(cell)]
    if len(days) < 2 or not words or len(days) + len(words) < len(filled):
        return False
    steps = {(after - before).days for before, after in pairwise(days)}
    firsts = all(day.day == 1 or (day + timedelta(days=1)).day == 1 for day in days)
    return min(steps) > 0 and (firsts or (len(steps) == 1 and steps <= {1, 7, 14}))


def _block(run: Sequence[_Row]) -> Block | None:
    """Find the header rows: those of words right above the first row of figures."""
    width = max(len(row) for _, row in run)
    rows = [(line, row + ("",) * (width - len(row))) for line, row in run]
    top = next((at for at, (_, row) in enumerate(rows) if _is_header(row)), None)
    if top is None:
        return None
    first = top + 1
    while first < len(rows) and _goes_on([row for _, row in rows[top:first]], rows[first][1]):
        first += 1
    if first == len(rows) or not any(_is_data(row) for _, row in rows[first:]):
        return None
    header = [row for _, row in rows[top:first]]
    names = _names(header, width)
    if sum(bool(name) for name in names) < 2:
        return None
    body = rows[first:]
    return Block(
        names,
        tuple(row for _, row in body),
        tuple(line for line, _ in body),
        tuple(row for _, row in rows[:top]),
        changed=len(header) > 1,
        header=_told_of(header, names),
    )


def _told_of(header: Sequence[Sequence[str]], names: Sequence[str]) -> tuple[str, ...]:
    """Return notes of a header in several rows: how many, and names that others stand under."""
    if len(header) == 1:
        return ()
    whole = " ".join(names).casefold()
    above = dict.fromkeys(cell for row in header[:-1] for cell in row if cell)
    gone = [cell for cell in above if cell.casefold() not in whole]
    rows = f"The names of its columns stand in {len(header)} rows."
    return (rows, f"Names above others that were left out: {', '.join(gone)}.") if gone else (rows,)


def _is_data(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) > 1 and _figures(row) > 0 and not _parameter(row)


def _goes_on(header: Sequence[Sequence[str]], row: Sequence[str]) -> bool:
    """Return whether a row belongs to the header above.

    It names a column that had no name yet, or tells apart those that are named alike.
    """
    open_ = (not any(above[at] for above in header) for at in range(len(row)))
    names_new = any(cell and new for cell, new in zip(row, open_, strict=True))
    return _is_header(row) and (names_new or _tells_apart(header[-1], row))


def _tells_apart(above: Sequence[str], row: Sequence[str]) -> bool:
    """Return whether a row, of words below repeated names only, makes each pair another."""
    repeated = [at for at, name in enumerate(above) if name and above.count(name) > 1]
    pairs = {(above[at], row[at]) for at in repeated}
    filled = [at for at, cell in enumerate(row) if cell]
    return bool(repeated) and filled == repeated and len(pairs) == len(repeated)


def _parameter(row: Sequence[str]) -> bool:
    """Return whether a row is a parameter such as 'Fiscal Year; 2026' above a table."""
    filled = [cell for cell in row if cell]
    if len(filled) != 2 or not row[0] or (len(row) < 4 and not filled[0].endswith(":")):
        return False
    named = not FIGURE.fullmatch(filled[0])
    return named and bool(FIGURE.fullmatch(filled[1]) or named_span(filled[1]))


def _is_header(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    alone = len(filled) == 1
    return bool(filled) and not alone and not _parameter(row) and not _figures(row)


def _names(header: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """Return the lowest names; those of two rows together where the lower ones repeat."""
    joined = merged_headers(*header) if len(header) == 2 else None
    return joined or tuple(_last([row[at] for row in header]) for at in range(width))


def _last(cells: Sequence[str]) -> str:
    return next((cell for cell in reversed(cells) if cell), "")


def without_totals(block: Block, labels: Sequence[int]) -> Block:
    """Return the block without its rows of sums."""
    kept = [at for at, row in enumerate(block.rows) if not _is_total(row, labels)]
    if len(kept) == len(block.rows):
        return block
    return replace(
        block,
        rows=tuple(block.rows[at] for at in kept),
        lines=tuple(block.lines[at] for at in kept),
        totals=block.totals + len(block.rows) - len(kept),
    )


def _is_total(row: Sequence[str], labels: Sequence[int]) -> bool:
    return any(TOTAL.fullmatch(row[at]) for at in labels if row[at])


def filled_down(block: Block, labels: Sequence[int], *, merged: bool = False) -> Block:
    """Return the block with the empty cells of its labels filled from above, as merged cells are.

    Only where the empty cells follow a filled one in runs, no row then stands twice, and no other
    label to the left begins anew at an empty cell.
    """
    for at in (at for at in labels if normalise(block.names[at]) not in UNIT_HEADERS):
        cells = block.column(at)
        empty = [not cell for cell in cells]
        if not any(empty) or empty[0] or sum(empty) < (1 if merged else 0.25 * len(cells)):
            continue
        if any(gap and _begins(block, labels, at, n) for n, gap in enumerate(empty)):
            continue
        last, made = "", []
        for row in block.rows:
            last = row[at] or last
            made.append((*row[:at], last, *row[at + 1 :]))
        keys = [tuple(row[i] for i in labels) for row in made]
        if len(set(keys)) == len(keys):
            name = block.names[at] or "the first column"
            block = replace(block, rows=tuple(made)).told(
                f"{sum(empty)} empty cells of {name} were filled from above."
            )
    return block


def _begins(block: Block, labels: Sequence[int], at: int, row: int) -> bool:
    """Return whether a label left of column `at`, periods apart, is not that of the row above."""
    here, above = block.rows[row], block.rows[row - 1]
    left = (i for i in labels if i < at and here[i] and named_span(here[i]) is None)
    return any(here[i] != above[i] for i in left)


def label_columns(block: Block) -> list[int]:
    """Return the columns that hold words or periods, not figures."""
    return [
        at for at in range(len(block.names)) if most_are(times_by_text(block.column(at)), _is_label)
    ]


def _is_label(text: str) -> bool:
    return not FIGURE.fullmatch(text) or named_span(text) is not None


def written(block: Block) -> str:
    """Return the block as comma-separated text."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(block.names)
    writer.writerows(block.rows)
    return out.getvalue()
