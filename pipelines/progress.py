"""How far a call is, told while the engine works; whoever stops it stops the engine too."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TypeVar

import duckdb

from signpost.pipelines.files.parquet_table import files_of

T = TypeVar("T")
Tell = Callable[[int, int], None]
"""Told what is done and the total, in bytes weighed by what is done with them."""

_SURVEY, _DRAFT, _PUBLISH = 1, 6, 3
DRAFTED = (_SURVEY + _DRAFT) / (_SURVEY + _DRAFT + _PUBLISH)
"""Share that is done once every file is drafted."""
_WATCHED = 16 << 20
"""Bytes from which a file is worth watching."""
_OFTEN = 0.25


class Meter:
    """Progress of one call. Nothing is reported where nobody listens."""

    def __init__(self, files: list[Path], tell: Tell | None) -> None:
        there = (path for path in files if path.exists())
        self._sizes = {path: sum(f.stat().st_size for f in files_of(path)) for path in there}
        self.total = sum(self._sizes.values()) * (_SURVEY + _DRAFT + _PUBLISH)
        self._tell = tell
        self._done = self._before = self._size = self._read = 0

    @contextlib.contextmanager
    def file(self, path: Path) -> Iterator[None]:
        """Count everything inside as work on one file."""
        self._size, self._read = self._sizes.get(path, 0), 0
        yield
        self._before += self._size * (_SURVEY + _DRAFT)
        self._reach(self._before)

    def read(self, more: int) -> None:
        """So many more bytes of the file were looked at."""
        self._read = min(self._read + more, self._size)
        self._reach(self._before + self._read * _SURVEY)

    def drafted(self, con: duckdb.DuckDBPyConnection, work: Callable[[], T]) -> T:
        """Work out a table on `con`; of a large one the progress is told from this thread."""
        if self._tell is None or self._size < _WATCHED:
            return work()
        with ThreadPoolExecutor(1) as pool:
            future = pool.submit(work)
            try:
                while not wait([future], _OFTEN).done:
                    share = max(con.query_progress(), 0.0) / 100
                    self._reach(self._before + int(self._size * (_SURVEY + _DRAFT * share)))
            finally:
                while not wait([future], _OFTEN).done:  # stopped: so is the statement at work
                    con.interrupt()
            return future.result()

    def published(self, share: float) -> None:
        """Report the share of the publishing that is done; 1 is the end."""
        rest = self.total * _PUBLISH / (_SURVEY + _DRAFT + _PUBLISH)
        self._reach(int(self.total - rest * (1 - share)))

    def _reach(self, done: int) -> None:
        done = min(done, self.total)
        if self._tell is not None and done > self._done:
            self._done = done
            self._tell(done, self.total)


def seconds_left(done: int, total: int, elapsed: float) -> float | None:
    """Estimate the seconds left; None while it is too early to say."""
    if elapsed < 2 or done < 0.02 * total:
        return None
    return elapsed * (total - done) / done
