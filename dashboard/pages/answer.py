"""Answer the sponsor: is it paying back, where, how sure, and what next."""

from __future__ import annotations

from functools import partial

import streamlit as st

from signpost.answers.access import may
from signpost.dashboard.actions import export
from signpost.dashboard.layout import (
    exhibit,
    is_open,
    lazy_expander,
    link,
    page_title,
    render_reviews,
    section,
    tiles,
)
from signpost.dashboard.page import Page, View
from signpost.dashboard.session import last_look
from signpost.dashboard.url_state import pick_case, pick_id
from signpost.presentation.escaping import file_name, md
from signpost.presentation.exhibits.evidence import (
    event_exhibit,
    groups_exhibit,
    money_exhibit,
    quadrant_exhibit,
)
from signpost.presentation.formats import count
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.reports.writers import FORMATS, WRITERS, as_bytes
from signpost.presentation.theme import GRADES
from signpost.presentation.words.answers import digest_title
from signpost.presentation.words.catalogue import say
from signpost.presentation.words.verdicts import lower_first

CARDS = 3
"""Next steps shown without a click: as many as fit on the first screen."""


def render(view: View) -> None:
    """Render the answer: all of it above the fold, how we know below."""
    report = view.results.board()
    if not report.cases:
        no_use_case()
        return
    _head(report, view)
    since_last_look(view)
    where, next_steps = st.columns([1.55, 1], gap="medium")
    with where:
        case = _chosen_case(report, view)
    with next_steps:
        to_do(report, view)
    how_we_know(case, view)
    _footer(report)


def _head(report: BoardReport, view: View) -> None:
    """Show the verdict on the whole programme, its numbers, and how sure it is."""
    words, sure = st.columns([4, 1.5], vertical_alignment="center")
    with words:
        page_title(report.title)
        render_reviews(view, report.by_grade)
    with sure:
        how_sure(report)
        share(report, view)
    origins = view.results.number_origins(report.cases[0].id)
    tiles(report.programme_numbers(), origins)


def since_last_look(view: View) -> None:
    """Show what changed since this reader last looked, and what is due or stale."""
    if view.as_of:
        return
    before = last_look(view.results)
    found = view.results.digest(before)
    if not found and before is None:
        return
    with lazy_expander(digest_title(found, before), key="digest") as part:
        for one in found if is_open(part) else ():
            st.markdown(f"- {md(say(one), 400)}")


def how_sure(report: BoardReport) -> None:
    """Show how sure the answer is, and open the reasons."""
    with st.popover(
        f"How sure: **{md(report.sure)}**",
        icon=":material/verified:",
        width="stretch",
        key="how_sure",
        on_change="rerun",
    ) as part:
        if is_open(part):
            for reason in report.because:
                st.markdown(f"- {md(reason)}")
            link("evidence", "See the evidence", ":material/arrow_forward:")


def share(report: BoardReport, view: View) -> None:
    """Show the brief's downloads: slides, page, workbook; the link is the address itself."""
    if not may(view.results.access, "export"):
        return
    with st.popover(
        "Share", icon=":material/ios_share:", width="stretch", key="share", on_change="rerun"
    ) as part:
        if is_open(part):
            downloads(report, view)


def downloads(report: BoardReport, view: View) -> None:
    """Show a download of the brief in each format."""
    st.markdown("The brief has the same numbers as this page, stamped with the data version.")
    for label, kind, mime in FORMATS:
        suffix = f".{kind}"
        brief = partial(as_bytes, WRITERS[kind], view.results.brief(), suffix)
        st.download_button(
            label,
            partial(export, view, f"brief{suffix}", brief),
            key=f"share{suffix}",
            file_name=file_name(f"{report.stamp.organisation} brief", suffix),
            mime=mime,
            icon=":material/download:",
            width="stretch",
            on_click="ignore",
        )
    st.markdown("To share this view, copy the address of the page.")


def _chosen_case(report: BoardReport, view: View) -> CaseBrief:
    """Show the use case the reader chose: its numbers, and group by group what came of it."""
    case = pick_case(report.cases)
    if len(report.cases) == 1:
        st.markdown(f"{GRADES[case.grade].glyph} **{md(case.label)}** · {md(case.short)}")
    tiles((case.effect, case.active), view.results.number_origins(case.id), at_least=2)
    section(f"Where: {lower_first(case.where)}", view.results.case_origin("groups", case.id))
    ways = {"groups": "By group"}
    if any(row.adoption is not None for row in case.rows):
        ways["use"] = "Use against value"
    way = pick_id("Picture", "picture", ways, default="groups", segmented=True, hide_label=True)
    draw = quadrant_exhibit if way == "use" else groups_exhibit
    exhibit(draw(case, f"where_{way}"), view.palette)
    return case


def to_do(report: BoardReport, view: View) -> None:
    """Show what to do next, what brings most first; the rest is folded away."""
    section("What to do next", view.results.origin("next"))
    ordered = report.by_money()
    for case in ordered[:CARDS]:
        _card(case)
    if ordered[CARDS:]:
        more = count(len(ordered) - CARDS, "more use case")
        with lazy_expander(more, key="more_cases") as part:
            for case in ordered[CARDS:] if is_open(part) else ():
                _card(case)


def _card(case: CaseBrief) -> None:
    """Show one use case: what to do, why, what it should bring, whose it is."""
    mark = GRADES[case.grade]
    parts = (case.next.expected, case.short, case.next.owner)
    small = " · ".join(md(part) for part in parts if part)
    with st.container(
        border=True, gap="small", horizontal=True, wrap=False, vertical_alignment="center"
    ):
        st.markdown(
            f"{mark.glyph} **{md(case.next.what)}** · {md(case.label)}  \n{md(case.next.why)} "
            f":small[{small}]"
        )
        link("evidence", "Why", ":material/arrow_forward:", case.label, use_case=case.id)


def how_we_know(case: CaseBrief, view: View) -> None:
    """Show the event study and the money of the chosen use case."""
    left, right = st.columns(2, gap="large")
    with left:
        origin = view.results.case_origin("study", case.id)
        exhibit(event_exhibit(case), view.palette, origin)
    with right:
        origin = view.results.number_origins(case.id)["money"]
        exhibit(money_exhibit(case), view.palette, origin)


def _footer(report: BoardReport) -> None:
    """Show what the answer does not cover and how fresh the data is."""
    if report.caveats:
        with st.expander("What this answer does not cover"):
            st.markdown("\n".join(f"- {md(text)}" for text in report.caveats))
    st.caption(md(report.stamp.line))


def no_use_case() -> None:
    """Show what is missing when data is there and no use case is written down."""
    st.title("No use case is written down yet", anchor=False)
    st.markdown("A use case names a problem, the platform that should help, and the KPI to watch.")
    link("programme", "Write the first use case", ":material/edit_note:")


PAGE = Page(
    id="answer",
    title="Answer",
    question="Is it paying back, where, how sure, what next?",
    section="Answer",
    order=1,
    audience="sponsor",
    render=render,
)
