"""Decisions: what is advised, what was decided, what came of it, what all of it teaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import streamlit as st

from signpost import clock
from signpost.answers.access import may
from signpost.answers.decisions import Decision, Library, decisions_due, recheck_from
from signpost.dashboard.actions import take_decision, undo_decision
from signpost.dashboard.layout import is_open, page_title, prose, render_reviews, section, tiles
from signpost.dashboard.page import Page, View
from signpost.metrics.model.types import AdvisedStep
from signpost.presentation.escaping import md
from signpost.presentation.formats import day
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import ADVICE, CaseBrief
from signpost.presentation.tables import decisions as tables
from signpost.presentation.theme import GRADES


def render(view: View) -> None:
    """Render open advice, decisions with their re-check, and the lessons."""
    report, taken = view.results.board(), view.results.decisions()
    today = clock.today()
    late = decisions_due(taken, today)
    page_title(tables.decisions_title(taken, late))
    render_reviews(view)
    lessons = tables.lessons(view.results.lessons(), report)
    tiles(lessons, view.results.number_origins(report.cases[0].id) if report.cases else None)
    render_areas(view.results.lessons())
    section(f"Taken so far: {len(taken)}")
    prose(
        tables.decisions_table(
            taken, view.results.answers(), report, today, view.results.group_names()
        ),
        alt="Decisions taken",
        none="A decision written down here keeps what was expected of it, and says on its "
        "review date what came of it.",
    )
    _undo(view, taken, report)
    section("Advised, not decided yet")
    open_ones = [case for case in report.cases if not tables.is_decided(case, taken)]
    if not open_ones:
        st.markdown("Every piece of advice is decided.")
    columns = st.columns(2, gap="medium")
    for number, case in enumerate(open_ones):
        with columns[number % 2]:
            _advice(view, case)


def render_areas(library: Library) -> None:
    """Show what to expect of the next use case of each area; nothing where only one was tried."""
    if len(library.areas) < 2:
        return
    section("What to expect, by area")
    prose(tables.areas_table(library), alt="What to expect of the next use case, by area")
    st.caption(
        "The range holds the true chance nine times in ten. An area with few verdicts is drawn to "
        "the rate of all areas, which counts as one use case."
    )


def _advice(view: View, case: CaseBrief) -> None:
    """Show one piece of advice, and let the reader take it."""
    may_decide, one = may(view.results.access, "edit"), case.answer.advice[0]
    is_whole = bool(one.owner) and one.recheck is not None
    with st.container(
        border=True,
        horizontal=True,
        horizontal_alignment="distribute",
        wrap=False,
        vertical_alignment="center",
        gap="medium",
    ):
        st.markdown(_advice_words(case) + _LACKS * (may_decide and not is_whole))
        if may_decide and is_whole:
            with st.popover(
                f"Decide *{md(case.label, 80)}*", key=f"decide_{case.id}", on_change="rerun"
            ) as part:
                if is_open(part):
                    _decide(view, case)


_LACKS = "\n\n:small[A decision needs an owner and a review date: see Set-up.]"


def _advice_words(case: CaseBrief) -> str:
    mark, advised, expected = GRADES[case.grade], case.answer.advice[0], case.next.expected
    text = f"{mark.glyph} **{md(ADVICE[advised.what])}** · {md(case.label)}  \n{md(case.next.why)}"
    return f"{text} :small[{md(expected)}]" if expected else text


def _decide(view: View, case: CaseBrief) -> None:
    """Show the alternatives and a place for the reason; nothing is kept before it is confirmed."""
    advised = case.answer.advice[0]
    others: list[AdvisedStep] = [one for one in get_args(AdvisedStep) if one != advised.what]
    steps = [advised.what, *others]
    what = st.radio(
        "What is decided",
        steps,
        format_func=lambda step: f"{ADVICE[step]} (advised)" if step == steps[0] else ADVICE[step],
        key=f"step_{case.id}",
    )
    comment = st.text_input("Why, in your words", key=f"comment_{case.id}", max_chars=400)
    assert advised.recheck is not None  # noqa: S101 - the caller looked
    again = recheck_from(advised.recheck, clock.today())
    expected = case.next.expected if what == advised.what else ""
    st.markdown(
        md(f"{advised.owner} answers for it; looked at again on {day(again)}. {expected}", 400)
    )
    if st.button("Write it down", key=f"confirm_{case.id}", type="primary"):
        take_decision(view, case, what, comment)
        st.toast("Decided, with its owner and the day to look again.")
        st.rerun()


def _undo(view: View, taken: Sequence[Decision], report: BoardReport) -> None:
    """Offer to undo the newest decision; older versions and the history still have it."""
    if not taken or not may(view.results.access, "edit"):
        return
    last = taken[-1]
    words = f"Undo the last: {ADVICE.get(last.what, last.what)}, {report.label(last.use_case)}"
    if st.button(md(words), key=f"undo_{last.number}", icon=":material/undo:"):
        undo_decision(view, last.number)
        st.toast("Undone.")
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
