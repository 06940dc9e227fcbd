"""Barriers: what holds groups back, what was done about it, and whether it moved."""

from __future__ import annotations

import streamlit as st

from signpost.dashboard.layout import exhibit, prose, render_refusal, section
from signpost.dashboard.page import Page, View
from signpost.metrics.model.types import Refusal
from signpost.presentation.escaping import md
from signpost.presentation.exhibits.programme import barriers_exhibit
from signpost.presentation.tables import programme as tables
from signpost.presentation.words.programme import barrier_title, barrier_words


def render(view: View) -> None:
    """Render the newest scores, the strong ones nobody works on, and what moved."""
    barriers = view.results.barriers()
    if not view.results.sees_all_groups or not barriers.scores:
        st.title("No survey of barriers to show", anchor=False)
        render_refusal(
            Refusal(
                "Nobody has been asked what holds them back, or your role sees one part.",
                "Load a short survey: group, day, barrier, score, answers.",
            )
        )
        return
    names, latest = view.results.group_names(), barriers.latest
    st.title(md(barrier_title(barriers.unanswered)), anchor=False)
    st.markdown(
        "Scores from 1 (no barrier) to 5 (strong). A group with too few answers is left empty."
    )
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        origin = view.results.origin("barriers")
        exhibit(barriers_exhibit(latest, names), view.palette, origin)
    with right:
        section("Strong, and nobody works on it")
        prose(
            tables.strong_table(barriers.unanswered, names),
            alt="Strong barriers nobody works on",
            none=tables.NO_STRONG_BARRIER,
        )
        section("What moved which barrier", view.results.origin("barriers"))
        prose(
            tables.movement_table(barriers.movements),
            alt="How barriers moved with what was done",
            none="No intervention names the barrier it is meant for; see Set-up.",
        )
        section("What the names stand for")
        kinds = sorted({one.barrier for one in barriers.scores})
        st.markdown(
            "\n".join(
                f"- **{md(one.replace('_', ' '))}**: {md(barrier_words(one))}" for one in kinds
            )
        )


PAGE = Page(
    id="barriers",
    title="Barriers",
    question="What holds people back, and what helped?",
    section="Programme",
    order=7,
    audience="sponsor",
    render=render,
)
