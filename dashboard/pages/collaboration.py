"""Who works with whom: the groups as a network, bridges, isolated groups, what changed."""

from __future__ import annotations

import streamlit as st

from signpost.dashboard.layout import exhibit, frame, render_refusal, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_id
from signpost.metrics.model.types import Refusal
from signpost.presentation.escaping import md
from signpost.presentation.exhibits.programme import network_exhibit, shared_work_exhibit
from signpost.presentation.formats import period
from signpost.presentation.provenance import Origin
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
    origin = view.results.origin("network")
    part = pick_id("Part", "network", _PARTS, default="map", segmented=True, hide_label=True)
    if part == "map":
        drawn = network_exhibit(found, places, view.results.network_layout())
        exhibit(drawn, view.palette, origin)
    elif part == "places":
        section("Each group's place", origin)
        frame(tables.roles_table(places), alt="Each group's place in the network")
    elif part == "matrix":
        exhibit(shared_work_exhibit(found), view.palette, origin)
    else:
        changed(view, origin)


_PARTS = {
    "map": "Map", "places": "Each group's place", "matrix": "Who with whom", "changed": "Changed"
}  # fmt: skip


def changed(view: View, origin: Origin) -> None:
    """Show how the share of work with others changed since the first start."""
    section("What changed since the first start", origin)
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
