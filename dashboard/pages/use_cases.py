"""Use cases: all of them by area, where evidence is missing, which review is due."""

from __future__ import annotations

import streamlit as st

from signpost.answers.access import may
from signpost.dashboard.layout import exhibit, link, page_title, paragraphs, render_reviews, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.programme_parts import render_goals
from signpost.presentation.escaping import md
from signpost.presentation.exhibits.programme import register_exhibit
from signpost.presentation.provenance import Origin
from signpost.presentation.reports.board import by_chance, working_words
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.tables.money import area_money_words
from signpost.presentation.theme import GRADES
from signpost.presentation.words.reviews import ReviewState, review_words
from signpost.presentation.words.verdicts import AREAS, STAGES, first_sentence


def render(view: View) -> None:
    """Render the register: one column per area, then the whole list as a table."""
    report = view.results.board()
    page_title(working_words(report.portfolio))
    state = render_reviews(
        view,
        "Each use case starts from a problem and names the KPI it should move. Adoption is the "
        "mechanism, never the goal.",
    )
    if may(view.results.access, "edit"):
        link("programme", "Write a use case", ":material/edit_note:")
    by_id = {case.id: case for case in report.cases}
    columns = st.columns(len(report.portfolio.areas), gap="medium")
    for column, area in zip(columns, report.portfolio.areas, strict=True):
        with column:
            words = area_money_words(area, report.account)
            origin = view.results.area_origin(area.area) if area.use_cases else None
            one_area(AREAS[area.area], words, area.gap, origin)
            for case_id in area.use_cases:
                _card(by_id[case_id], state)
    exhibit(register_exhibit(report.cases), view.palette)
    paragraphs(f":small[{md(line)}]" for line in by_chance(report.portfolio, report.cases))
    render_goals(view)


def one_area(name: str, money: str, gap: str, origin: Origin | None) -> None:
    """Show what is known of one area; a gap is said, never shown as a zero."""
    section(name, origin)
    st.markdown(money)
    if gap:
        st.markdown(f":material/info: {md(gap)}")


def _card(case: CaseBrief, state: ReviewState) -> None:
    """Show one use case: verdict, claim, promise, review."""
    use, mark = case.answer.use_case, GRADES[case.grade]
    with st.container(border=True, gap="small"):
        parts = (STAGES[use.stage], use.owner or "no owner", review_words(state, use))
        small = " · ".join(md(part) for part in parts if part)
        st.markdown(
            f"**{md(case.label)}**  \n{mark.glyph} {md(case.short)}  \n"
            f"{md(first_sentence(case.claim))}  \n:small[{small}]"
        )
        link("evidence", "Evidence", ":material/arrow_forward:", case.label, use_case=case.id)


PAGE = Page(
    id="use_cases",
    title="Use cases",
    question="What do we try, where, and what came of it?",
    section="Answer",
    order=2,
    audience="sponsor",
    render=render,
)
