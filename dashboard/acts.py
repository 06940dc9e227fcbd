"""What a reader does to the data. Every act asks for the role first; pages have no other way."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from dashboard.access import require
from dashboard.page import View
from metrics.advice import Advice
from metrics.decisions import Decision, decide
from metrics.evidence import Grade
from metrics.programme import Programme, parse
from metrics.register import save
from pipelines.days import Order
from pipelines.ingest import Progress, ingest, undo
from pipelines.receipt import Receipt, Report
from warehouse import WarehouseError


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


def define(view: View, programme: Programme) -> int:
    """Save a version of the programme; returns its number. Raises Denied for who may not edit."""
    require(view.access, "edit")
    return save(view.warehouse, programme, view.who, datetime.now(UTC))


def take_decision(view: View, advice: Advice, verdict: Grade) -> Decision:
    """Record that an advice was taken. Raises Denied for a reader who may not edit."""
    require(view.access, "edit")
    return decide(view.warehouse, advice, verdict, who=view.who, at=datetime.now(UTC))


def export(view: View, what: str, make: Callable[[], bytes]) -> bytes:
    """Make a download and note who took it, and of which version. Raises Denied.

    Beside the data, not in it: a publish for every download would make each reader wait for new
    answers. A download that cannot be noted is not given: WarehouseError.
    """
    require(view.access, "export")
    body = make()
    line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "who": view.who, "what": what,
            "version": view.version, "bytes": len(body)}  # fmt: skip
    place = exports_file(view.warehouse.root)
    try:
        with place.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line) + "\n")
    except OSError as fault:
        raise WarehouseError(
            "The download could not be noted, so it is not given.",
            f"Make {place.parent} writable for the user that runs Signpost.",
        ) from fault
    return body


def exports_file(data: Path) -> Path:
    """Say where downloads are noted: `<data folder>.exports.jsonl`, one JSON object a line."""
    return data.with_name(f"{data.name}.exports.jsonl")
