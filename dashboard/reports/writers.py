"""Every file format of the brief."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from signpost.dashboard.reports.board import BoardReport
from signpost.dashboard.reports.html import write_html
from signpost.dashboard.reports.written import Write
from signpost.dashboard.reports.xlsx import write_xlsx


def _write_pptx(report: BoardReport, path: Path) -> Path:
    # imported when asked for: every start would wait for it
    from signpost.dashboard.reports.pptx import write_pptx

    return write_pptx(report, path)


WRITERS: Mapping[str, Write] = {
    "pptx": _write_pptx,
    "html": write_html,
    "xlsx": write_xlsx,
}
