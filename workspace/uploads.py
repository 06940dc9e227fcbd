"""Files of an upload, taken in for good or only tried."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from signpost.answers.access import require
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import Progress, ingest
from signpost.pipelines.model.receipt import FileResult, Report
from signpost.pipelines.text.dates import Order
from signpost.workspace.view import View

Batch = tuple[tuple[Path, ...], Path | None]
"""Files, and the mapping they are read with."""


def rehearse(
    view: View,
    batches: Sequence[Batch],
    dates: Order | None = None,
    progress: Progress | None = None,
) -> Report:
    """Say what `load` would do; nothing is written. Raises Denied like it."""
    return run_ingest(view, batches, dates, progress, dry_run=True)


def run_ingest(
    view: View,
    batches: Sequence[Batch],
    dates: Order | None,
    progress: Progress | None,
    *,
    dry_run: bool,
) -> Report:
    """Take in the files batch by batch: those with a mapping of their own one after another."""
    require(view.access, "load")
    files: list[FileResult] = []
    for paths, mapping in batches:
        report = ingest(
            view.warehouse,
            paths,
            mapping=mapping,
            dates=dates,
            who=view.who,
            validate_programme=parse,
            progress=progress,
            dry_run=dry_run,
        )
        files += report.files
    return Report(view.warehouse.version(), tuple(files))
