"""A report as the bytes of a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from signpost.dashboard.reports.board import BoardReport

Write = Callable[[BoardReport, Path], Path]


def as_bytes(write: Write, report: BoardReport, suffix: str) -> bytes:
    """Write a report to a passing file and return its bytes."""
    with tempfile.TemporaryDirectory(prefix="signpost-brief-") as folder:
        return write(report, Path(folder) / f"brief{suffix}").read_bytes()
