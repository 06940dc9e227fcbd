"""The checking step of Add data: what each file is, what was rejected, names nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from signpost.dashboard.actions import answer, map_group_names
from signpost.dashboard.layout import prose
from signpost.dashboard.page import View
from signpost.pipelines.errors import FileQuestion
from signpost.pipelines.model.receipt import FileResult, Receipt
from signpost.presentation.escaping import csv_bytes, file_name, md
from signpost.presentation.formats import count
from signpost.presentation.tables import uploads

ANSWER_WORDS = {
    "dmy": "Day first: 03/04 is 3 April",
    "mdy": "Month first: 03/04 is 4 March",
    "one_name": "It is one name",
}
"""Answers that are codes, in words."""
_SEEN_WHOLE, _SCROLLED = 8, 420
"""Names that stand open; more of them scroll in a place of so many pixels."""
_ALONE = "Leave it as a group of its own"


def file_card(view: View, result: FileResult, number: str) -> None:
    """Show one file: what it is, how many rows, what was rejected and why."""
    with st.container(border=True):
        if result.error is not None:
            st.markdown(f":material/error: **{md(uploads.name(result))}** could not be read")
            st.error(md(result.error.message))
            st.markdown(f"**What to do:** {md(result.error.remedy)}")
            return
        receipt = result.receipt
        st.markdown(
            f":material/check_circle: **{md(uploads.name(result))}** · "
            f"{md(uploads.recognition_text(result))}"
            f"  \n{md(uploads.upload_outcome(result))}"
        )
        if receipt is None:
            return
        for warning in receipt.warnings:
            st.warning(md(warning, 1_000), icon=":material/info:")
        if told := receipt.how_read():
            with st.expander("How this file was read"):
                st.markdown("\n".join(f"- {md(line, 1_000)}" for line in told))
        if unknown := uploads.unknown_groups_text(receipt):
            names(view, unknown, number)
        if receipt.rows_rejected:
            _set_aside(receipt, uploads.name(result), number)


def question_card(question: FileQuestion, results: Sequence[FileResult]) -> None:
    """Show what only the reader can answer, once for all its files; they are read again."""
    with st.container(border=True):
        first = results[0]
        more = f" and {len(results) - 1} more" if len(results) > 1 else ""
        st.markdown(f":material/help: **{md(uploads.name(first))}**{more}")
        if first.error is not None:
            st.warning(md(first.error.message), icon=":material/help:")
        if more:
            with st.expander(f"All {len(results)} files"):
                st.markdown("\n".join(f"- {md(uploads.name(one))}" for one in results))
        key = f"answer_{first.file}_{question.key}"
        if question.choices:
            said = st.radio(
                "Your answer",
                question.choices,
                index=None,
                key=key,
                horizontal=True,
                format_func=lambda one: md(ANSWER_WORDS.get(one, one)),
            )
        else:
            said = st.text_input("Your answer", key=key)
        if said and st.button("Read it so", key=f"{key}_go", icon=":material/check:"):
            answer(question.key, said.strip())
            st.rerun()


def names(view: View, unknown: Mapping[str, str], number: str) -> None:
    """Show a choice of known groups for each unknown name; the choice is remembered."""
    known = view.results.group_names()
    # a roster of the same drop is not loaded yet: its names come as the nearest ones
    labels = sorted({*known.values(), *filter(None, unknown.values())} - set(unknown))
    st.markdown("**Which group is meant?** :small[Decided once; later files follow it.]")
    chosen: dict[str, str] = {}
    box = st.container(height=_SCROLLED if len(unknown) > _SEEN_WHOLE else "content", border=False)
    for name, near in unknown.items():
        left, right = box.columns([1, 2], vertical_alignment="center")
        left.markdown(md(name))
        options = [_ALONE, *labels]
        group = right.selectbox(
            f"{md(name)} is",
            options,
            key=f"group_{number}_{name}",
            label_visibility="collapsed",
            index=options.index(near) if near in options else 0,
        )
        if group != _ALONE:
            chosen[name] = group
    if chosen and st.button(
        f"Remember {count(len(chosen), 'name')}", key=f"names_{number}", icon=":material/bookmark:"
    ):
        map_group_names(view, chosen)
        st.toast("Remembered. The files are read again with these names.")
        st.rerun()


def _set_aside(receipt: Receipt, name: str, number: str) -> None:
    """Show the rows that cannot be used by reason, and let the reader take them along."""
    many = receipt.rows_rejected
    st.markdown(
        f"**{count(many, 'row')} cannot be used as {'it is' if many == 1 else 'they are'}:**"
    )
    prose(uploads.by_reason(receipt), alt="Rejected rows, by reason")
    st.download_button(
        f"Download the list of {count(receipt.rows_rejected, 'row')}",
        csv_bytes(uploads.rejected_rows(receipt)),
        file_name=file_name(f"{name} rejected", ".csv"),
        mime="text/csv",
        icon=":material/download:",
        key=f"download_{number}",
        on_click="ignore",
    )
    st.markdown(
        ":small[The other rows can be published now. After that you get these rows as a "
        "file: correct them in it and drop it here, only they are added.]"
    )
