"""Explore, for a sponsor without a problem in mind: where is room, which pilot would show it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from signpost.answers.access import may
from signpost.dashboard.actions import edit_programme, export
from signpost.dashboard.layout import chart, frame, render_refusal, section
from signpost.dashboard.page import Page
from signpost.dashboard.url_state import pick_id
from signpost.metrics.model.types import Refusal
from signpost.metrics.planning.opportunities import Opportunities
from signpost.metrics.planning.worksheet import (
    WorksheetError,
    read_worksheet,
    with_drafts,
    worksheet_rows,
    worksheet_to_html,
    worksheet_to_xlsx,
)
from signpost.presentation.escaping import md
from signpost.presentation.figures.forest import Axis, ForestRow, forest_figure
from signpost.presentation.formats import count, money, platform_name
from signpost.presentation.tables import programme as tables
from signpost.presentation.theme import Mark
from signpost.presentation.words.catalogue import names_of, say
from signpost.presentation.words.programme import explore_title
from signpost.workspace.results import adoption, answers, origins, programme
from signpost.workspace.view import View

_SHOWN = 12
ROOM = Mark("Opportunity, not an effect", "▲", "triangle-up", "green")


def show(view: View) -> None:
    """Lay out where there is room, the pilots, and the worksheet of a half-day session."""
    found_platforms = adoption.platforms(view)
    if not programme.whole(view) or not found_platforms:
        st.title("There is nothing to explore yet", anchor=False)
        st.markdown("Exploring compares all groups: it needs KPIs and usage of several of them.")
        return
    names = {one: platform_name(one) for one in found_platforms}
    head = st.container()
    found = programme.explored(view, pick_id("Platform of a pilot", "platform", names))
    if isinstance(found, Refusal):
        head.title("There is nothing to explore yet", anchor=False)
        render_refusal(found)
        return
    labels = answers.group_names(view.root, view.version)
    head.title(md(explore_title(found, view.programme, labels)), anchor=False)
    head.markdown("**Opportunities, not effects:** a group far from the best may have its reasons.")
    rooms(view, found)
    pilots(view, found)
    worksheet(view, found)


def rooms(view: View, found: Opportunities) -> None:
    """Show the groups with most room, what closing it would be worth."""
    labels = answers.group_names(view.root, view.version)
    priced = [one for one in found.rooms if one.worth is not None][:_SHOWN]
    section(
        f"The {len(priced)} of {len(found.rooms)} places where closing the gap is worth most"
        if priced
        else f"Places with room: {len(found.rooms)}",
        origins.about(view, "rooms"),
    )
    cards = {card.id: card.label for card in view.programme.kpis}
    rows = [
        ForestRow(
            labels.get(one.group, one.group),
            one.worth[1],
            one.worth[0],
            one.worth[2],
            ROOM,
            note=cards[one.kpi].lower(),
            shown=money(one.worth[1], view.programme.currency),
        )
        for one in priced
        if one.worth is not None
    ]
    table = partial(tables.rooms_table, found.rooms, view.programme, labels)
    if rows:
        axis = Axis(
            "Worth a year if closed; the line is nine times in ten",
            currency=view.programme.currency,
        )
        chart(
            forest_figure(rows, axis, view.palette),
            table,
            key="rooms",
            alt=explore_title(found, view.programme, labels),
        )
    else:
        frame(table(), alt="Places with room")
    for gap in found.gaps:
        st.caption(md(say(gap, names_of(view.programme))))


def pilots(view: View, found: Opportunities) -> None:
    """Show which pilots could prove that the room can be closed."""
    labels = answers.group_names(view.root, view.version)
    good = sum(one.provable for one in found.pilots)
    section(
        f"{good} of {count(len(found.pilots), 'pilot')} would show it within half a year",
        origins.about(view, "pilots"),
    )
    frame(
        tables.pilots_table(found.pilots, view.programme, labels), alt="Pilots that could prove it"
    )


def worksheet(view: View, found: Opportunities) -> None:
    """Offer the worksheet of a half-day session, and read it back as draft use cases."""
    section("Half a day together: print the worksheet, fill it in, read it back")
    rows = worksheet_rows(found, view.programme)
    left, middle, _ = st.columns(3)
    left.download_button(
        "Worksheet (XLSX)",
        partial(export, view, "worksheet.xlsx", partial(worksheet_to_xlsx, rows)),
        file_name="signpost worksheet.xlsx",
        icon=":material/download:",
        width="stretch",
        on_click="ignore",
    )
    middle.download_button(
        "Worksheet (HTML)",
        partial(
            export, view, "worksheet.html", partial(worksheet_to_html, rows, "Use cases to try")
        ),
        mime="text/html",
        file_name="signpost worksheet.html",
        width="stretch",
        icon=":material/download:",
        on_click="ignore",
    )
    if may(view.access, "edit"):
        read_back(view)


def read_back(view: View) -> None:
    """Read a filled worksheet; drafts go into the programme as use cases to explore."""
    file = st.file_uploader("Read a filled worksheet", type=["xlsx", "html"])
    if file is None:
        return
    try:
        drafts = read_worksheet(file.getvalue(), view.programme)
    except WorksheetError as trouble:
        st.error(md(str(trouble)), icon=":material/error:")
        return
    for one in drafts.set_aside:
        st.warning(f"Line {one.line}, {md(one.column)}: {md(one.reason)}", icon=":material/info:")
    for case in drafts.use_cases:
        st.markdown(f"- **{md(case.label)}**: {md(case.problem)}")
    many = count(len(drafts.use_cases), "draft use case")
    if drafts.use_cases and st.button(f"Add {many} to the programme", type="primary"):
        edit_programme(view, with_drafts(view.programme, drafts.use_cases))
        st.toast(f"Added {many}.")
        st.rerun()


PAGE = Page(
    id="explore",
    title="Explore",
    question="Where is there room, and which pilot would show it?",
    section="Programme",
    order=1,
    audience="sponsor",
    show=show,
)
