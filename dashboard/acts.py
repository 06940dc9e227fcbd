"""What a reader does to the data. Every act asks for the role first; pages have no other way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dashboard.access import require
from dashboard.page import View
from metrics.programme import parse
from pipelines.days import Order
from pipelines.ingest import Progress, ingest, undo
from pipelines.receipt import Receipt, Report


def load(
    view: View, paths: Sequence[Path], dates: Order | None = None, progress: Progress | None = None
) -> Report:
    """Publish files for good. Raises Denied for a reader who may not load."""
    require(view.access, "load")
    return ingest(
        view.warehouse, paths, dates=dates, who=view.who, validate_programme=parse,
        progress=progress,
    )  # fmt: skip


def rehearse(view: View, paths: Sequence[Path], dates: Order | None = None) -> Report:
    """Say what `load` would do; nothing is written. Raises Denied like it."""
    require(view.access, "load")
    return ingest(view.warehouse, paths, dates=dates, dry_run=True, validate_programme=parse)


def take_back(view: View, upload: str | int) -> Receipt:
    """Undo one upload. Raises Denied for a reader who may not load."""
    require(view.access, "load")
    return undo(view.warehouse, upload, who=view.who)
