"""What a reader does to the data. Every act asks for the role first; pages have no other way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import streamlit as st

from signpost.answers.access import require
from signpost.answers.decisions import Decision, record_decision
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Grade
from signpost.metrics.register.versions import programme_in_force, save_programme
from signpost.metrics.value.advice import Advice
from signpost.pipelines.correction_file import correction_file
from signpost.pipelines.facts.group_names import decide_group
from signpost.pipelines.ingest import Progress, undo
from signpost.pipelines.model.receipt import Receipt, Report
from signpost.pipelines.text.dates import Order
from signpost.presentation.words.catalogue import names_of, say
from signpost.warehouse import WarehouseError
from signpost.warehouse.audit import record
from signpost.warehouse.exports import note_export
from signpost.workspace.uploads import Batch, rehearse, run_ingest
from signpost.workspace.view import View

_OWN = "own_version"


def own_version() -> int:
    """Tell the version this session made last, 0 for none: it is shown even if one has to wait."""
    return int(st.session_state.get(_OWN, 0))


def _made(view: View) -> None:
    """Note that this session has changed the data."""
    st.session_state[_OWN] = view.warehouse.version()


def load(
    view: View,
    batches: Sequence[Batch],
    dates: Order | None = None,
    progress: Progress | None = None,
) -> Report:
    """Publish files for good. Raises Denied for a reader who may not load."""
    report = run_ingest(view, batches, dates, progress, dry_run=False)
    _made(view)
    return report


def map_group_names(view: View, names: Mapping[str, str]) -> None:
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
    return correction_file(view.warehouse.read(), upload_no, original)


def undo_upload(view: View, upload: str | int) -> Receipt:
    """Undo one upload. Raises Denied for a reader who may not load."""
    require(view.access, "load")
    receipt = undo(view.warehouse, upload, who=view.who)
    _made(view)
    return receipt


def edit_programme(view: View, programme: Programme) -> int:
    """Save a version of the programme; returns its number. Raises Denied for who may not edit."""
    require(view.access, "edit")
    if view.behind and programme_in_force(view.warehouse) != view.programme:
        raise WarehouseError(
            "Somebody has just changed the programme; this page does not show that yet.",
            "Nothing was saved. Wait until the newer data is worked out, and try again.",
        )
    number = save_programme(view.warehouse, programme, view.who, datetime.now(UTC))
    _made(view)
    return number


def take_decision(view: View, advice: Advice, verdict: Grade) -> Decision:
    """Record that an advice was taken. Raises Denied for a reader who may not edit."""
    require(view.access, "edit")
    advice = replace(advice, why=say(advice.why, names_of(view.programme)))
    decision = record_decision(view.warehouse, advice, verdict, who=view.who, at=datetime.now(UTC))
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
    note_export(view.warehouse.root, view.who, what, version=view.version, size=len(body))
    return body


def check_files(
    view: View, batches: tuple[Batch, ...], dates: Order | None, bar: Callable[[], Progress]
) -> Report:
    """Return what publishing these files would do; nothing is written. Kept for this session."""
    require(view.access, "load")
    asked = (view.root, view.version, batches, dates)
    known, report = st.session_state.get("checked", (None, None))
    if known != asked or report is None:
        report = rehearse(view, batches, dates, bar())
        st.session_state["checked"] = (asked, report)
    return cast("Report", report)
