"""History: every file that was loaded, what became of it, and the way back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from signpost.dashboard.actions import undo_upload
from signpost.dashboard.layout import frame, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_id
from signpost.presentation.escaping import csv_bytes, file_name, md
from signpost.presentation.tables import uploads as receipts


def render(view: View) -> None:
    """Render the uploads, one of them in detail, and who did what."""
    uploads = view.results.uploads()
    st.title(receipts.history_title(uploads), anchor=False)
    st.markdown("Nothing is ever overwritten: undoing a file restores what it had replaced.")
    if len(uploads):
        one_upload(view, uploads)
    section("All files, newest first")
    frame(receipts.uploads_table(uploads), alt="All files that were loaded")
    section("Who did what")
    frame(receipts.acts_table(view.results.audit_trail()), alt="Who did what, newest first")


def one_upload(view: View, uploads: pd.DataFrame) -> None:
    """Show one file, and let the reader undo it."""
    names = receipts.upload_names(uploads)
    chosen = pick_id("One file", "upload", names)
    number = int(chosen)
    undone = receipts.is_undone(uploads[uploads["upload_no"] == number].iloc[0].to_dict())
    receipt = view.results.receipt(number)
    with st.container(border=True):
        about = f"{receipts.source_label(receipt)} · {receipts.covered_text(receipt)}"
        st.markdown(
            f"**{md(receipt.filename)}** · {md(about)}  \n"
            f"{md(receipts.row_counts_text(receipt, 'loaded'))}"
        )
        for warning in receipt.warnings:
            st.warning(md(warning), icon=":material/info:")
        if receipt.rows_rejected:
            frame(receipts.by_reason(receipt), alt="Rejected rows, by reason")
            st.download_button(
                "Download the rejected rows",
                csv_bytes(receipts.rejected_rows(receipt)),
                file_name=file_name(f"{receipt.filename} rejected", ".csv"),
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
            )
        if not undone and st.button("Undo this file", icon=":material/undo:"):
            undo_upload(view, number)
            st.toast("Reverted: what this file had replaced is in force again.")
            st.rerun()


PAGE = Page(
    id="history",
    title="History",
    question="What was loaded, by whom, and how do I go back?",
    section="Data",
    order=5,
    audience="analyst",
    render=render,
)
