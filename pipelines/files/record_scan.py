"""Where records begin and end in a delimited text, found without reading them row by row."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_LF, _CR, _QUOTE = 10, 13, 34


@dataclass
class RecordScan:
    """Feed the body of a UTF-8 file (LF or CRLF); learn what line numbers need.

    `blanks` are record numbers (0-based) that are empty lines; `inner` holds (record number, line
    ends inside its quotes). `malformed`: a quote stands where no cell begins or ends.
    """

    delimiter: bytes
    malformed: bool = False
    records: int = 0
    blanks: list[int] = field(default_factory=list)
    inner: list[tuple[int, int]] = field(default_factory=list)
    _quotes: int = 0
    _tail: bytes = b"\n"
    _gap: int = 0

    def feed(self, chunk: bytes) -> None:
        """Read the next bytes of the body."""
        data = self._tail + chunk
        # the first byte is context, the last waits for its neighbour
        if self._simple(data):
            ends = data.count(b"\n", 1, len(data) - 1)
            self.records += ends
            if ends:
                self._gap = len(data) - 2 - data.rindex(b"\n", 0, len(data) - 1)
            else:
                self._gap += max(len(data) - 2, 0)
        else:
            self._careful(np.frombuffer(data, dtype=np.uint8))
        self._tail = data[-2:]

    def finish(self) -> None:
        """Close the body: nothing more will come."""
        self.feed(b"\n\n" if self._tail[-1:] != b"\n" else b"\n")
        self.malformed = self.malformed or self._quotes % 2 == 1
        while self.blanks and self.blanks[-1] == self.records - 1:
            self.blanks.pop()
            self.records -= 1

    def _simple(self, data: bytes) -> bool:
        if self._quotes % 2 or b'"' in data or self._gap == 0:
            return False
        return b"\n\n" not in data and b"\n\r\n" not in data

    def _careful(self, data: NDArray[np.uint8]) -> None:
        body = data[1:-1]
        quotes = np.flatnonzero(body == _QUOTE)
        lines = np.flatnonzero(body == _LF)
        before = self._quotes + np.searchsorted(quotes, lines)
        ends, inside = lines[before % 2 == 0], lines[before % 2 == 1]
        self._check_quotes(data, quotes)
        for record, count in zip(
            *np.unique(np.searchsorted(ends, inside), return_counts=True), strict=True
        ):
            self.inner.append((self.records + int(record), int(count)))
        lengths = np.diff(ends, prepend=-1 - self._gap) - 1
        short = np.flatnonzero(lengths == 0)
        returns = np.flatnonzero((lengths == 1) & (data[ends] == _CR))
        self.blanks += [self.records + int(i) for i in np.sort(np.concatenate([short, returns]))]
        self._quotes += len(quotes)
        self.records += len(ends)
        self._gap = len(body) - 1 - int(ends[-1]) if len(ends) else self._gap + len(body)

    def _check_quotes(self, data: NDArray[np.uint8], quotes: NDArray[np.intp]) -> None:
        order = (self._quotes + np.arange(len(quotes))) % 2
        opens, closes = quotes[order == 0], quotes[order == 1]
        edge = np.array([self.delimiter[0], _LF, _CR, _QUOTE], dtype=np.uint8)
        good = np.isin(data[opens], edge).all() and np.isin(data[closes + 2], edge).all()
        self.malformed = self.malformed or not good


@dataclass(frozen=True)
class LineBuffer:
    """From the n-th row that was read to its line in the file."""

    first: int
    """Line of the first record of the body."""
    blanks: tuple[int, ...] = ()
    inner: tuple[tuple[int, int], ...] = ()

    def of_records(self, records: NDArray[np.int64]) -> NDArray[np.int64]:
        """Line of each record, blank lines counted as records."""
        at = np.array([record for record, _ in self.inner], dtype=np.int64)
        grown = np.concatenate([[0], np.cumsum([count for _, count in self.inner])])
        return self.first + records + grown[np.searchsorted(at, records)].astype(np.int64)

    def of_rows(self, rows: NDArray[np.int64], left_out: NDArray[np.int64]) -> NDArray[np.int64]:
        """Line of each row read; `left_out` are records the reader could not turn into rows."""
        missing = np.unique(np.concatenate([np.array(self.blanks, dtype=np.int64), left_out]))
        shift = np.searchsorted(missing - np.arange(len(missing)), rows, side="right")
        return self.of_records(rows + shift)
