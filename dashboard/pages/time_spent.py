"""The time it takes: unusual hours, channels that do not answer, hours on each platform."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from signpost.dashboard import (
    cached,
    cached_origins,
    cached_time,
    cached_use,
    time_tables,
)
from signpost.dashboard.figures.trend import trend
from signpost.dashboard.layout import (
    chart,
    frame,
    opened,
    refusal,
    section,
    unfolding,
)
from signpost.dashboard.page import Page, View
from signpost.dashboard.platforms import platform_name
from signpost.dashboard.safety import md
from signpost.metrics.model.types import Refusal


def show(view: View) -> None:
    """Lay out who meets far more than before, who answers, and the estimated hours."""
    overloaded, table = cached_time.overloaded(view), cached_time.channels(view)
    st.title(md(time_tables.time_title(overloaded, cached_time.asked(view))), anchor=False)
    st.markdown(
        "More collaboration is not automatically better: it takes working time, and a channel "
        "that is opened raises an expectation that somebody has to meet."
    )
    section("Groups that collaborate far more than the others and than before",
            cached_origins.about(view, "overload"))  # fmt: skip
    if isinstance(overloaded, Refusal):
        refusal(overloaded)
    else:
        frame(time_tables.overload_table(overloaded, view.programme.currency),
              alt="Groups with unusual hours")  # fmt: skip
    answering(view, table)
    spent(view)


def answering(view: View, table: pd.DataFrame | Refusal) -> None:
    """Show what each channel was asked, and the share that was answered month by month."""
    section("Who was asked, and who answered", cached_origins.about(view, "channels"))
    if isinstance(table, Refusal):
        refusal(table)
        return
    found = cached_time.asked(view)
    for one in found:
        if one.pace in ("unanswered", "slow"):
            st.markdown(f"- {md(one.finding, 400)}")
    figure = trend(time_tables.answered_series(table), view.palette,
                   unit="Share of questions answered", percent=True, height=260)  # fmt: skip
    chart(figure, lambda: time_tables.answered_table(table), key="answered",
          alt="Share of questions answered by month")  # fmt: skip
    frame(time_tables.channel_frame(found), alt="What each channel was asked and answered")


def spent(view: View) -> None:
    """Show the estimated hours a year on each platform, then by group."""
    section("Hours a year that using each platform takes, estimated",
            cached_origins.about(view, "hours", platform=cached_use.platforms(view)[0])
            if cached_use.platforms(view) else None)  # fmt: skip
    st.markdown(
        "Counted actions times assumed minutes, at the pace of the last three months; the range "
        "is that of the assumption. Measured hours, where there are any, are better."
    )
    every = {one: cached_time.hours(view, one) for one in cached_use.platforms(view)}
    known = {name: found for name, found in every.items() if not isinstance(found, Refusal)}
    for found in every.values():
        if isinstance(found, Refusal):
            refusal(found)
            return
    frame(time_tables.hours_frame(known, view.programme), alt="Hours a year on each platform")
    names = cached.group_names(view.root, view.version)
    for platform, groups in known.items():
        label = platform_name(platform)
        with unfolding(f"{label}, group by group", key=f"hours_{platform}") as part:
            if opened(part):
                frame(time_tables.group_hours_frame(groups, names, view.programme),
                      alt=f"Hours a year on {label} by group")  # fmt: skip


PAGE = Page(
    id="time_spent", title="Time it takes", question="What does collaborating cost?",
    section="Programme", order=5, audience="sponsor", show=show,
)  # fmt: skip
