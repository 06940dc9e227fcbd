"""Stop list: where more does not help, what stopping frees, what collaborating costs."""

from __future__ import annotations

import streamlit as st

from signpost.dashboard.layout import chart, prose, section
from signpost.dashboard.page import Page, View
from signpost.presentation.escaping import md
from signpost.presentation.figures.forest import Axis, forest_figure
from signpost.presentation.tables import programme as tables
from signpost.presentation.words.programme import stop_title


def render(view: View) -> None:
    """Render what to stop, then what each use case leaves after the time it takes."""
    found, report = view.results.stop_list(), view.results.board()
    names = view.results.group_names()
    currency = report.portfolio.currency
    st.title(md(stop_title(found, currency)), anchor=False)
    st.markdown(
        "Stopping is a decision as good as starting: it frees hours and money for what works. What "
        "it frees is a year ahead; the net value to date is in the account, under Value."
    )
    rows = tables.freed_rows(found, report, names)
    table = tables.stops_table(found, report, names)
    if rows:
        axis = Axis("Freed a year; the line is nine times in ten", currency=currency)
        section("What stopping frees a year, the surest first", view.results.origin("stops"))
        chart(
            forest_figure(rows, axis, view.palette),
            None,
            key="stops",
            alt=stop_title(found, currency),
        )
    if found:
        prose(table, alt="What to stop, why, what it frees")
    section("What is left of each use case after the time it takes", view.results.origin("premium"))
    st.markdown(
        "Return, less what could have gone elsewhere, less the working time that "
        "collaborating took beyond what it took before."
    )
    premiums = view.results.premiums()
    prose(
        tables.premium_table(premiums, report),
        none="Not known for any use case yet.",
        alt="What each use case leaves after the time it takes",
    )
    for line in tables.premium_gaps(premiums, report):
        st.markdown(f":small[Not known for {md(line)}]")


PAGE = Page(
    id="stop_list",
    title="Stop list",
    question="Where does more not help?",
    section="Programme",
    order=6,
    audience="sponsor",
    render=render,
)
