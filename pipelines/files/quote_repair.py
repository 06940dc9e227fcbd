"""Stray quotes: rewrite a text so that every quote opens, closes or is doubled."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator

LINES_SCANNED = 200
"""Lines one quoted cell may span in a file whose quotes are not in order."""


def repair_quotes(lines: Iterable[str], delimiter: str, width: int) -> Iterator[str]:
    """Return the records as lines of well-formed text; lines without a quote pass as they are.

    A quote that does not enclose a whole cell is a character. `width`: cells of the header.
    """
    waiting: deque[str] = deque()
    source = iter(lines)
    while True:
        if not waiting and not _refill(waiting, source, 1):
            return
        line = waiting.popleft()
        if '"' not in line:
            yield line
            continue
        _refill(waiting, source, LINES_SCANNED)
        cells, taken = _record(line, waiting, delimiter)
        alone = line.rstrip("\n").split(delimiter)
        if taken and len(cells) != width and len(alone) == width:
            cells, taken = alone, 0
        for _ in range(taken):
            waiting.popleft()
        yield _written(cells, delimiter)


def _refill(waiting: deque[str], source: Iterator[str], wanted: int) -> bool:
    while len(waiting) < wanted:
        line = next(source, None)
        if line is None:
            break
        waiting.append(line)
    return bool(waiting)


def _record(line: str, waiting: deque[str], delimiter: str) -> tuple[list[str], int]:
    """Return the cells of the record that begins with `line`, and how many more lines it took."""
    used = 0

    def feed() -> Iterator[str]:
        nonlocal used
        yield line
        for more in waiting:
            used += 1
            yield more

    reader = csv.reader(feed(), delimiter=delimiter)
    try:
        cells = next(reader)
    except csv.Error:
        return line.rstrip("\n").split(delimiter), 0
    ran_out = used == len(waiting) and _odd([line, *waiting])
    if ran_out:
        return line.rstrip("\n").split(delimiter), 0
    return cells, used


def _odd(lines: Iterable[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1


def _written(cells: list[str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return out.getvalue()
