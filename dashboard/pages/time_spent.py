"""The time it takes: unusual hours, channels that do not answer, hours on each platform."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from signpost.dashboard.layout import (
    exhibit,
    frame,
    is_open,
    lazy_expander,
    render_refusal,
    section,
)
from signpost.dashboard.page import Page, View
from signpost.metrics.model.keys import platform_name
from signpost.metrics.model.types import Refusal
from signpost.presentation.escaping import md
from signpost.presentation.exhibits.programme import answered_exhibit
from signpost.presentation.tables import time_cost
from signpost.presentation.words.catalogue import say
from signpost.presentation.words.money import working_time_words


def render(view: View) -> None:
    """Render who meets far more than before, who answers, and the estimated hours."""
    overloaded, table = view.results.overloaded_groups(), view.results.channels()
    st.title(md(time_cost.time_title(overloaded, view.results.channel_findings())), anchor=False)
    st.markdown(
        "More collaboration is not automatically better: it takes working time, and a channel "
        "that is opened raises an expectation that somebody has to meet."
    )
    section(
        "Groups that collaborate far more than the others and than before",
        view.results.origin("overload"),
    )
    if isinstance(overloaded, Refusal):
        render_refusal(overloaded)
    else:
        frame(
            time_cost.overload_table(overloaded, view.results.programme.currency),
            alt="Groups with unusual hours",
        )
    answering(view, table)
    spent(view)


def answering(view: View, table: pd.DataFrame | Refusal) -> None:
    """Show what each channel was asked, and the share that was answered month by month."""
    section("Who was asked, and who answered", view.results.origin("channels"))
    if isinstance(table, Refusal):
        render_refusal(table)
        return
    found = view.results.channel_findings()
    for one in found:
        if one.pace in ("unanswered", "slow"):
            st.markdown(f"- {md(say(one.finding, {one.group: one.label}), 400)}")
    exhibit(answered_exhibit(table, view.results.time_events()), view.palette)
    frame(time_cost.channel_frame(found), alt="What each channel was asked and answered")


def spent(view: View) -> None:
    """Show the estimated hours a year on each platform, then by group."""
    section(
        "Hours a year that using each platform takes, estimated",
        view.results.origin("hours", platform=view.results.platforms()[0])
        if view.results.platforms()
        else None,
    )
    st.markdown(
        "Counted actions times assumed minutes, at the pace of the last three months; the range "
        "is that of the assumption. Measured hours, where there are any, are better."
    )
    board = view.results.board()
    st.markdown(md(working_time_words(view.results.working_time(), board.account)))
    every = {one: view.results.hours_a_year(one) for one in view.results.platforms()}
    known = {name: found for name, found in every.items() if not isinstance(found, Refusal)}
    for found in every.values():
        if isinstance(found, Refusal):
            render_refusal(found)
            return
    frame(time_cost.hours_frame(known, view.results.programme), alt="Hours a year on each platform")
    names = view.results.group_names()
    for platform, groups in known.items():
        label = platform_name(platform)
        with lazy_expander(f"{label}, group by group", key=f"hours_{platform}") as part:
            if is_open(part):
                frame(
                    time_cost.group_hours_frame(groups, names, view.results.programme),
                    alt=f"Hours a year on {label} by group",
                )


PAGE = Page(
    id="time_spent",
    title="Time it takes",
    question="What does collaborating cost?",
    section="Programme",
    order=5,
    audience="sponsor",
    render=render,
)
