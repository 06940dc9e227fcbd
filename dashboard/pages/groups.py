"""Groups: who uses it and gains, who uses it and does not, and one group's own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from signpost.dashboard.layout import (
    exhibit,
    legend,
    page_title,
    paragraphs,
    prose,
    render_refusal,
    section,
)
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_case, pick_id
from signpost.metrics.model.keys import platform_name
from signpost.metrics.model.types import Refusal
from signpost.presentation.escaping import md
from signpost.presentation.exhibits.adoption import group_trend_exhibit
from signpost.presentation.exhibits.evidence import groups_exhibit, quadrant_exhibit
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.tables import evidence
from signpost.presentation.words.verdicts import quadrant_title


def render(view: View) -> None:
    """Render adoption against value for one use case, then one group over all use cases."""
    report = view.results.board()
    if not report.cases:
        st.title("There is no group to show yet: no use case is written down", anchor=False)
        return
    head = st.container()
    case = pick_case(report.cases)
    with head:
        page_title(case.groups_title)
    _pictures(case, view)
    one_group(report, case, view)


def _pictures(case: CaseBrief, view: View) -> None:
    """Show adoption against value, and the ranking with intervals."""
    origin = view.results.case_origin("groups", case.id)
    ranking = groups_exhibit(case, "ranking", "The best first; the line is the likely range")
    if ranking.refusal is not None:
        exhibit(replace(ranking, title=""), view.palette)
        return
    legend(ranking.marks, view.palette, ranking.band)
    left, right = st.columns(2, gap="large")
    with left:
        quadrant = quadrant_exhibit(case, "quadrant", quadrant_title(case.rows))
        exhibit(quadrant, view.palette, origin, show_legend=False)
    with right:
        exhibit(ranking, view.palette, origin, show_legend=False)


def one_group(report: BoardReport, chosen: CaseBrief, view: View) -> None:
    """Show one group: what came of each use case there, what to do, its adoption."""
    names = {key: name for case in report.cases for key, name in case.groups.items()}
    if not names:
        return
    ordered = dict(sorted(names.items(), key=lambda item: item[1]))
    first = next((row.key for row in chosen.rows if row.key in ordered), None)
    group = pick_id("One group", "group", ordered, default=first)
    left, right = st.columns([1.4, 1], gap="large")
    with left:
        section(f"{ordered[group]}: what came of each use case", view.results.origin("groups"))
        prose(evidence.group_table(report.cases, group), alt=f"Use cases in {ordered[group]}")
        _advice(report, group)
    with right:
        _adoption(view, report, group, ordered)


def _advice(report: BoardReport, group: str) -> None:
    """Show what to do in this group."""
    paragraphs(
        f"**{md(what)}** · {md(case.label)}: {md(why)}"
        for case in report.cases
        for what, why in case.group_advice(group)
    )


def _adoption(view: View, report: BoardReport, group: str, groups: Mapping[str, str]) -> None:
    """Show the group's adoption over time beside another's and everybody's."""
    name = groups[group]
    platforms = {c.answer.use_case.platform: c.answer.use_case.window for c in report.cases}
    names = {one: platform_name(one) for one in platforms}
    platform = pick_id("Platform", "platform", names)
    trend = view.results.group_trend(platform, platforms[platform], group)
    if isinstance(trend, Refusal):
        render_refusal(trend)
        return
    every, own = trend
    title = evidence.adoption_title(name, own, platform_name(platform))
    lines = {name: own}
    none = {"": "No other group"}
    other = pick_id(
        "Beside", "beside", none | {k: n for k, n in groups.items() if k != group}, default=""
    )
    if other:
        second = view.results.group_trend(platform, platforms[platform], other)
        lines |= {} if isinstance(second, Refusal) else {groups[other]: second[1]}
    events = view.results.time_events(platform, group)
    exhibit(
        group_trend_exhibit(title, lines, every, events),
        view.palette,
        view.results.metric_origin("active", platform, platforms[platform]),
    )


PAGE = Page(
    id="groups",
    title="Groups",
    question="What about my area?",
    section="Answer",
    order=3,
    audience="sponsor",
    render=render,
)
