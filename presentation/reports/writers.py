"""Writers of the brief by file format."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from signpost.presentation.json_values import json_text
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.html import write_html
from signpost.presentation.reports.ledger import report_object
from signpost.presentation.reports.xlsx import write_xlsx


def _write_pptx(report: BoardReport, path: Path) -> Path:
    # imported when asked for: every start would wait for it
    from signpost.presentation.reports.pptx import write_pptx

    return write_pptx(report, path)


def _write_json(report: BoardReport, path: Path) -> Path:
    path.write_text(json_text(report_object(report)) + "\n", encoding="utf-8")
    return path


Write = Callable[[BoardReport, Path], Path]
WRITERS: Mapping[str, Write] = {"pptx": _write_pptx, "html": write_html, "xlsx": write_xlsx}
"""For people, as the dashboard offers them."""
FORMATS = (
    ("Slides (PPTX)", "pptx",
     "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("Page (HTML)", "html", "text/html"),
    ("Workbook (XLSX)", "xlsx",
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)  # fmt: skip
"""Words, ending and type of each of them."""
ALL_WRITERS: Mapping[str, Write] = {**WRITERS, "json": _write_json}
"""And for programs."""


def as_bytes(write: Write, report: BoardReport, suffix: str) -> bytes:
    """Return a report as bytes, written to a temporary file first."""
    with tempfile.TemporaryDirectory(prefix="signpost-brief-") as folder:
        return write(report, Path(folder) / f"brief{suffix}").read_bytes()
