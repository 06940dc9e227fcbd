"""What a reader does to the data. Every act asks for the role first; pages have no other way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from signpost.dashboard.access import require
from signpost.dashboard.page import View
from signpost.metrics.decisions import Decision, decide
from signpost.metrics.model.schema import Programme, parse
from signpost.metrics.model.types import Grade
from signpost.metrics.register.versions import programme_in_force, save
from signpost.metrics.value.advice import Advice
from signpost.pipelines.correction_file import fix_file
from signpost.pipelines.facts.group_names import decide_group
from signpost.pipelines.ingest import Progress, ingest, undo
from signpost.pipelines.model.receipt import FileResult, Receipt, Report
from signpost.pipelines.text.dates import Order
from signpost.warehouse import WarehouseError
from signpost.warehouse.audit import record
from signpost.warehouse.exports import note

Batch = tuple[tuple[Path, ...], Path | None]
"""Files, and the mapping they are read with."""
_OWN = "own_version"


def own_version() -> int:
    """Tell the version this session made last, 0 for none: it is shown even if one has to wait."""
    return int(st.session_state.get(_OWN, 0))


def _made(view: View) -> None:
    """Note that this session has changed the data."""
    st.session_state[_OWN] = view.warehouse.version()


def load(
    view: View, batches: Sequence[Batch], dates: Order | None = None,
    progress: Progress | None = None,
) -> Report:  # fmt: skip
    """Publish files for good. Raises Denied for a reader who may not load."""
    report = _ingest(view, batches, dates, progress, dry_run=False)
    _made(view)
    return report


def rehearse(
    view: View, batches: Sequence[Batch], dates: Order | None = None,
    progress: Progress | None = None,
) -> Report:  # fmt: skip
    """Say what `load` would do; nothing is written. Raises Denied like it."""
    return _ingest(view, batches, dates, progress, dry_run=True)


def _ingest(
    view: View, batches: Sequence[Batch], dates: Order | None, progress: Progress | None, *,
    dry_run: bool,
) -> Report:  # fmt: skip
    """Take in the files batch by batch: those with a mapping of their own one after another."""
    require(view.access, "load")
    files: list[FileResult] = []
    for paths, mapping in batches:
        report = ingest(
            view.warehouse, paths, mapping=mapping, dates=dates, who=view.who,
            validate_programme=parse, progress=progress, dry_run=dry_run,
        )  # fmt: skip
        files += report.files
    return Report(view.warehouse.version(), tuple(files))


def name_groups(view: View, names: Mapping[str, str]) -> None:
    """Remember which group each spelling means. Raises Denied for a reader who may not load."""
    require(view.access, "load")
    with view.warehouse.write(view.who) as writer:
        for spelling, group in names.items():
            decide_group(writer, spelling, group, who=view.who)
            record(writer, view.who, "name_group", f"{spelling} is {group}")
    _made(view)


def rows_to_correct(view: View, upload_no: int, original: Path) -> tuple[str, bytes] | None:
    """Make the fix file of an upload. Raises Denied for a reader who may not load."""
    require(view.access, "load")
    return fix_file(view.warehouse.read(), upload_no, original)


def take_back(view: View, upload: str | int) -> Receipt:
    """Undo one upload. Raises Denied for a reader who may not load."""
    require(view.access, "load")
    receipt = undo(view.warehouse, upload, who=view.who)
    _made(view)
    return receipt


def define(view: View, programme: Programme) -> int:
    """Save a version of the programme; returns its number. Raises Denied for who may not edit."""
    require(view.access, "edit")
    if view.behind and programme_in_force(view.warehouse) != view.programme:
        raise WarehouseError(
            "Somebody has just changed the programme; this page does not show that yet.",
            "Nothing was saved. Wait until the newer data is worked out, and try again.",
        )
    number = save(view.warehouse, programme, view.who, datetime.now(UTC))
    _made(view)
    return number


def take_decision(view: View, advice: Advice, verdict: Grade) -> Decision:
    """Record that an advice was taken. Raises Denied for a reader who may not edit."""
    require(view.access, "edit")
    decision = decide(view.warehouse, advice, verdict, who=view.who, at=datetime.now(UTC))
    _made(view)
    return decision


def export(view: View, what: str, make: Callable[[], bytes | str]) -> bytes:
    """Make a download and note who took it, and of which version. Raises Denied.

    Beside the data, not in it: a publish for every download would make each reader wait for new
    answers. A download that cannot be noted is not given: WarehouseError.
    """
    require(view.access, "export")
    made = make()
    body = made.encode() if isinstance(made, str) else made
    note(view.warehouse.root, view.who, what, version=view.version, size=len(body))
    return body
