"""Add data in four steps: choose files, match what is unknown, check, publish."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import streamlit as st

from signpost.dashboard import actions
from signpost.dashboard.layout import page_title, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.progress_bar import load_bar
from signpost.dashboard.upload import upload_store
from signpost.dashboard.upload.check_step import ANSWER_WORDS, file_card, question_card
from signpost.dashboard.upload.match_step import match
from signpost.dashboard.upload.publish_step import ROUND, publish_bar, published
from signpost.dashboard.upload.sorted_files import (
    MAX_READY_FILES,
    UNKNOWN_FILE,
    SortedFiles,
    sort_files,
)
from signpost.pipelines.model.receipt import FileResult
from signpost.pipelines.recognition.identify import all_sources
from signpost.pipelines.recognition.propose_mapping import read_head
from signpost.pipelines.text.dates import Order
from signpost.presentation.escaping import md
from signpost.presentation.file_templates import templates_zip
from signpost.presentation.formats import count
from signpost.presentation.tables import uploads

MAPPED = "mapped"
_STEPS = ("Choose files", "Match columns", "Check", "Publish")
DATES: dict[Order | Literal[""], str] = {
    "": "As the file says",
    "dmy": ANSWER_WORDS["dmy"],
    "mdy": ANSWER_WORDS["mdy"],
}


def render(view: View) -> None:
    """Render the page: files at the top, what they hold, the publish bar at the bottom."""
    page_title("Add data", "Drop exports as they are. Nothing is saved before you publish.")
    place = st.empty()
    published(view)
    paths = _choose()
    if not paths:
        steps(place, 0)
        _known()
        return
    dates = reading_options()
    mappings = own_mappings(paths)
    waiting = st.empty()
    with waiting.container():
        report = actions.check_files(view, paths, mappings, dates, load_bar)
    waiting.empty()
    sorted_files = sort_files(report.files)
    ready = any(one.status == "loaded" for one in report.files)
    steps(place, 1 if sorted_files.strange else 3 if ready and not sorted_files.asked else 2)
    prose_of_files(sorted_files)
    for result in sorted_files.strange:
        match_card(view, result, paths, sorted_files.strange)
    for question, results in sorted_files.asked:
        question_card(question, results)
        for result in results if question.key == "platform" else ():
            _read_otherwise(view, result, paths)
    for result in sorted_files.to_look_at:
        file_card(view, result, result.file)
        _read_otherwise(view, result, paths)
    if sorted_files.fine:
        words = f"{count(len(sorted_files.fine), 'file')} ready"
        with st.expander(
            words, expanded=len(sorted_files.fine) <= MAX_READY_FILES, icon=":material/check:"
        ):
            for result in sorted_files.fine:
                file_card(view, result, result.file)
                _read_otherwise(view, result, paths)
    publish_bar(view, paths, mappings, dates, report)


def prose_of_files(found: SortedFiles) -> None:
    """Show in a line what needs the reader and what is ready."""
    waiting = len(found.strange) + len(found.failed) + sum(len(many) for _, many in found.asked)
    parts = [
        f"{count(waiting, 'file')} {'needs' if waiting == 1 else 'need'} you" if waiting else "",
        f"{len(found.to_look_at) - len(found.failed)} to look at"
        if len(found.to_look_at) > len(found.failed)
        else "",
        f"{count(len(found.fine), 'file')} ready" if found.fine else "",
    ]
    st.markdown(f"**{', '.join(part for part in parts if part)}.**")


def _read_otherwise(view: View, result: FileResult, paths: tuple[Path, ...]) -> None:
    """Offer to read a file as something else than it was taken for."""
    if result.status == "already_loaded":
        return
    if st.toggle("Read it as something else", key=f"else_{result.file}"):
        match_card(view, result, paths)


def steps(place: st.delta_generator.DeltaGenerator, now: int) -> None:
    """Show the four steps, the present one in bold."""
    words = [f"{'✓ ' if at < now else ''}{at + 1} {name}" for at, name in enumerate(_STEPS)]
    place.markdown(
        "&emsp;→&emsp;".join(
            f"**{word}**" if at == now else f":small[{word}]" for at, word in enumerate(words)
        )
    )


def _choose() -> tuple[Path, ...]:
    """Return the files the reader chose; a new round starts empty after publishing."""
    files = st.file_uploader(
        "Files to add",
        accept_multiple_files=True,
        key=f"files_{st.session_state.setdefault(ROUND, 0)}",
        help="CSV, Excel, JSON lines, Parquet, zip, YAML. Several at once is fine.",
    )
    return upload_store.keep_upload(files) if files else ()


def own_mappings(paths: tuple[Path, ...]) -> dict[Path, Path]:
    """Return the mappings the reader made for single files of those chosen."""
    mapped: dict[Path, Path] = st.session_state.get(MAPPED, {})
    return {path: mapped[path] for path in paths if path in mapped}


def match_card(
    view: View, result: FileResult, paths: tuple[Path, ...], beside: Sequence[FileResult] = ()
) -> None:
    """Show a file no source knows, to match its columns; those `beside` it with the same follow."""
    path = _path_of(result, paths)
    known = result.error is None or result.error.code != UNKNOWN_FILE
    told = "" if known else " could not be read: it is no export we know."
    with st.container(border=True):
        st.markdown(
            f":material/help: **{md(result.file)}**{told}  \n"
            "**What to do:** Say once what its columns are; the next one like it is read by itself."
        )
        strange = read_head(path, result.file)
        if strange is None:
            st.error(md(result.error.message if result.error else ""), icon=":material/error:")
            return
        groups = frozenset(view.results.group_names())
        mapping = match(strange, groups)
        if mapping is not None:
            heads = [(_path_of(one, paths), one.file) for one in beside]
            alike = [at for at, name in heads if _headers(at, name) == strange.headers]
            st.session_state.setdefault(MAPPED, {}).update(dict.fromkeys((path, *alike), mapping))
            st.rerun()


def _path_of(result: FileResult, paths: tuple[Path, ...]) -> Path:
    return result.path or next(one for one in paths if result.file.startswith(one.name))


def _headers(path: Path, name: str) -> Sequence[str]:
    head = read_head(path, name)
    return head.headers if head else ()


def reading_options() -> Order | None:
    """Show a choice of how days are written, where a file leaves it open."""
    with st.popover("Reading options", icon=":material/tune:"):
        return (
            st.radio("Days such as 03/04/2026", list(DATES), format_func=DATES.__getitem__) or None
        )


def _known() -> None:
    """Show how to get each export, and offer templates, before any file is chosen."""
    section(f"{count(len(all_sources()), 'kind')} of export are recognised by their columns")
    names = {one.id: one for one in sorted(all_sources(), key=lambda one: one.label)}
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox("How do I get …", list(names), format_func=lambda x: names[x].label)
    right.download_button(
        "Download templates and request letters",
        templates_zip,
        file_name="signpost-templates.zip",
        mime="application/zip",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
    )
    how = names[chosen].how_to_get
    with st.container(border=True):
        st.markdown(
            f"**Who has it:** {md(how.role)}  \n**How:** {md(how.steps, 2_000)}  \n"
            f"**The file is called:** {md(how.filename)}"
        )
        st.markdown("**Text to ask for it:**")
        st.code(how.request, language=None, wrap_lines=True)
    st.markdown(
        "Any other table works too: you say once which column is what. "
        f":small[{md(uploads.PROMISE)}]"
    )


PAGE = Page(
    id="add_data",
    title="Add data",
    question="How do I bring new files in?",
    section="Data",
    order=1,
    audience="analyst",
    render=render,
    works_empty=True,
)
