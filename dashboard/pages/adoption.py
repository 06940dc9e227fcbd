"""Adoption: who uses it, who made it a habit, who comes and goes, and the targets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

import pandas as pd
import streamlit as st

from signpost.dashboard.layout import exhibit, page_title, render_explained, render_refusal
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_id, pick_many, pick_span
from signpost.metrics.model.adoption_metrics import CATALOGUE, AdoptionMetric
from signpost.metrics.model.keys import platform_name
from signpost.metrics.model.ladder import DEFAULT, LADDERS
from signpost.metrics.model.types import By, Refusal, Window
from signpost.presentation.escaping import md
from signpost.presentation.exhibits import adoption as exhibits
from signpost.presentation.formats import period
from signpost.presentation.tables.adoption import chosen_rows
from signpost.presentation.words.adoption import metric_title
from signpost.presentation.words.verdicts import AREAS
from signpost.warehouse import WarehouseError

WHO = {"all": "Everybody", "area": "By area", "parent": "By division", "group": "By group"}
METRICS = {card.id: card for card in CATALOGUE}
SECTIONS = {
    "time": "Over time", "habit": "Habit", "comings": "Who comes and stops", "targets": "Targets"
}  # fmt: skip


@dataclass(frozen=True)
class _Asked:
    """Part of adoption the reader chose."""

    platform: str
    window: Window
    card: AdoptionMetric
    by: By = "all"
    groups: tuple[str, ...] = field(default=())
    """Labels of groups to lay side by side."""


def render(view: View) -> None:
    """Render the part the reader opened: a metric over time, habit, comings, or targets."""
    found = view.results.platforms()
    head = st.container()
    if not found:
        words = "Load a usage export of a platform: see Add data for how to get one."
        page_title("No usage is loaded yet", words, head)
        targets(view)
        return
    part = pick_id("Part", "adoption", SECTIONS, default="time", segmented=True, hide_label=True)
    with st.container(key="choices"):
        first, second, third = st.columns([1, 1.4, 1])
    with first:
        platform = pick_id("Platform", "platform", {one: platform_name(one) for one in found})
    with third:
        window = _window(view, platform)
    with second:
        card = _metric(part)
    ask = _Asked(platform, window, card)
    every = _counted(view, ask, "all")
    if isinstance(every, Refusal):
        page_title(f"{card.label} on {platform_name(platform)} cannot be shown", place=head)
        render_refusal(every)
        return
    title = metric_title(every, card, platform_name(platform))
    page_title(title, card.meaning, head)
    parts: dict[str, Callable[[], None]] = {
        "time": lambda: over_time(view, ask, every, title),
        "habit": lambda: habit(view, platform),
        "comings": lambda: comings(view, platform, window),
        "targets": lambda: targets(view),
    }
    parts[part]()


def _window(view: View, platform: str) -> Window:
    usable = view.results.windows(platform) or ("week",)
    windows: dict[str, str] = {one: f"By {one}" for one in usable}
    return cast("Window", pick_id("Period", "window", windows, default=next(iter(windows))))


def _metric(part: str) -> AdoptionMetric:
    """Return the measure to show; the other parts are about people who are active."""
    if part != "time":
        return METRICS["active"]
    labels = {card.id: card.label for card in CATALOGUE}
    return METRICS[pick_id("Measure", "metric", labels, default="active")]


def _counted(view: View, ask: _Asked, by: By) -> pd.DataFrame | Refusal:
    if ask.window not in ask.card.windows:
        return Refusal(
            f"{ask.card.label} is not counted by {ask.window}.", "Choose the other period."
        )
    try:
        return view.results.adoption(
            platform=ask.platform, metric=ask.card.id, window=ask.window, by=by
        )
    except WarehouseError as trouble:
        return Refusal(trouble.message, trouble.remedy)


def over_time(view: View, ask: _Asked, every: pd.DataFrame, title: str) -> None:
    """Show one metric over time for everybody, and as asked."""
    tree = view.results.group_tree()
    first, second, third = st.columns([1.4, 1, 1.2], vertical_alignment="bottom")
    with first:
        who = {one: words for one, words in WHO.items() if one != "parent" or tree.divisions}
        by = cast("By", pick_id("Who", "by", who, default="all", segmented=True))
    with second:
        inside = pick_id(
            "Inside", "inside", {"": "The whole organisation", **tree.names(AREAS)}, default=""
        )
    measured = view.results.measured_groups(ask.platform, ask.card.id, ask.window)
    inner = tuple(one for one in tree.labels(inside) if one in measured)
    with third:
        groups = pick_many("Groups side by side", "groups", inner, most=3)
    left, right = st.columns([9, 1], vertical_alignment="center")
    with left:
        periods = list(dict.fromkeys(every["period"]))
        span = pick_span("From and until", "span", periods, words=period)
    with right:
        render_explained(view.results.metric_origin(ask.card.id, ask.platform, ask.window), title)
    shown_by: By = "group" if inside or groups else by
    table = every if shown_by == "all" else _counted(view, ask, shown_by)
    if isinstance(table, Refusal):
        render_refusal(table)
        return
    wanted = groups or (inner if inside else ())
    table = chosen_rows(table, span, wanted, beside=every if groups else None)
    events = view.results.time_events(ask.platform)
    if shown_by == "group" and not groups:
        exhibit(exhibits.latest_exhibit(table, ask.card, title), view.palette)
    else:
        exhibit(exhibits.metric_exhibit(table, ask.card, title, events), view.palette)


def habit(view: View, platform: str) -> None:
    """Show the ladder over time and who moved between rungs."""
    names = {one.id: one.label for one in LADDERS}
    ladder = pick_id("Ladder", "ladder", names, default=DEFAULT.id, segmented=True)
    rungs = view.results.segment("ladder", platform, ladder)
    events = view.results.time_events(platform)
    columns = (st.container(),) if isinstance(rungs, Refusal) else st.columns([1.3, 1], gap="large")
    with columns[0]:
        origin = view.results.origin("ladder", platform=platform)
        exhibit(exhibits.ladder_exhibit(rungs, ladder, events), view.palette, origin)
    for right in columns[1:]:
        with right:
            moves = view.results.segment("moves", platform, ladder)
            origin = view.results.origin("moves", platform=platform)
            exhibit(exhibits.moves_exhibit(moves, ladder), view.palette, origin)


def comings(view: View, platform: str, window: Window) -> None:
    """Show who came and stopped, who began when and still uses it, and how soon a licence is."""
    results, events = view.results, view.results.time_events(platform)
    steps = results.segment("steps", platform, window=window)
    cohorts = results.cohorts("cohorts", platform, window)
    first_use = results.cohorts("first use", platform, window)
    for shown, origin in (
        (exhibits.steps_exhibit(steps, window, events), "steps"),
        (exhibits.cohorts_exhibit(cohorts, window), "cohorts"),
        (exhibits.first_use_exhibit(first_use), "first_use"),
    ):
        exhibit(shown, view.palette, results.origin(origin, platform=platform))


def targets(view: View) -> None:
    """Show the adoption targets."""
    found = view.results.targets()
    if not found:
        st.markdown("No target is written down yet; Set-up has a form for them.")
        return
    origin = view.results.origin("targets", platform=found[0].target.platform)
    exhibit(exhibits.targets_exhibit(found), view.palette, origin)
    least = view.results.programme.minimum_group_size
    st.caption(md(f"Groups under {least} people are not shown."))


PAGE = Page(
    id="adoption",
    title="Adoption",
    question="Who uses it, and does it stick?",
    section="Answer",
    order=4,
    audience="sponsor",
    render=render,
)
