"""Definitions: what every number counts, which version of it, and what the words mean."""

from __future__ import annotations

import streamlit as st

from signpost.dashboard.layout import prose, section
from signpost.dashboard.page import Page, View
from signpost.presentation.tables import definitions


def render(view: View) -> None:
    """Render KPIs, adoption measures, ladders, verdicts, methods and checks."""
    cards = view.results.programme.kpis
    st.title(definitions.definitions_title(cards), anchor=False)
    st.markdown("Each definition has a version; a figure made with another version says so.")
    section("KPIs: what each one is, which way is better, what a change is worth")
    prose(definitions.kpi_table(cards, view.results.programme.currency), alt="KPI cards")
    section("Adoption: what each measure counts, out of whom")
    prose(definitions.metric_definitions_table(), alt="Adoption measures")
    section("Ladders of use")
    prose(definitions.ladder_definitions_table(), alt="Ladders of use")
    left, right = st.columns(2, gap="large")
    with left:
        section("Verdicts")
        prose(definitions.verdict_table(), alt="What each verdict means")
        section("Checks: what could prove an answer wrong")
        prose(definitions.check_table(), alt="Checks and what they ask")
    with right:
        section("How sure")
        prose(definitions.strength_table(), alt="What each strength of evidence means")
        section("Methods: how an effect is estimated")
        prose(definitions.method_table(), alt="Methods and what they assume")


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
