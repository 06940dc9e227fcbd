"""Decisions: what is advised, what was decided, what came of it, what all of it teaches."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from signpost.answers.access import may
from signpost.answers.decisions import decisions_due
from signpost.dashboard.actions import take_decision
from signpost.dashboard.layout import prose, section, tiles
from signpost.dashboard.page import Page, View
from signpost.presentation.escaping import md
from signpost.presentation.reports.case import ADVICE, CaseBrief
from signpost.presentation.tables import decisions as tables
from signpost.presentation.theme import GRADES


def render(view: View) -> None:
    """Render open advice, decisions with their re-check, and the lessons."""
    report, taken = view.results.board(), view.results.decisions()
    late = decisions_due(taken, datetime.now(UTC).date())
    st.title(md(tables.decisions_title(taken, late)), anchor=False)
    lessons = tables.lessons(view.results.lessons(), report)
    tiles(lessons, view.results.number_origins(report.cases[0].id) if report.cases else None)
    left, right = st.columns([1.2, 1], gap="large")
    with left:
        section("Advised, not decided yet")
        open_ones = [case for case in report.cases if not tables.is_decided(case, taken)]
        if not open_ones:
            st.markdown("Every piece of advice is decided.")
        for case in open_ones:
            _advice(view, case)
    with right:
        section(f"Taken so far: {len(taken)}")
        prose(
            tables.decisions_table(taken, view.results.answers(), report),
            alt="Decisions taken",
            none="A decision written down here keeps what was expected of it, and says on its "
            "review date what came of it.",
        )


def _advice(view: View, case: CaseBrief) -> None:
    """Show one piece of advice, and let the reader take it."""
    mark, one = GRADES[case.grade], case.answer.advice[0]
    with st.container(border=True):
        words, button = st.columns([3.6, 1], vertical_alignment="center")
        words.markdown(
            f"{mark.glyph} **{md(ADVICE[one.what])}** · {md(case.label)}  \n"
            f"{md(case.next.why)} :small[{md(case.next.expected)}]"
        )
        if not may(view.results.access, "edit"):
            return
        if not one.owner or one.recheck is None:
            words.markdown(":small[A decision needs an owner and a review date: see Programme.]")
        elif button.button("Decide this", key=f"decide_{case.id}", width="stretch"):
            take_decision(view, case)
            st.toast("Decided, with its owner and the day to look again.")
            st.rerun()


PAGE = Page(
    id="decisions",
    title="Decisions",
    question="What did we decide, and what came of it?",
    section="Programme",
    order=2,
    audience="sponsor",
    render=render,
)
