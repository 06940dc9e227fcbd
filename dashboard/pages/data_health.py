"""Data health: what is covered until when, what was rejected, which names match nothing."""

from __future__ import annotations

import streamlit as st

from signpost import clock
from signpost.answers.access import may
from signpost.dashboard.layout import chart, frame, prose, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.upload.check_step import names
from signpost.presentation import data_coverage as health
from signpost.presentation.escaping import md
from signpost.presentation.figures.coverage import coverage_figure
from signpost.presentation.formats import count


def render(view: View) -> None:
    """Render freshness, gaps, rejected rows, unknown names, the folder itself."""
    today = clock.today()
    found = view.results.coverage_subjects()
    st.title(md(health.health_title(found, today)), anchor=False)
    left, right = st.columns([1.4, 1], gap="large")
    with left:
        gaps(view)
    with right:
        section("From when until when")
        prose(health.freshness_table(found, today), alt="What is covered from when until when")
    aside(view)
    _unknown(view)
    _folder(view)


def gaps(view: View) -> None:
    """Show which months each subject is covered in."""
    table = view.results.coverage()
    title = health.coverage_title(table)
    section(title)
    if len(table):
        st.markdown(":small[Filled: covered. Open: missing.]")
        chart(
            coverage_figure(table, view.palette),
            lambda: table.reset_index(names="What"),
            key="coverage",
            alt=f"Which months each kind of data covers. {title}.",
        )


def aside(view: View) -> None:
    """Show the files with rows that could not be used."""
    table = view.results.rejected_uploads()
    if table.empty:
        section("No row was rejected")
        return
    section(health.rejected_title(table))
    frame(health.rejected_table(table), alt="Rejected rows per file")
    st.caption("History has the reasons of each file, and the rows as a download.")


def _unknown(view: View) -> None:
    """Show group names in any kind of file that no roster has, and take their spelling."""
    table = view.results.unmatched_group_names()
    if table.empty:
        section("Every group name is known from a roster")
        return
    section(f"{count(table['group_id'].nunique(), 'group name')} in no roster")
    st.markdown("Their figures are loaded, and not used until the group is matched to a roster.")
    shown = {"label": "Group", "found_in": "Found in", "files": "Files"}
    frame(table[list(shown)].rename(columns=shown), alt="Group names that no roster has")
    if may(view.results.access, "load"):
        names(view, dict(zip(table["label"], table["nearest"], strict=True)), "health")
        st.caption(
            "A name that is matched counts in files read from then on: undo the files above "
            "under History and load them once more."
        )


def _folder(view: View) -> None:
    """Show what is wrong with the data folder itself."""
    findings = view.results.folder_findings()
    if not findings:
        section("The data folder is in order")
    else:
        section(f"{count(len(findings), 'thing')} to put right in the data folder")
    for one in findings:
        st.markdown(f":material/build: **{md(one.message)}** {md(one.remedy)}")
    st.caption(
        "Its files were read through when these figures were worked out. `signpost doctor` "
        "reads them again."
    )


PAGE = Page(
    id="data_health",
    title="Data health",
    question="Is the data whole and fresh?",
    section="Data",
    order=2,
    audience="analyst",
    render=render,
)
