"""Who works with whom: the groups as a network, bridges, isolated groups, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from signpost.dashboard.layout import chart, frame, legend, render_refusal, section
from signpost.dashboard.page import Page, View
from signpost.metrics.model.types import Refusal
from signpost.presentation.escaping import md
from signpost.presentation.figures.heatmap import HeatmapGrid, heatmap_figure
from signpost.presentation.figures.network import Node, Tie, network_figure
from signpost.presentation.formats import period, points
from signpost.presentation.tables import network as tables
from signpost.presentation.words.programme import network_title


def render(view: View) -> None:
    """Render the network, each group's place, and the change since the first start."""
    found = view.results.network()
    if not view.results.sees_all_groups:
        found = Refusal("This page names every group.", "Your role sees one part of them.")
    if isinstance(found, Refusal):
        st.title("Who works with whom is not known yet", anchor=False)
        render_refusal(found)
        return
    places = view.results.network_roles()
    st.title(md(network_title(places)), anchor=False)
    st.markdown(
        f"From {period(found.span.first.isoformat()).removeprefix('week of ')} to "
        f"{period(found.span.last.isoformat()).removeprefix('week of ')}. Groups only, "
        "never people; small groups are shown together."
    )
    nodes = tables.network_nodes(found, places, view.results.network_layout())
    drawn(nodes, tables.network_ties(found), network_title(places), view)
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        section("Each group's place", view.results.origin("network"))
        frame(tables.roles_table(places), alt="Each group's place in the network")
    with right:
        changed(view)
    _matrix(tables.network_grid(found), lambda: tables.network_table(found), view)


def drawn(nodes: Sequence[Node], ties: Sequence[Tie], title: str, view: View) -> None:
    """Show the groups as a map: near are those that work together."""
    section(
        "Groups that work together lie together; thicker lines are more shared work",
        view.results.origin("network"),
    )
    legend(Counter(node.mark for node in nodes), view.palette)
    chart(
        network_figure(nodes, ties, view.palette),
        None,
        key="map",
        alt=f"Map of who works with whom: {title}",
    )


def _matrix(grid: HeatmapGrid, table: Callable[[], pd.DataFrame], view: View) -> None:
    """Show the share of each group's work that is with each other group."""
    section(
        "How each group's work is shared out, in % of its row; below 3 % left empty",
        view.results.origin("network"),
    )
    st.markdown(":small[Groups that work together stand together.]")
    chart(
        heatmap_figure(grid, view.palette, cell_text=points, x="is worked with", y=""),
        table,
        key="network",
        alt="Share of each group's work by partner group",
    )


def changed(view: View) -> None:
    """Show how the share of work with others changed since the first start."""
    section("What changed since the first start", view.results.origin("network"))
    found = view.results.network_change()
    if isinstance(found, Refusal):
        render_refusal(found)
        return
    for line in tables.network_change_lines(found):
        st.markdown(line)


PAGE = Page(
    id="collaboration",
    title="Who works with whom",
    question="Who works with whom?",
    section="Programme",
    order=4,
    audience="sponsor",
    render=render,
)
