"""Groups: who uses it and gains, who uses it and does not, and one group's own page."""

from __future__ import annotations

import streamlit as st

from signpost.dashboard.layout import chart, legend, prose, render_refusal, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_id
from signpost.metrics.model.types import Refusal
from signpost.presentation.escaping import md
from signpost.presentation.figures.forest import forest_figure
from signpost.presentation.figures.quadrant import QuadrantPoint, quadrant_figure
from signpost.presentation.figures.trend import Series, trend_figure
from signpost.presentation.formats import platform_name
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.tables import evidence
from signpost.presentation.theme import GRADES
from signpost.presentation.words.verdicts import quadrant_title


def render(view: View) -> None:
    """Render adoption against value for one use case, then one group over all use cases."""
    report = view.results.board()
    if not report.cases:
        st.title("There is no group to show yet: no use case is written down", anchor=False)
        return
    cases = {case.id: case for case in report.cases}
    names = {i: f"{GRADES[c.grade].glyph} {c.label} · {c.short}" for i, c in cases.items()}
    head = st.container()
    case = cases[pick_id("Use case", "use_case", names, default=next(iter(cases)), hide_label=True)]
    with head:
        st.title(md(case.where), anchor=False)
    _pictures(case, view)
    one_group(report, view)


def _pictures(case: CaseBrief, view: View) -> None:
    """Show adoption against value, and the ranking with intervals."""
    if not case.rows:
        render_refusal(
            case.answer.evidence.refusal or Refusal("There is no figure per group.", ""),
            case.labels,
        )
        return
    legend(evidence.count_by_state(case.rows), view.palette, case.too_small)
    origin = view.results.case_origin("groups", case.id)
    left, right = st.columns(2, gap="large")
    spots = [QuadrantPoint(row.adoption, row) for row in case.rows if row.adoption is not None]
    with left:
        section(quadrant_title(case.rows), origin)
        if spots:
            chart(
                quadrant_figure(spots, view.palette, unit=case.unit, better=case.axis.better),
                lambda: evidence.forest_table(case.rows, case.unit),
                key="quadrant",
                alt=evidence.forest_alt(case.rows, case.unit),
            )
        else:
            render_refusal(Refusal("No usage is loaded for these groups.", "Load a usage export."))
    with right:
        section("The best first; the line is the likely range", origin)
        chart(
            forest_figure(case.rows, case.axis, view.palette),
            lambda: evidence.forest_table(case.rows, case.unit),
            key="ranking",
            alt=evidence.forest_alt(case.rows, case.unit),
        )


def one_group(report: BoardReport, view: View) -> None:
    """Show one group: what came of each use case there, what to do, its adoption."""
    names = {key: name for case in report.cases for key, name in case.groups.items()}
    if not names:
        return
    ordered = dict(sorted(names.items(), key=lambda item: item[1]))
    group = pick_id("One group", "group", ordered)
    left, right = st.columns([1.4, 1], gap="large")
    with left:
        section(f"{ordered[group]}: what came of each use case", view.results.origin("groups"))
        prose(evidence.group_table(report.cases, group), alt=f"Use cases in {ordered[group]}")
        _advice(report, group)
    with right:
        _adoption(view, report, group, ordered[group])


def _advice(report: BoardReport, group: str) -> None:
    """Show what to do in this group."""
    for case in report.cases:
        for what, why in case.group_advice(group):
            st.markdown(f"**{md(what)}** · {md(case.label)}: {md(why)}")


def _adoption(view: View, report: BoardReport, group: str, name: str) -> None:
    """Show the group's adoption over time beside everybody's."""
    platforms = {c.answer.use_case.platform: c.answer.use_case.window for c in report.cases}
    names = {one: platform_name(one) for one in platforms}
    platform = pick_id("Platform", "platform", names)
    trend = view.results.group_trend(platform, platforms[platform], group)
    if isinstance(trend, Refusal):
        render_refusal(trend)
        return
    every, own = trend
    section(
        evidence.adoption_title(name, own, platform_name(platform)),
        view.results.metric_origin("active", platform, platforms[platform]),
    )
    figure = trend_figure(
        [
            Series(name, own["period"].tolist(), own["value"].tolist()),
            Series("Everybody", every["period"].tolist(), every["value"].tolist()),
        ],
        view.palette,
        unit="",
        percent=True,
    )
    chart(
        figure,
        lambda: evidence.trend_table({name: own, "Everybody": every}),
        key="adoption",
        alt=evidence.adoption_title(name, own, platform_name(platform)),
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
