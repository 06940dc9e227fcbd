"""Adoption: who uses it, who made it a habit, who comes and goes, and the goals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from signpost.dashboard.layout import chart, frame, prose, render_explained, render_refusal, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_id
from signpost.metrics.model.adoption_metrics import CATALOGUE, AdoptionMetric
from signpost.metrics.model.ladder import DEFAULT, LADDERS, ladder_card
from signpost.metrics.model.types import By, Refusal, Window
from signpost.presentation.escaping import md
from signpost.presentation.figures.heatmap import heatmap_figure
from signpost.presentation.figures.stack import stack_figure
from signpost.presentation.figures.trend import trend_figure
from signpost.presentation.formats import platform_name, points, whole_number
from signpost.presentation.tables import adoption as tables
from signpost.presentation.words.adoption import (
    RUNG_WORDS,
    STEPS,
    cohort_title,
    first_use_title,
    ladder_title,
    ladder_words,
    metric_title,
    move_title,
    step_title,
    target_title,
)
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
        began(view, platform, window)
    goals(view)


@dataclass(frozen=True)
class _Asked:
    """Which part of adoption is looked at."""

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
        render_explained(view.results.metric_origin(card.id, ask.platform, ask.window))
    if ask.by == "group":
        section("Newest period, the highest first")
        frame(tables.latest_table(table, card), alt=title)
        return
    figure = trend_figure(
        tables.adoption_lines(table),
        view.palette,
        unit="" if card.share else card.unit,
        percent=card.share,
    )
    chart(figure, lambda: tables.metric_values_table(table, card), key="metric", alt=title)


def habit(view: View, platform: str) -> None:
    """Show the ladder over time and who moved between rungs."""
    names = {one.id: one.label for one in LADDERS}
    ladder = pick_id("Ladder", "ladder", names, default=DEFAULT.id, segmented=True)
    table = view.results.segment("ladder", platform, ladder)
    if isinstance(table, Refusal):
        section("How many have made it a habit")
        render_refusal(table)
        return
    moves = view.results.segment("moves", platform, ladder)
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        origin = view.results.origin("ladder", platform=platform)
        section(ladder_title(table), origin)
        st.markdown(f":small[{md(ladder_words(ladder_card(ladder)))}]")
        chart(
            stack_figure(tables.part_series(table, "rung", RUNG_WORDS), view.palette),
            lambda: tables.part_table(table, "rung", RUNG_WORDS),
            key="ladder",
            alt=ladder_title(table),
        )
    with right:
        if isinstance(moves, Refusal):
            section("Who climbed and who fell")
            render_refusal(moves)
        else:
            section(
                move_title(moves, ladder_card(ladder).window),
                view.results.origin("moves", platform=platform),
            )
            st.markdown(":small[People, by where they stood before and where they stand now.]")
            grid = tables.move_grid(moves)
            chart(
                heatmap_figure(grid, view.palette, cell_text=whole_number, x="Now", y="Before"),
                lambda: tables.grid_table(grid),
                key="moves",
                alt="People by the rung they were on and the rung they are on",
            )


def comings(view: View, platform: str, window: Window) -> None:
    """Show who stayed, came and stopped, period by period."""
    table = view.results.segment("steps", platform, window=window)
    if isinstance(table, Refusal):
        section("Who comes and who stops")
        render_refusal(table)
        return
    title = step_title(table, window)
    section(title, view.results.origin("steps", platform=platform))
    chart(
        stack_figure(tables.part_series(table, "step", STEPS), view.palette),
        lambda: tables.part_table(table, "step", STEPS),
        key="steps",
        alt=title,
    )


def began(view: View, platform: str, window: Window) -> None:
    """Show who began when and still uses it, and how soon a licence is used."""
    found = view.results.cohorts("cohorts", platform, window)
    soon = view.results.cohorts("first use", platform, window)
    if isinstance(found, Refusal):
        section("Who began when, and who still uses it")
        render_refusal(found)
    else:
        title = cohort_title(found, window)
        section(title, view.results.origin("cohorts", platform=platform))
        st.markdown(
            f":small[One row per {window} in which people began, the largest; how many in "
            f"a hundred of them were active so many {window}s later.]"
        )
        figure = heatmap_figure(
            tables.cohort_grid(found),
            view.palette,
            scale=(0, 1),
            cell_text=points,
            x=f"{window}s since first use",
        )
        chart(figure, lambda: tables.cohort_rows(found), key="cohorts", alt=title)
    section(
        "How soon a licence is used" if isinstance(soon, Refusal) else first_use_title(soon),
        view.results.origin("first_use", platform=platform),
    )
    if isinstance(soon, Refusal):
        render_refusal(soon)
    else:
        prose(tables.first_use_rows(soon), alt=first_use_title(soon))


def goals(view: View) -> None:
    """Show the adoption targets."""
    found = view.results.targets()
    if not found:
        return
    section(target_title(found), view.results.origin("targets", platform=found[0].target.platform))
    prose(tables.target_table(found), alt=target_title(found))
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
