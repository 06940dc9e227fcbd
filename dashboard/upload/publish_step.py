"""The last step of Add data: say what changes, publish, and what one can do afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from signpost.dashboard.actions import load, rows_to_correct, undo_upload
from signpost.dashboard.layout import link
from signpost.dashboard.page import View
from signpost.dashboard.progress_bar import load_bar
from signpost.dashboard.upload import upload_store
from signpost.dashboard.upload.sorted_files import MAX_READY_FILES
from signpost.pipelines.model.receipt import FileResult, Report
from signpost.pipelines.text.dates import Order
from signpost.presentation.escaping import md
from signpost.presentation.formats import count
from signpost.presentation.tables import uploads

ROUND = "upload_round"
_PUBLISHED = "published"
_FIXES = "fixes"


def publish_bar(
    view: View,
    files: Sequence[Path],
    mappings: Mapping[Path, Path],
    dates: Order | None,
    report: Report,
) -> None:
    """Show at the foot of the page what publishing would change, and do it when asked."""
    ready = any(result.status == "loaded" for result in report.files)
    with st.bottom:
        words, button = st.columns([4, 1.2], vertical_alignment="center")
        words.markdown(f"**{md(uploads.publish_text(report.files))}**")
        asked = button.button(
            "Publish",
            type="primary",
            width="stretch",
            disabled=not ready,
            icon=":material/publish:",
        )
        if asked:
            _publish(view, files, mappings, dates)


def _publish(
    view: View, files: Sequence[Path], mappings: Mapping[Path, Path], dates: Order | None
) -> None:
    """Load the files for good, remember what was loaded, and start a new round."""
    done = load(view, files, dates, load_bar(), mappings)
    loaded = [one for one in done.files if one.status == "loaded"]
    st.session_state[_PUBLISHED] = loaded
    st.session_state[_FIXES] = fixes(view, loaded, files)
    st.session_state[ROUND] += 1
    upload_store.forget_upload()
    st.rerun()


def fixes(
    view: View, loaded: Sequence[FileResult], paths: Sequence[Path]
) -> list[tuple[str, bytes]]:
    """Make the files with the rows to correct, while the originals are still here."""
    found = []
    for result in loaded:
        receipt = result.receipt
        path = next((one for one in paths if result.file.startswith(one.name)), None)
        if receipt is None or receipt.upload_no is None or not receipt.rows_rejected or not path:
            continue
        made = rows_to_correct(view, receipt.upload_no, path)
        found += [made] if made else []
    return found


def published(view: View) -> None:
    """Show what was just loaded, with the way back and the way to the answer."""
    results: list[FileResult] = st.session_state.get(_PUBLISHED, [])
    if not results:
        return
    with st.container(border=True):
        st.markdown(f":material/check_circle: **{count(len(results), 'file')} loaded.**")
        for name, content in st.session_state.get(_FIXES, []):
            st.download_button(
                f"{md(name)}: correct these rows and drop the file here",
                content,
                file_name=name,
                icon=":material/download:",
                on_click="ignore",
                key=f"fix_{name}",
            )
        back, onward, changed = st.columns(3)
        if back.button("Undo", icon=":material/undo:", width="stretch"):
            for result in reversed(results):
                if result.receipt is not None:
                    undo_upload(view, result.receipt.upload_id)
            st.session_state[_PUBLISHED] = []
            st.toast("Reverted: what these files had replaced is in force again.")
            st.rerun()
        with onward:
            link("answer", "See the answer", ":material/arrow_forward:")
        with changed:
            link("changed", "See what changed", ":material/arrow_forward:")
        with st.expander(count(len(results), "file"), expanded=len(results) <= MAX_READY_FILES):
            for result in results:
                st.markdown(f"{md(uploads.name(result))}: {md(uploads.loaded_text(result))}")
