"""Parts of pages about the programme: goals and doubts, patterns to try, savings people name."""

from __future__ import annotations

import streamlit as st

from signpost.dashboard.layout import is_open, lazy_expander, prose, section
from signpost.dashboard.page import View
from signpost.presentation.escaping import md
from signpost.presentation.formats import count
from signpost.presentation.tables.goals import (
    between_table,
    budgets_table,
    channels_table,
    doubts_table,
    goals_table,
)
from signpost.presentation.tables.patterns import pattern_lines, patterns_table
from signpost.presentation.tables.reported_savings import NOT_ADDED_UP, reported_table
from signpost.presentation.words.catalogue import names_of


def render_goals(view: View) -> None:
    """Show what each goal's use cases came to, and what those who must agree doubt."""
    programme, purpose = view.results.programme, view.results.purpose()
    cases = {case.id: case.label for case in programme.use_cases}
    names = {**names_of(programme), **view.results.group_names()}
    if purpose.goals:
        section("Why it is done: goals, their use cases and KPIs")
        prose(goals_table(purpose.goals, cases, names), alt="Goals with use cases and KPIs")
    if purpose.doubts:
        still = sum(one.is_open for one in purpose.doubts)
        section(f"What people doubt: {still} of {count(len(purpose.doubts), 'doubt')} still open")
        prose(doubts_table(purpose.doubts, cases, names), alt="Doubts and what is known of each")
    if purpose.channels:
        section("Channels the audience uses, and whether we are there")
        prose(channels_table(purpose.channels), alt="Channels of the audience")
    if purpose.between_areas:
        section("Between areas: does one area's use case move another's KPI?")
        prose(between_table(purpose.between_areas, cases, names), alt="Questions between areas")
    if purpose.budgets:
        section("What pilots and barriers may cost, planned before the decision")
        prose(budgets_table(purpose.budgets, cases, programme.currency), alt="Planned budgets")


def render_patterns(view: View) -> None:
    """Show what others tried, what is about a KPI of the programme first."""
    section("Patterns that others tried, with what was published of them")
    prose(patterns_table(view.results.patterns()), alt="Patterns that others tried")


def render_pattern_lines(view: View) -> None:
    """Show the patterns beside the form of a use case."""
    with lazy_expander("Patterns that others tried", key="patterns") as part:
        for line in pattern_lines(view.results.patterns()) if is_open(part) else ():
            st.markdown(f"- :small[{md(line, 600)}]")


def render_reported(view: View) -> None:
    """Show what is said beside what was measured; nothing where nobody was asked."""
    rows = view.results.reported_savings()
    if not rows:
        return
    programme = view.results.programme
    cases = {case.id: case.label for case in programme.use_cases}
    section("Hours people say they save, beside what the KPI did in the same groups")
    names = names_of(programme, view.results.group_names())
    prose(reported_table(rows, cases, names), alt="Hours said beside effects measured")
    st.caption(NOT_ADDED_UP)
