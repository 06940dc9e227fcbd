"""Explore, for a sponsor without a problem in mind: where is room, which pilot would show it."""

from __future__ import annotations

from functools import partial
from typing import Literal

import streamlit as st

from signpost.answers.access import may
from signpost.dashboard.actions import add_drafts, export, read_drafts
from signpost.dashboard.layout import exhibit, page_title, render_refusal, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.programme_parts import render_patterns
from signpost.dashboard.url_state import pick_id
from signpost.metrics.model.keys import platform_name
from signpost.metrics.model.types import Refusal
from signpost.presentation.escaping import md
from signpost.presentation.exhibits.proposals import pilots_exhibit, rooms_exhibit
from signpost.presentation.formats import count
from signpost.presentation.words.catalogue import names_of, say
from signpost.presentation.words.programme import explore_title, gap_words

_WORKSHEETS: tuple[tuple[str, Literal["xlsx", "html"], str | None], ...] = (
    ("Worksheet (XLSX)", "xlsx", None),
    ("Worksheet (HTML)", "html", "text/html"),
)


def render(view: View) -> None:
    """Render where there is room, the pilots, and the worksheet of a half-day session."""
    found_platforms = view.results.platforms()
    if not view.results.sees_all_groups or not found_platforms:
        page_title(
            "There is nothing to explore yet",
            "Exploring compares all groups: it needs KPIs and usage of several of them.",
        )
        return
    names = {one: platform_name(one) for one in found_platforms}
    head = st.container()
    platform = pick_id("Platform of a pilot", "platform", names)
    found = view.results.opportunities(platform)
    if isinstance(found, Refusal):
        page_title("There is nothing to explore yet", place=head)
        render_refusal(found)
        return
    labels = view.results.group_names()
    programme, origin = view.results.programme, view.results.origin
    page_title(
        explore_title(found, programme, labels),
        "Opportunities, not effects: a group far from the best may have its reasons.",
        head,
    )
    exhibit(rooms_exhibit(found, programme, labels), view.palette, origin("rooms"))
    for text in gap_words(found.gaps, names_of(programme)):
        st.caption(md(text))
    exhibit(pilots_exhibit(found, programme, labels), view.palette, origin("pilots"))
    render_patterns(view)
    worksheet(view, platform)


def worksheet(view: View, platform: str) -> None:
    """Offer the worksheet of a half-day session, and read it back as draft use cases."""
    section("Half a day together: print the worksheet, fill it in, read it back")
    columns = st.columns(3)
    for column, (label, kind, mime) in zip(columns, _WORKSHEETS, strict=False):
        column.download_button(
            label,
            partial(
                export,
                view,
                f"worksheet.{kind}",
                partial(view.results.worksheet, platform, kind, "Use cases to try"),
            ),
            file_name=f"signpost worksheet.{kind}",
            mime=mime,
            icon=":material/download:",
            width="stretch",
            on_click="ignore",
        )
    if may(view.results.access, "edit"):
        read_back(view)


def read_back(view: View) -> None:
    """Read a filled worksheet; drafts go into the programme as use cases to explore."""
    file = st.file_uploader("Read a filled worksheet", type=["xlsx", "html"])
    if file is None:
        return
    drafts = read_drafts(view, file.getvalue())
    if isinstance(drafts, Refusal):
        st.error(md(say(drafts.reason)), icon=":material/error:")
        return
    for one in drafts.set_aside:
        st.warning(f"Line {one.line}, {md(one.column)}: {md(one.reason)}", icon=":material/info:")
    for case in drafts.use_cases:
        st.markdown(f"- **{md(case.label)}**: {md(case.problem)}")
    many = count(len(drafts.use_cases), "draft use case")
    if drafts.use_cases and st.button(f"Add {many} to the programme", type="primary"):
        add_drafts(view, drafts.use_cases)
        st.toast(f"Added {many}.")
        st.rerun()


PAGE = Page(
    id="explore",
    title="Explore",
    question="Where is there room, and which pilot would show it?",
    section="Programme",
    order=1,
    audience="sponsor",
    render=render,
)
