"""A folder for cron: what lies in it is loaded, then moved aside with the reason."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from signpost import clock
from signpost.pipelines.files.parquet_table import files_of
from signpost.pipelines.ingest import found_files
from signpost.pipelines.model.receipt import FileResult, Report

DONE, REFUSED = "done", "refused"
QUIET = 30.0
"""Seconds a file must not have changed for: until then somebody may still be writing it."""
_UNFINISHED = (
    ".part",
    ".partial",
    ".tmp",
    ".crdownload",
    ".filepart",
    ".download",
    ".swp",
    ".lock",
)
_LISTED = 50

InboxLoad = Callable[[list[Path]], Report]


def waiting_loads(inbox: Path, quiet: float = QUIET) -> list[Path]:
    """Return the files of the inbox and its folders that nobody is writing any more."""
    now = time.time()
    top = [path for path in sorted(inbox.iterdir()) if not path.name.startswith((".", "~$"))]
    return [
        path
        for path in found_files(top)
        if _ours(path, inbox) and all(_still(part, now, quiet) for part in files_of(path))
    ]


def ingest_inbox(inbox: Path, load: InboxLoad, quiet: float = QUIET) -> Report | None:
    """Load what waits and move each file to `done` or `refused`; None if nothing waits.

    `load` is called once with all files. If it raises, every file stays where it is; if the machine
    stops after it, the next call finds them loaded already.
    """
    paths = waiting_loads(inbox, quiet)
    if not paths:
        return None
    report = load(paths)
    left = []
    for path in paths:
        results = [one for one in report.files if one.path == path]
        if not path.exists():  # another run was quicker; it has told what became of it
            continue
        left += results
        _move(path, inbox, results)
    return Report(report.version, tuple(left))


def _ours(path: Path, inbox: Path) -> bool:
    return path.relative_to(inbox).parts[0] not in (DONE, REFUSED)


def _still(path: Path, now: float, quiet: float) -> bool:
    if path.suffix.lower() in _UNFINISHED:
        return False
    try:
        found = path.stat()
    except OSError:  # gone, or a link to nowhere
        return False
    return abs(now - found.st_mtime) >= quiet


def _move(path: Path, inbox: Path, results: Iterable[FileResult]) -> None:
    told = list(results)
    good = told and all(one.status != "failed" for one in told)
    place = inbox / (DONE if good else REFUSED)
    target = _free(place / path.relative_to(inbox))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, target)
    lines = [line for one in told for line in (one.sentence(), *_set_aside(one))]
    _reason(target).write_text("\n".join(lines) + "\n", "utf-8")


def _reason(target: Path) -> Path:
    return target.with_name(target.name + ".signpost.txt")


def _free(target: Path) -> Path:
    """Return a name nothing has: a later file of the same name gets the time in front."""
    if not target.exists():
        return target
    stamp = clock.now().astimezone().strftime("%Y%m%d-%H%M%S")
    names = (f"{stamp}{'' if n == 0 else f'-{n}'} {target.name}" for n in range(1000))
    return next(place for name in names if not (place := target.with_name(name)).exists())


def _set_aside(one: FileResult) -> list[str]:
    """Return the rejected rows, as in the receipt: it never names a person."""
    rejected = one.receipt.rejected if one.receipt else ()
    lines = [
        f"    line {row.line}{f', {row.column}' if row.column else ''}: {row.reason}"
        for row in rejected[:_LISTED]
    ]
    return [*lines, "    and more"] if len(rejected) > _LISTED else lines
