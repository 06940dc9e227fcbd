"""Adoption: who uses it, who made it a habit, who comes and goes, and the goals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from signpost.dashboard.layout import exhibit, render_explained, render_refusal
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_id
from signpost.metrics.model.adoption_metrics import CATALOGUE, AdoptionMetric
from signpost.metrics.model.ladder import DEFAULT, LADDERS
from signpost.metrics.model.types import By, Refusal, Window
from signpost.presentation.escaping import md
from signpost.presentation.exhibits import adoption as exhibits
from signpost.presentation.formats import platform_name
from signpost.presentation.words.adoption import metric_title
from signpost.warehouse import WarehouseError

BY = {"all": "Everybody", "area": "By area", "group": "By group"}
METRICS = {card.id: card for card in CATALOGUE}


def render(view: View) -> None:
    """Render one metric over time, then the ladder, who comes and goes, and the goals."""
    found = view.results.platforms()
    head = st.container()
    if not found:
        head.title("No usage is loaded yet", anchor=False)
        st.markdown("Load a usage export of a platform: see Add data for how to get one.")
        goals(view)
        return
    first, second, third, fourth = st.columns([1, 1.4, 1, 1.4], vertical_alignment="bottom")
    with first:
        platform = pick_id("Platform", "platform", {one: platform_name(one) for one in found})
    with second:
        labels = {card.id: card.label for card in CATALOGUE}
        card = METRICS[pick_id("Measure", "metric", labels, default="active")]
    with third:
        usable = [one for one in view.results.windows(platform) if one in card.windows]
        windows: dict[str, str] = {one: f"By {one}" for one in usable or card.windows}
        window = cast("Window", pick_id("Period", "window", windows, default=next(iter(windows))))
    with fourth:
        by = pick_id("Who", "by", BY, default="all", segmented=True)
    over_time(view, card, _Asked(platform, window, cast("By", by)), head)
    with st.spinner("Counting who stayed, came and stopped …"):
        habit(view, platform)
        comings(view, platform, window)
    goals(view)


@dataclass(frozen=True)
class _Asked:
    """Part of adoption the reader chose."""

    platform: str
    window: Window
    by: By


def over_time(view: View, card: AdoptionMetric, ask: _Asked, head: DeltaGenerator) -> None:
    """Show one metric over time for everybody, and as asked."""
    name = platform_name(ask.platform)

    def counted(by: By) -> pd.DataFrame:
        return view.results.adoption(
            platform=ask.platform, metric=card.id, window=ask.window, by=by
        )

    try:
        every, table = counted("all"), counted(ask.by)
    except WarehouseError as trouble:
        head.title(md(f"{card.label} on {name} cannot be shown"), anchor=False)
        render_refusal(Refusal(trouble.message, trouble.remedy))
        return
    title = metric_title(every, card, name)
    head.title(md(title), anchor=False)
    with head.container(
        horizontal=True, horizontal_alignment="distribute", wrap=False, vertical_alignment="center"
    ):
        st.markdown(md(card.meaning))
        origin = view.results.metric_origin(card.id, ask.platform, ask.window)
        render_explained(origin, title)
    if ask.by == "group":
        exhibit(exhibits.latest_exhibit(table, card, title), view.palette)
    else:
        exhibit(exhibits.metric_exhibit(table, card, title), view.palette)


def habit(view: View, platform: str) -> None:
    """Show the ladder over time and who moved between rungs."""
    names = {one.id: one.label for one in LADDERS}
    ladder = pick_id("Ladder", "ladder", names, default=DEFAULT.id, segmented=True)
    rungs = view.results.segment("ladder", platform, ladder)
    columns = (st.container(),) if isinstance(rungs, Refusal) else st.columns([1.3, 1], gap="large")
    with columns[0]:
        origin = view.results.origin("ladder", platform=platform)
        exhibit(exhibits.ladder_exhibit(rungs, ladder), view.palette, origin)
    for right in columns[1:]:
        with right:
            moves = view.results.segment("moves", platform, ladder)
            origin = view.results.origin("moves", platform=platform)
            exhibit(exhibits.moves_exhibit(moves, ladder), view.palette, origin)


def comings(view: View, platform: str, window: Window) -> None:
    """Show who came and stopped, who began when and still uses it, and how soon a licence is."""
    results = view.results
    for shown, origin in (
        (
            exhibits.steps_exhibit(results.segment("steps", platform, window=window), window),
            "steps",
        ),
        (exhibits.cohorts_exhibit(results.cohorts("cohorts", platform, window), window), "cohorts"),
        (exhibits.first_use_exhibit(results.cohorts("first use", platform, window)), "first_use"),
    ):
        exhibit(shown, view.palette, results.origin(origin, platform=platform))


def goals(view: View) -> None:
    """Show the adoption targets."""
    targets = view.results.targets()
    if not targets:
        return
    origin = view.results.origin("targets", platform=targets[0].target.platform)
    exhibit(exhibits.targets_exhibit(targets), view.palette, origin)
    st.caption(f"Groups under {view.results.programme.minimum_group_size} people are not shown.")


PAGE = Page(
    id="adoption",
    title="Adoption",
    question="Who uses it, and does it stick?",
    section="Answer",
    order=4,
    audience="sponsor",
    render=render,
)
