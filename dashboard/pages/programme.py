"""Programme: use cases, KPI cards, what was done, cost, goals; edited here, kept in versions."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from signpost.answers.access import may
from signpost.dashboard.actions import edit_programme, export
from signpost.dashboard.layout import frame, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_id
from signpost.metrics.model.schema import Programme, ProgrammeError, dump
from signpost.presentation.escaping import md
from signpost.presentation.formats import count
from signpost.presentation.tables import programme_editor as tables

_PARTS = {
    "use_cases": "Use cases", "kpis": "KPI cards", "interventions": "What was done",
    "costs": "Cost", "targets": "Goals",
}  # fmt: skip
HINTS = {
    "use_cases": "Problem first: what should get better, how would using this help, which KPI "
    "would show it? Lists are separated by ;",
    "kpis": "Which way is better, and which change is the smallest worth having?",
    "interventions": "Roll-outs and white-glove treatment start a group's clock; days as "
    "2026-03-31.",
    "costs": "Everything the programme costs; leave use_case empty for what serves all.",
    "targets": "Adoption goals as a share from 0 to 1, with owner and day.",
}


def render(view: View) -> None:
    """Render the tables, what a change would mean, and the versions so far."""
    programme = view.results.programme
    st.title(md(_title(programme)), anchor=False)
    st.markdown(
        "Every saved version is kept, so it stays visible what was promised before the result "
        "was known. Changing a promise after its lock makes the use case exploratory."
    )
    part = pick_id("Part", "part", _PARTS, default="use_cases", segmented=True, hide_label=True)
    st.markdown(f":small[{md(HINTS[part])}]")
    if may(view.results.access, "edit"):
        edit(view, part)
    else:
        shown = tables.to_frame(programme, part)
        frame(shown.rename(columns=tables.column_words), alt=_PARTS[part])
    problems(view)
    promises(view)


def problems(view: View) -> None:
    """Show what does not fit together, to whoever may put it right."""
    found = view.results.programme_problems()
    if not found or not may(view.results.access, "edit"):
        return
    section(f"{count(len(found), 'thing')} to put right")
    st.markdown("\n".join(f"- {md(text, 1_000)}" for text in found))


def _title(programme: Programme) -> str:
    """Return how much is written down."""
    return (
        f"{programme.organisation or 'The programme'}: "
        f"{tables.count_text(programme.use_cases, 'use case')}, "
        f"{tables.count_text(programme.kpis, 'KPI')}, "
        f"{tables.count_text(programme.targets, 'goal')}"
    )


def edit(view: View, part: str) -> None:
    """Show one part to edit, what changes, and a button to save it as a new version."""
    before = view.results.programme_table(part)
    after = st.data_editor(
        before,
        num_rows="dynamic",
        hide_index=True,
        key=f"edit_{part}_{view.results.version}",
        column_config={name: tables.column_words(name) for name in before.columns},
        alt=f"{_PARTS[part]}, to edit",
    )
    left, right = st.columns([3, 1], vertical_alignment="center")
    right.download_button(
        "Download programme.yaml",
        partial(export, view, "programme.yaml", partial(dump, view.results.programme)),
        file_name="programme.yaml",
        mime="text/yaml",
        icon=":material/download:",
        width="stretch",
        on_click="ignore",
    )
    with left:
        _changes(view, part, before, after)


def _changes(view: View, part: str, before: pd.DataFrame, after: pd.DataFrame) -> None:
    """Show what the edited table changes; offer to save it."""
    wanted = view.results.programme
    try:
        if not after.equals(before):  # reading a table back costs more than showing it
            wanted = tables.from_frames(view.results.programme, {part: after})
    except ProgrammeError as trouble:
        st.error(md(str(trouble), 1_000), icon=":material/error:")
        return
    if wanted == view.results.programme:
        st.markdown("Nothing is changed yet.")
        return
    if st.button("Save as a new version", type="primary", icon=":material/save:"):
        number = edit_programme(view, wanted)
        st.toast(f"Saved as version {number}.")
        st.rerun()


def promises(view: View) -> None:
    """Show every promise that changed, and whether it changed after its lock."""
    history = view.results.programme_versions()
    changed = view.results.promise_edits()
    section(
        f"{tables.count_text(history, 'version')}, {tables.count_text(changed, 'changed promise')}"
    )
    if changed:
        frame(tables.edits_table(changed), alt="Promises that changed, oldest first")


PAGE = Page(
    id="programme",
    title="Programme",
    question="What do we promise, and what did we do?",
    section="Data",
    order=3,
    audience="analyst",
    render=render,
    works_empty=True,
)
