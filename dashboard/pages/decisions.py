"""Decisions: what is advised, what was decided, what came of it, what all of it teaches."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard import cached, cached_programme
from dashboard import decision_tables as tables
from dashboard.access import may
from dashboard.acts import take_decision
from dashboard.layout import frame, section, tiles
from dashboard.page import Page, View
from dashboard.reports.case import ADVICE, CaseBrief
from dashboard.safety import md
from dashboard.theme import GRADES
from dashboard.words import sentence
from metrics.decisions import due


def show(view: View) -> None:
    """Lay out open advice, decisions with their re-check, and the lessons."""
    report, taken = cached.board(view), cached_programme.taken(view)
    late = due(taken, datetime.now(UTC).date())
    st.title(md(tables.title(taken, late)), anchor=False)
    tiles(tables.lessons(cached_programme.learnt(view), report.portfolio.currency))
    left, right = st.columns([1, 1.2], gap="large")
    with left:
        section("Advised, not decided yet")
        open_ones = [case for case in report.cases if not tables.decided(case, taken)]
        if not open_ones:
            st.markdown("Every piece of advice is decided.")
        for case in open_ones:
            advice(view, case)
    with right:
        section(f"Taken so far: {len(taken)}")
        frame(tables.taken_table(taken, cached.answers(view), report), alt="Decisions taken")


def advice(view: View, case: CaseBrief) -> None:
    """Show one piece of advice, and let the reader take it."""
    mark, one = GRADES[case.grade], case.answer.advice[0]
    with st.container(border=True):
        words, button = st.columns([3.2, 1], vertical_alignment="center")
        words.markdown(
            f"{mark.glyph} **{md(ADVICE[one.what])}** · {md(case.label)}  \n"
            f"{md(sentence(one.why))} :small[{md(case.next.expected)}]"
        )
        if not may(view.access, "edit"):
            return
        if not one.owner or one.recheck is None:
            words.markdown(":small[A decision needs an owner and a review date: see Programme.]")
        elif button.button("Decide this", key=f"decide_{case.id}"):
            take_decision(view, one, case.answer.verdict.grade)
            st.toast("Decided, with its owner and the day to look again.")
            st.rerun()


PAGE = Page(
    id="decisions", title="Decisions", question="What did we decide, and what came of it?",
    section="Programme", order=2, audience="sponsor", show=show,
)  # fmt: skip
