"""Writers of the brief by file format."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.html import write_html
from signpost.presentation.reports.xlsx import write_xlsx


def _write_pptx(report: BoardReport, path: Path) -> Path:
    # imported when asked for: every start would wait for it
    from signpost.presentation.reports.pptx import write_pptx

    return write_pptx(report, path)


WRITERS: Mapping[str, Write] = {"pptx": _write_pptx, "html": write_html, "xlsx": write_xlsx}


Write = Callable[[BoardReport, Path], Path]


def as_bytes(write: Write, report: BoardReport, suffix: str) -> bytes:
    """Return a report as bytes, written to a temporary file first."""
    with tempfile.TemporaryDirectory(prefix="signpost-brief-") as folder:
        return write(report, Path(folder) / f"brief{suffix}").read_bytes()
