"""Stop list: where more does not help, what stopping frees, what collaborating costs."""

from __future__ import annotations

import streamlit as st

from signpost.dashboard import (
    cached,
    cached_origins,
    cached_programme,
    cached_time,
)
from signpost.dashboard import programme_frames as tables
from signpost.dashboard.figures.forest import Axis, Row, forest
from signpost.dashboard.formats import money
from signpost.dashboard.layout import chart, prose, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.programme_words import stop_title
from signpost.dashboard.safety import md
from signpost.dashboard.theme import Mark

FREED = Mark("Freed a year", "◆", "diamond", "vermillion")


def show(view: View) -> None:
    """Lay out what to stop, then what each use case leaves after the time it takes."""
    found, report = cached_time.to_stop(view), cached.board(view)
    names = cached.group_names(view.root, view.version)
    currency = report.portfolio.currency
    st.title(md(stop_title(found, currency)), anchor=False)
    st.markdown(
        "Stopping is a decision as good as starting: it frees hours and money for what works."
    )
    rows = [
        Row(tables.stop_name(one, report, names), one.money[1], one.money[0], one.money[2], FREED,
            shown=money(one.money[1], currency))
        for one in sorted(found, key=lambda one: -one.money[1] if one.money else 0.0)
        if one.money is not None
    ]  # fmt: skip
    table = tables.stops_table(found, report, names)
    if rows:
        axis = Axis("Freed a year; the line is nine times in ten", currency=currency)
        section("What stopping frees a year, the most first", cached_origins.about(view, "stops"))
        chart(forest(rows, axis, view.palette), None, key="stops", alt=stop_title(found, currency))
    if found:
        prose(table, alt="What to stop, why, what it frees")
    section("What is left of each use case after the time it takes",
            cached_origins.about(view, "premium"))  # fmt: skip
    st.markdown("Return, less what could have gone elsewhere, less the working time that "
                "collaborating took beyond what it took before.")  # fmt: skip
    premiums = cached_programme.premiums(view)
    prose(tables.premium_table(premiums, report), none="Not known for any use case yet.",
          alt="What each use case leaves after the time it takes")  # fmt: skip
    for line in tables.premium_gaps(premiums, report):
        st.markdown(f":small[Not known for {md(line)}]")


PAGE = Page(
    id="stop_list", title="Stop list", question="Where does more not help?", section="Programme",
    order=6, audience="sponsor", show=show,
)  # fmt: skip
