"""Add data: choose files, see what was recognised and what was set aside, publish, take back."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st

from dashboard import cached, intake, receipts
from dashboard.acts import load, take_back
from dashboard.formats import count
from dashboard.layout import frame, link, section, title
from dashboard.page import Page, View
from dashboard.safety import csv_bytes, file_name, md
from dashboard.templates import packed
from pipelines.days import Order
from pipelines.identify import all_sources
from pipelines.receipt import FileResult, Report

_ROUND = "upload_round"
_PUBLISHED = "published"
DATES: dict[Order | Literal[""], str] = {
    "": "As the file says",
    "dmy": "Day first: 03/04 is 3 April",
    "mdy": "Month first: 03/04 is 4 March",
}


def show(view: View) -> None:
    """Lay out the page: files at the top, what they hold, the publish bar at the bottom."""
    title("Add data", "Drop exports as they are. Nothing is saved before you publish.")
    published(view)
    paths = choose()
    if not paths:
        known()
        return
    dates = reading_options()
    report = cached.check(view, paths, dates)
    for number, result in enumerate(report.files):
        file_card(result, number)
    publish_bar(view, paths, dates, report)


def choose() -> tuple[Path, ...]:
    """Let the reader choose files; a new round starts empty after publishing."""
    files = st.file_uploader(
        "Files to add", accept_multiple_files=True,
        key=f"files_{st.session_state.setdefault(_ROUND, 0)}",
        help="CSV, Excel, JSON lines, zip, YAML. Several at once is fine.",
    )  # fmt: skip
    return intake.keep(files) if files else ()


def known() -> None:
    """List what is recognised and how to get it, before any file is chosen."""
    section(f"{count(len(all_sources()), 'kind')} of export are recognised by their columns")
    st.download_button(
        "Download templates and request letters", packed, file_name="signpost-templates.zip",
        mime="application/zip", on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    for source in all_sources():
        with st.expander(md(source.label)):
            how = source.how_to_get
            st.markdown(f"**Who has it:** {md(how.role)}  \n**How:** {md(how.steps, 2_000)}")
            st.markdown("**Text to ask for it:**")
            st.code(how.request, language=None, wrap_lines=True)


def reading_options() -> Order | None:
    """Let the reader say how days are written, where a file leaves it open."""
    with st.popover("Reading options", icon=":material/tune:"):
        return (
            st.radio("Days such as 03/04/2026", list(DATES), format_func=DATES.__getitem__) or None
        )


def file_card(result: FileResult, number: int) -> None:
    """Show one file: what it is, how many rows, what was set aside and why."""
    with st.container(border=True):
        if result.error is not None:
            st.markdown(f":material/error: **{md(receipts.name(result))}** could not be read")
            st.error(md(result.error.message))
            st.markdown(f"**What to do:** {md(result.error.remedy)}")
            return
        receipt = result.receipt
        st.markdown(
            f":material/check_circle: **{md(receipts.name(result))}** · "
            f"{md(receipts.recognised(result))}"
            f"  \n{md(receipts.outcome(result))}"
        )
        if receipt is None:
            return
        for warning in receipt.warnings:
            st.warning(md(warning), icon=":material/info:")
        if receipt.rows_rejected:
            set_aside(result, number)


def set_aside(result: FileResult, number: int) -> None:
    """Show the rows that cannot be used by reason, and let the reader take them along."""
    receipt = result.receipt
    assert receipt is not None  # noqa: S101
    frame(receipts.by_reason(receipt), alt="Rows set aside, by reason", key=f"aside_{number}")
    st.download_button(
        f"Download the {receipt.rows_rejected:,} rows", csv_bytes(receipts.rejected_rows(receipt)),
        file_name=file_name(f"{receipts.name(result)} set aside", ".csv"), mime="text/csv",
        icon=":material/download:", key=f"download_{number}", on_click="ignore",
    )  # fmt: skip


def publish_bar(view: View, paths: tuple[Path, ...], dates: Order | None, report: Report) -> None:
    """Say at the foot of the page what publishing would change, and do it when asked."""
    ready = any(result.status == "loaded" for result in report.files)
    with st.bottom:
        words, button = st.columns([4, 1.2], vertical_alignment="center")
        words.markdown(f"**{md(receipts.what_changes(report.files))}**")
        if button.button("Publish", type="primary", width="stretch", disabled=not ready,
                         icon=":material/publish:"):  # fmt: skip
            publish(view, paths, dates)


def publish(view: View, paths: tuple[Path, ...], dates: Order | None) -> None:
    """Load the files for good, remember what was loaded, and start a new round."""
    with st.spinner("Loading; the old answer stays until this is done …"):
        done = load(view, paths, dates)
    st.session_state[_PUBLISHED] = [r for r in done.files if r.status == "loaded"]
    st.session_state[_ROUND] += 1
    intake.forget()
    st.rerun()


def published(view: View) -> None:
    """Show what was just published, with the way back."""
    results: list[FileResult] = st.session_state.get(_PUBLISHED, [])
    if not results:
        return
    with st.container(border=True):
        st.markdown(f":material/check_circle: **Published {count(len(results), 'file')}.**")
        for result in results:
            st.markdown(f"{md(receipts.name(result))}: {md(receipts.outcome(result))}")
        back, onward = st.columns(2)
        if back.button("Take it back", icon=":material/undo:", width="stretch"):
            for result in reversed(results):
                if result.receipt is not None:
                    take_back(view, result.receipt.upload_id)
            st.session_state[_PUBLISHED] = []
            st.toast("Taken back: what these files had replaced is in force again.")
            st.rerun()
        with onward:
            link("answer", "See the answer", ":material/arrow_forward:")


PAGE = Page(
    id="add_data", title="Add data", question="How do I bring new files in?", section="Data",
    order=1, audience="analyst", show=show, works_empty=True,
)  # fmt: skip
