"""Workbooks, opened in a process of their own: one that asks too much of it ends nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.spreadsheet import Sheet
from signpost.pipelines.model import limits
from signpost.registry import import_path

_CHILD = f"from {__name__} import _answer; _answer()"


def sheets_in_process(path: Path, work: Path, name: str) -> list[Sheet]:
    """Write each visible, filled sheet of the workbook below `work`, row n on line n.

    A kilobyte of workbook can name a cell so far out that its reader wants half a terabyte, and
    the reader then ends its process. Raises UnreadableFile.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-P", "-c", _CHILD, str(path), str(work), name],
            env={**os.environ, "PYTHONPATH": import_path()},
            capture_output=True,
            check=True,
            timeout=limits.WORKBOOK_SECONDS,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
        raise UnreadableFile(
            "too_large",
            f"{name} needs more memory or time than a workbook may: cells far out, or very many.",
            "Save the sheet as CSV: a CSV may have any size.",
        ) from fault
    told = json.loads(done.stdout)
    if isinstance(told, dict):
        raise UnreadableFile(**told)
    return [Sheet(title, Path(target), *rest) for title, target, *rest in told]


def _answer() -> None:
    """Run as the process: write the sheets and print which, or why not, as JSON."""
    from signpost.pipelines.files.spreadsheet import sheets as read

    _limit_memory()
    path, work, name = sys.argv[1:]
    told: object
    try:
        found = read(Path(path), Path(work), name)
        told = [
            [one.name, str(one.path), one.width, one.unread, one.hidden, one.hidden_columns]
            for one in found
        ]
    except UnreadableFile as refused:
        why = refused.trouble
        told = {"code": why.code, "message": why.message, "remedy": why.remedy}
    sys.stdout.write(json.dumps(told))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the reader's own limits hold
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.WORKBOOK_MEMORY, limits.WORKBOOK_MEMORY))
