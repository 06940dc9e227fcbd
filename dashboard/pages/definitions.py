"""Definitions: what every number counts, which version of it, and what the words mean."""

from __future__ import annotations

import streamlit as st

from signpost.dashboard.layout import prose, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import typed_words
from signpost.presentation.escaping import md
from signpost.presentation.tables import definitions


def render(view: View) -> None:
    """Render KPIs, adoption measures, ladders, verdicts, methods and checks that are searched."""
    programme = view.results.programme
    st.title(definitions.definitions_title(programme.kpis), anchor=False)
    st.markdown("Each definition has a version; a figure made with another version says so.")
    words = typed_words("Search the definitions; the address links to what is found", "search")
    tables = (
        ("KPIs: what each one is, which way is better, what a change is worth",
         definitions.kpi_table(programme.kpis, programme.currency)),
        ("Adoption: what each measure counts, out of whom",
         definitions.metric_definitions_table()),
        ("Ladders of use", definitions.ladder_definitions_table()),
        ("Verdicts", definitions.verdict_table()),
        ("How sure", definitions.strength_table()),
        ("Methods: how an effect is estimated", definitions.method_table()),
        ("Checks: what could prove an answer wrong", definitions.check_table()),
    )  # fmt: skip
    found = [(title, definitions.rows_with(table, words)) for title, table in tables]
    for title, table in found:
        if len(table) or not words:
            section(title)
            prose(table, alt=title)
    if words and not any(len(table) for _, table in found):
        st.markdown(f"No definition has the words: {md(words)}.")


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
