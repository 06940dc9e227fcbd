"""Exhibits of the programme: what helped, spread, the network, answered questions, barriers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from signpost.metrics.collaboration.diffusion import NearFarAdoption
from signpost.metrics.collaboration.network import Network, NetworkRole
from signpost.metrics.interventions.barriers import BarrierScore
from signpost.metrics.interventions.by_kind import KindEffect
from signpost.metrics.model.types import Floats
from signpost.presentation.chart_data import Axis, Series
from signpost.presentation.exhibits.exhibit import Exhibit
from signpost.presentation.exhibits.time_marks import TimeEvent, marks_between
from signpost.presentation.figures.forest import forest_figure
from signpost.presentation.figures.heatmap import heatmap_figure
from signpost.presentation.figures.network import network_figure
from signpost.presentation.figures.trend import trend_figure
from signpost.presentation.formats import count, points, tenths
from signpost.presentation.memo import memoised_by_identity
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.tables import network as network_tables
from signpost.presentation.tables import programme as tables
from signpost.presentation.tables.adoption import shares_of
from signpost.presentation.tables.evidence import register_table
from signpost.presentation.tables.time_cost import answered_series, answered_table
from signpost.presentation.words.programme import network_title, strongest


@memoised_by_identity
def kinds_exhibit(effects: Sequence[KindEffect]) -> Exhibit:
    """Return what each kind of intervention moved, in all groups of the platform."""
    rows = tables.kinds_rows(effects)
    axis = Axis(
        "Points of adoption beyond groups left alone; the line is the likely range", "higher"
    )
    return Exhibit(
        "What each kind of intervention moved",
        "kinds",
        figure=partial(forest_figure, rows, axis) if rows else None,
        alt="Points of adoption each kind of intervention brought",
    )


@memoised_by_identity
def spread_exhibit(
    adoption: NearFarAdoption, sentence: str, events: Sequence[TimeEvent] = ()
) -> Exhibit:
    """Return adoption of groups that wait, with much and with little contact to started ones."""
    lines = [
        Series("Much contact", list(adoption.periods), adoption.near.tolist()),
        Series("Little contact", list(adoption.periods), adoption.far.tolist()),
    ]
    marked = marks_between(events, list(adoption.periods))
    return Exhibit(
        "",
        "spread",
        figure=lambda palette: trend_figure(
            lines, palette, unit="", percent=True, marks=marked.marks
        ),
        events=marked.words,
        table=partial(shares_of, lines),
        alt=sentence,
        note="Groups that have not started, by how much they work with those that have: share "
        "of licensed people who are active.",
    )


@memoised_by_identity
def network_exhibit(network: Network, roles: Sequence[NetworkRole], layout: Floats) -> Exhibit:
    """Return the groups as a map: near are those that work together."""
    nodes = network_tables.network_nodes(network, roles, layout)
    return Exhibit(
        "Groups that work together lie together; thicker lines are more shared work",
        "map",
        figure=partial(network_figure, nodes, network_tables.network_ties(network)),
        alt=f"Map of who works with whom: {network_title(roles)}",
        marks=Counter(node.mark for node in nodes),
    )


@memoised_by_identity
def shared_work_exhibit(network: Network) -> Exhibit:
    """Return the share of each group's work that is with each other group."""
    grid = network_tables.network_grid(network)
    return Exhibit(
        "How each group's work is shared out, in % of its row; below 3 % left empty",
        "network",
        figure=partial(heatmap_figure, grid, cell_text=points, x="is worked with", y=""),
        table=partial(network_tables.network_table, network),
        alt="Share of each group's work by partner group",
        note="Groups that work together stand together.",
    )


@memoised_by_identity
def answered_exhibit(channels: pd.DataFrame, events: Sequence[TimeEvent] = ()) -> Exhibit:
    """Return the share of each channel's questions that was answered, month by month."""
    unit, lines = "Share of questions answered", answered_series(channels)
    marked = marks_between(events, [period for line in lines for period in line.x])
    return Exhibit(
        "",
        "answered",
        figure=lambda palette: trend_figure(
            lines, palette, unit=unit, percent=True, height=260, marks=marked.marks
        ),
        events=marked.words,
        table=partial(answered_table, channels),
        alt="Share of questions answered by month",
    )


@memoised_by_identity
def barriers_exhibit(scores: Sequence[BarrierScore], names: Mapping[str, str]) -> Exhibit:
    """Return how strong each barrier is in each group, by its newest survey."""
    grid = tables.barrier_grid(scores, names)
    return Exhibit(
        strongest(scores, names),
        "barriers",
        figure=partial(heatmap_figure, grid, cell_text=tenths, scale=(1, 5)),
        table=partial(tables.strong_table, scores, names),
        alt="Strength of each barrier in each group, newest survey",
        note="The newest survey of each group; darker is a stronger barrier.",
    )


@memoised_by_identity
def register_exhibit(cases: Sequence[CaseBrief]) -> Exhibit:
    """Return all use cases with what was promised."""
    return Exhibit(
        f"{count(len(cases), 'use case')} in all, with what was promised",
        table=partial(register_table, cases),
        alt="All use cases with their promise",
    )
