"""What it costs: seats, idle seats and metered use, by platform and group."""

from __future__ import annotations

import streamlit as st

from signpost.dashboard.layout import (
    frame,
    is_open,
    lazy_expander,
    page_title,
    prose,
    render_refusal,
    section,
)
from signpost.dashboard.page import Page, View
from signpost.metrics.model.findings import as_plain
from signpost.metrics.model.keys import platform_name
from signpost.metrics.model.types import Refusal
from signpost.presentation.escaping import md
from signpost.presentation.formats import period
from signpost.presentation.tables import tool_costs as tables
from signpost.workspace.results import PlatformCost


def render(view: View) -> None:
    """Render each platform's months and groups, then what a seat may cost."""
    found = view.results.tool_costs()
    if isinstance(found, Refusal):
        st.title("What the platforms cost is not known yet", anchor=False)
        render_refusal(found)
        _unassigned(view)
        return
    page_title(tables.costs_title(found), tables.NOT_ADDED)
    for cost in found:
        platform(cost, view.results.programme.currency)
    _unassigned(view)
    section("What a seat may cost before a use case takes more than it brings")
    programme = view.results.programme
    labels = {case.id: case.label for case in programme.use_cases}
    prose(
        tables.price_frame(view.results.break_even_prices(), labels, programme.currency),
        alt="Break-even price of a seat by use case",
        none="There is no use case yet.",
    )


def _unassigned(view: View) -> None:
    """Show what the account charges that names no platform."""
    programme = view.results.programme
    if said := tables.unassigned_words(view.results.costs_of_no_platform(), programme.currency):
        st.markdown(md(said, 1_000))


def platform(cost: PlatformCost, currency: str) -> None:
    """Show one platform: its price, its months, and the groups of its newest month."""
    name = platform_name(cost.platform)
    section(name)
    for refused, is_bare in ((cost.seats, True), (cost.metered, cost.seats is not None)):
        if refused is not None and is_bare:
            render_refusal(refused)
        elif refused is not None:  # it may have no meter at all
            st.caption(f"{md(as_plain(refused.reason))} {md(as_plain(refused.remedy))}")
    if price := tables.seats_words(cost):
        st.markdown(md(price))
    if charged := tables.charged_words(cost, currency):
        st.markdown(md(charged, 600))
    for text in tables.break_words(cost):
        st.markdown(md(text))
    every = tables.platform_frame(cost)
    if len(every):
        frame(every, alt=f"What {name} costs by month")
    for month in cost.months[-1:]:
        label = f"{name}, group by group in {period(month)}"
        with lazy_expander(label, key=f"costs_{cost.platform}") as part:
            if is_open(part):
                frame(tables.group_frame(cost, month), alt=f"What {name} costs by group")


PAGE = Page(
    id="tool_costs",
    title="What it costs",
    question="What do the platforms cost, and who uses what is paid for?",
    section="Programme",
    order=9,
    audience="sponsor",
    render=render,
)
