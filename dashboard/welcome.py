"""The empty data folder: what Signpost answers, what it needs, three ways to begin."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from signpost.answers.access import may
from signpost.dashboard.actions import load
from signpost.dashboard.layout import page_title
from signpost.dashboard.page import View
from signpost.dashboard.progress_bar import load_bar
from signpost.presentation.file_templates import templates_zip
from signpost.sample_data import build

_NEEDS = (
    ("Who is where", "A roster: person, group, from which day. Names are stored as codes only."),
    ("Who uses it", "A usage export: Microsoft 365, Slack, Viva Engage and others, as they are."),
    ("What should move", "A KPI per group and week or month: escalations, trips, cross-selling."),
    ("What you promised", "The programme: use cases, roll-out days, cost, what a change is worth."),
)


def welcome(view: View) -> None:
    """Show what to do first; nothing else on the page competes with it."""
    page_title(
        "Nothing loaded yet",
        "Signpost answers one question: people are using it, so what? It links use to your own "
        "KPIs, group by group, and says how sure it is.",
    )
    if may(view.results.access, "load"):
        ways_in(view)
    else:
        st.markdown("Nobody has loaded data yet. An analyst can.")
    st.header("What it needs", anchor=False)
    for column, (what, why) in zip(st.columns(len(_NEEDS)), _NEEDS, strict=True):
        with column.container(border=True, height="stretch"):
            st.markdown(f"**{what}**  \n{why}")
    st.caption(
        "Nothing leaves this machine. Small groups are never shown, and there is no page about "
        "one person."
    )


def ways_in(view: View) -> None:
    """Show the three ways on: look around, load files, get files to fill in."""
    left, middle, right = st.columns(3)
    if left.button("Look around with sample data", type="primary", width="stretch"):
        load_sample(view)
    if middle.button("Add your own files", icon=":material/upload_file:", width="stretch"):
        st.switch_page(st.session_state["pages"]["add_data"])
    right.download_button(
        "Download templates and request letters",
        templates_zip,
        file_name="signpost-templates.zip",
        mime="application/zip",
        width="stretch",
        on_click="ignore",
        icon=":material/download:",
    )


def load_sample(view: View) -> None:
    """Build the sample organisation and load its exports through the same door as any file."""
    with (
        st.status("Building Nordwind Energy: 24 groups, 2,400 people, 18 months", expanded=True),
        tempfile.TemporaryDirectory(prefix="signpost-sample-") as folder,
    ):
        st.write("Writing its exports")
        exports = build(Path(folder))
        st.write("Loading them, as an analyst would")
        # the promise in a load of its own: before what came of it
        for files in (exports / "programme.yaml", exports):
            load(view, [files], progress=load_bar())
    st.rerun()
