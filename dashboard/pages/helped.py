"""What helped: white-glove treatment, kinds of intervention, and spread to other groups."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard import cached, cached_origins, cached_programme
from dashboard import programme_frames as tables
from dashboard.figures.trend import Series, trend
from dashboard.layout import chart, prose, refusal, section
from dashboard.page import Page, View
from dashboard.platforms import platform_name
from dashboard.programme_words import (
    kinds_title,
    lasting_words,
    premium_words,
    spread_title,
)
from dashboard.reports.case import CaseBrief
from dashboard.safety import md
from dashboard.selection import pick
from dashboard.spoken import spoken
from dashboard.use_tables import points_of
from metrics.evidence import Refusal
from metrics.spread import Spread


def show(view: View) -> None:
    """Lay out one use case: white-glove, kinds of deed, spread."""
    cases = {case.id: case for case in cached.board(view).cases}
    if not cases:
        st.title("Nothing was done yet that could have helped", anchor=False)
        return
    head = st.container()
    case = cases[pick("Use case", "use_case", {i: c.label for i, c in cases.items()})]
    spread = cached_programme.spread_of(view, case.id)
    if not cached_programme.whole(view):
        spread = Refusal("Spread is about all groups.", "Your role sees one part of them.")
    told = "What helped people to use it"
    if not isinstance(spread, Refusal):
        told = spread_title(spread, platform_name(case.answer.use_case.platform))
    head.title(md(told), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        white_glove(view, case)
    with right:
        spreading(view, case, spread)


def white_glove(view: View, case: CaseBrief) -> None:
    """Show what white-glove treatment added, whether it lasted, what else moved adoption."""
    found = cached_programme.helped(view, case.id)
    section("White-glove treatment beside a plain roll-out",
            cached_origins.of_case(view, "white_glove", case.id))  # fmt: skip
    if isinstance(found, Refusal):
        refusal(found)
        return
    added, lasted, kinds = found
    if isinstance(added, Refusal):
        refusal(added)
    else:
        for line in premium_words(added, case.unit):
            st.markdown(md(line))
    section("Did it last?", cached_origins.of_case(view, "white_glove", case.id))
    if isinstance(lasted, Refusal):
        refusal(lasted)
    else:
        st.markdown(md(lasting_words(lasted)))
    section(kinds_title(kinds), cached_origins.of_case(view, "white_glove", case.id))
    prose(tables.kinds_table(kinds), alt="What each kind of intervention moved")


def spreading(view: View, case: CaseBrief, found: Spread | Refusal) -> None:
    """Show what the contacts of waiting groups had gained over time."""
    platform = platform_name(case.answer.use_case.platform)
    section(f"Does {platform} spread along who works with whom?",
            cached_origins.of_case(view, "spread", case.id))  # fmt: skip
    if isinstance(found, Refusal):
        refusal(found)
        return
    known = np.isfinite(found.reached).any(axis=1)
    waiting = np.flatnonzero((np.asarray(found.start) < 0) & known)
    names = cached.group_names(view.root, view.version)
    lines = [
        Series(names.get(found.groups[i], found.groups[i]), list(found.periods),
               (100 * found.reached[i]).tolist())
        for i in waiting[:4]
    ]  # fmt: skip
    st.markdown(md(spoken(found.finding, {})))
    if lines:
        figure = trend(lines, view.palette, unit="Points of adoption gained")
        st.markdown(":small[The picture: how far adoption had risen among those whom groups still "
                    "waiting work with.]")  # fmt: skip
        chart(figure, points_of(lines), key="spread", alt=found.finding)
    if found.touched:
        st.warning("These groups were touched before their start, so they are no clean comparison: "
                   + md(", ".join(names.get(g, g) for g in found.touched)),
                   icon=":material/info:")  # fmt: skip


PAGE = Page(
    id="helped", title="What helped", question="What brought people to use it, and did it spread?",
    section="Programme", order=3, audience="sponsor", show=show,
)  # fmt: skip
