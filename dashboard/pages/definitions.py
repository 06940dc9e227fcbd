"""Definitions: what every number counts, which version of it, and what the words mean."""

from __future__ import annotations

import streamlit as st

from signpost.dashboard.layout import page_title, prose, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_text
from signpost.presentation.tables import definitions


def render(view: View) -> None:
    """Render KPIs, adoption measures, ladders, verdicts, methods and checks, or what is sought."""
    programme = view.results.programme
    page_title(
        definitions.definitions_title(programme.kpis),
        "Each definition has a version; a figure made with another version says so. The address "
        "keeps what you search for, so that it can be sent.",
    )
    sought = pick_text("Search the definitions", "q")
    found = definitions.definition_tables(programme.kpis, programme.currency, sought)
    if not found:
        st.markdown("No definition has this in it.")
    for title, table in found.items():
        section(title)
        prose(table, alt=title)


PAGE = Page(
    id="definitions",
    title="Definitions",
    question="What exactly does this number count?",
    section="Data",
    order=4,
    audience="sponsor",
    render=render,
    works_empty=True,
)
