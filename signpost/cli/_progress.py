"""Progress of a load on one line of the terminal, with the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from signpost.pipelines.progress import seconds_left

_AFTER = 2.0
"""Seconds from which a line is worth its place."""


@contextmanager
def progress_line(out: TextIO | None = None) -> Iterator[Callable[[int, int], None] | None]:
    """Return the progress callback of `ingest`; None where no person is watching."""
    stream = out or sys.stderr
    if not stream.isatty():
        yield None
        return
    began, width = time.monotonic(), 0

    def tell(done: int, total: int) -> None:
        nonlocal width
        elapsed = time.monotonic() - began
        if elapsed < _AFTER or not total:
            return
        line = progress_text(done, total, elapsed)
        stream.write("\r" + line.ljust(width))
        stream.flush()
        width = len(line)

    try:
        yield tell
    finally:
        if width:
            stream.write("\r" + " " * width + "\r")
            stream.flush()


def progress_text(done: int, total: int, elapsed: float) -> str:
    """Return the share done and, where it can be estimated, the time left."""
    left = seconds_left(done, total, elapsed)
    rest = "" if left is None else f", about {_long(left)} left"
    return f"Loading: {100 * done // total} %{rest}"


def _long(seconds: float) -> str:
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
