"""What a reader does to the data from a page: changes that this session is shown at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar, cast

import streamlit as st

from signpost.answers.access import require
from signpost.answers.decisions import Decision
from signpost.dashboard.page import View
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import AdvisedStep, Refusal
from signpost.pipelines.model.receipt import Receipt, Report
from signpost.pipelines.text.dates import Order
from signpost.presentation.forms.drafts import EntryDraft, EntryDrafts
from signpost.presentation.reports.case import CaseBrief
from signpost.workspace import changes
from signpost.workspace.reader_files import keep_for_reader, left_by_reader

T = TypeVar("T")
_Progress = Callable[[int, int], None]
_OWN = "own_version"
_ANSWERS = "file_answers"
_DRAFTS = "drafts"


def own_version() -> int:
    """Return the version this session made last, 0 for none: it is shown even if one must wait."""
    return int(st.session_state.get(_OWN, 0))


def _changed(view: View, outcome: T) -> T:
    """Record that this session has changed the data."""
    st.session_state[_OWN] = changes.newest_version(view.results)
    return outcome


def load(
    view: View,
    files: Sequence[Path],
    dates: Order | None = None,
    progress: _Progress | None = None,
    mappings: Mapping[Path, Path] | None = None,
) -> Report:
    """Publish files for good. Raises Denied for a reader who may not load."""
    report = changes.ingest_files(
        view.results, files, dates, progress, answers=answers(), mappings=mappings
    )
    st.session_state.pop(_ANSWERS, None)
    return _changed(view, report)


def answers() -> dict[str, str]:
    """Return what was answered about the files at hand: key of a question -> answer."""
    return dict(st.session_state.get(_ANSWERS, {}))


def answer(key: str, text: str) -> None:
    """Keep an answer until the files are published; loading remembers it by their columns."""
    st.session_state[_ANSWERS] = answers() | {key: text}


def check_files(
    view: View,
    files: tuple[Path, ...],
    mappings: Mapping[Path, Path],
    dates: Order | None,
    bar: Callable[[], _Progress],
) -> Report:
    """Return what publishing these files would do; nothing is written. Kept for this session."""
    results = view.results
    require(results.access, "load")
    asked = (results.root, results.version, files, dict(mappings), dates, answers())
    known, report = st.session_state.get("checked", (None, None))
    if known != asked or report is None:
        report = changes.ingest_files(
            results, files, dates, bar(), dry_run=True, answers=answers(), mappings=mappings
        )
        st.session_state["checked"] = (asked, report)
    return cast("Report", report)


def map_group_names(view: View, names: Mapping[str, str]) -> None:
    """Remember which group each spelling means. Raises Denied for a reader who may not load."""
    changes.map_group_names(view.results, names)
    _changed(view, None)


def rows_to_correct(view: View, upload_no: int, original: Path) -> tuple[str, bytes] | None:
    """Return the correction file of an upload. Raises Denied for a reader who may not load."""
    return changes.rows_to_correct(view.results, upload_no, original)


def undo_upload(view: View, upload: str | int) -> Receipt:
    """Undo one upload. Raises Denied for a reader who may not load."""
    return _changed(view, changes.undo_upload(view.results, upload))


def edit_programme(view: View, programme: Programme) -> int:
    """Save a version of the programme; return its number. Raises Denied for who may not edit."""
    return _changed(view, changes.edit_programme(view.results, programme))


def drafts(view: View) -> EntryDrafts:
    """Return the drafts of the programme: part -> entry -> what was entered and is not saved."""
    if _DRAFTS not in st.session_state:
        st.session_state[_DRAFTS] = left_by_reader(view.results, "drafts")
    return cast("EntryDrafts", st.session_state[_DRAFTS])


def draft_of(view: View, part: str, entry: str) -> EntryDraft | None:
    """Return one entry's draft, empty where nothing was entered; None where it is to go."""
    return drafts(view).get(part, {}).get(entry, {})


def keep_draft(view: View, part: str, entry: str, draft: EntryDraft | None) -> None:
    """Keep what was entered, here and beside the data: it outlives this page and this session."""
    kept = {name: dict(by_entry) for name, by_entry in drafts(view).items()}
    kept.setdefault(part, {})[entry] = draft
    if draft == {}:
        del kept[part][entry]
    st.session_state[_DRAFTS] = {name: found for name, found in kept.items() if found}
    keep_for_reader(view.results, "drafts", st.session_state[_DRAFTS])


def discard_drafts(view: View) -> None:
    """Throw every draft away."""
    st.session_state[_DRAFTS] = {}
    keep_for_reader(view.results, "drafts", {})


def read_drafts(view: View, content: bytes) -> changes.Drafts | Refusal:
    """Return the draft use cases in a filled worksheet, or why it is none. Raises Denied."""
    return changes.read_drafts(view.results, content)


def add_drafts(view: View, drafts: Iterable[UseCase]) -> None:
    """Add draft use cases to the programme. Raises Denied for a reader who may not edit."""
    _changed(view, changes.add_drafts(view.results, drafts))


def take_decision(
    view: View, case: CaseBrief, what: AdvisedStep | None = None, comment: str = ""
) -> Decision:
    """Record what was decided of a use case. Raises Denied for a reader who may not edit."""
    advice, grade = case.answer.advice[0], case.answer.verdict.grade
    return _changed(view, changes.take_decision(view.results, advice, grade, what, comment))


def undo_decision(view: View, number: int) -> None:
    """Take a decision back. Raises Denied for a reader who may not edit."""
    _changed(view, changes.undo_decision(view.results, number))


def export(view: View, what: str, make: Callable[[], bytes | str]) -> bytes:
    """Make a download and note who took it. Raises Denied; one that cannot be noted is not given.

    Raises WarehouseError for that.
    """
    require(view.results.access, "export")
    made = make()
    body = made.encode() if isinstance(made, str) else made
    changes.note_export(view.results, what, len(body))
    return body
