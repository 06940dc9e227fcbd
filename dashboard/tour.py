"""The short tour on first opening: one line on the Answer page, off by one click."""

from __future__ import annotations

import streamlit as st

from signpost.answers.access import ANYONE
from signpost.dashboard.page import View
from signpost.presentation.words.tour import STOPS
from signpost.workspace.reader_files import keep_for_reader, left_by_reader

_KEY = "tour"


def render_tour(view: View, page: str) -> None:
    """Offer the tour to who is here for the first time; show its stop on this page."""
    at = st.session_state.get(_KEY)
    if at is None:
        seen = view.results.access is not ANYONE and left_by_reader(view.results, "tour")
        at = st.session_state[_KEY] = "off" if seen else "offered"
    if at == "off" or (at == "offered" and page != STOPS[0][0]):
        return
    stop = at if isinstance(at, int) else -1
    if stop >= 0 and STOPS[stop][0] != page:
        return
    is_last = stop + 1 == len(STOPS)
    with st.container(
        border=stop >= 0, horizontal=True, vertical_alignment="center", wrap=stop >= 0, key="tour"
    ):
        words = f":small[New here? {len(STOPS)} stops, one minute.]"
        if stop >= 0:
            words = f"**Tour {stop + 1} of {len(STOPS)}** · {STOPS[stop][1]}"
        st.markdown(words, width="content")
        label = "Next" if stop >= 0 else "Take the tour"
        if not is_last and st.button(label, key="tour_next", type="tertiary"):
            st.session_state[_KEY] = stop + 1
            st.switch_page(st.session_state["pages"][STOPS[stop + 1][0]])
        st.button("Hide the tour", key="tour_off", type="tertiary", on_click=_off, args=(view,))


def _off(view: View) -> None:
    st.session_state[_KEY] = "off"
    if view.results.access is not ANYONE:
        keep_for_reader(view.results, "tour", {"off": True})
