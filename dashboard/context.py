"""The line above every page: whose data it is, of which time, which version, as of when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

import streamlit as st

from signpost.dashboard.layout import is_open
from signpost.dashboard.page import View
from signpost.dashboard.server.asgi import sub_path
from signpost.presentation.escaping import md
from signpost.presentation.formats import day
from signpost.workspace.results import Results

_KEY = "as_of"


def address_asked() -> str:
    """Return the page that the address names, '' for the bare one."""
    path = urlsplit(str(st.context.url or "")).path.rstrip("/")
    return path.removeprefix(sub_path()).rpartition("/")[2]


def version_asked(results: Results, versions: Mapping[int, datetime]) -> Results:
    """Return the results as of the earlier version the reader asks for, to read only.

    One that is no longer kept, or that today's rules would not show, is the newest again.
    """
    asked = str(st.query_params.get(_KEY) or st.session_state.get(_KEY, ""))
    if not asked.isdigit() or int(asked) not in versions:
        return results
    if not results.may_show_version(int(asked)):
        return results
    st.session_state[_KEY] = st.query_params[_KEY] = asked
    return replace(results, version=int(asked), access=replace(results.access, role="sponsor"))


def render_context(view: View, page: str) -> None:
    """Show organisation, period and version, and the choice of an earlier version.

    The page's name is seen on a phone (style.css), where the menu that marks it is folded away.
    """
    if not view.results.version:
        return
    stamp = view.results.stamp()
    with st.container(horizontal=True, vertical_alignment="center", key="context_line"):
        told = f"Signpost · *{md(page)} ·* **{md(stamp.organisation)}** · {md(stamp.period)}"
        words = f"as of version {stamp.version}" if view.as_of else f"version {stamp.version}"
        if len(view.versions) < 2:
            st.markdown(f":small[{told} &emsp; {words}]", width="content")
            return
        st.markdown(f":small[{told}]", width="content")
        with st.popover(words, type="tertiary", key="versions", on_change="rerun") as part:
            if is_open(part):
                _choose(view)
    if view.as_of:
        st.info(
            f"This is what version {stamp.version} had, answered by today's rules. Nothing can be "
            "changed here.",
            icon=":material/history:",
        )
    elif (asked := str(st.query_params.get(_KEY, ""))) not in ("", str(stamp.version)):
        st.info(
            f"This is the newest version, not “{md(asked)}” that was asked for: it is not kept, "
            "today’s rules would hide some of it, or this page always shows the newest.",
            icon=":material/history:",
        )


def _choose(view: View) -> None:
    """Offer the newest version and the earlier ones that are kept."""
    st.markdown("Show every page as of an earlier state of the data:")
    newest = max(view.versions)
    for number in sorted(view.versions, reverse=True):
        made = "the newest" if number == newest else day(view.versions[number])
        is_shown = number == view.results.version
        st.button(
            f"Version {number}, {made}",
            key=f"as_of_{number}",
            type="primary" if is_shown else "tertiary",
            on_click=_show,
            args=("" if number == newest else str(number),),
        )


def _show(version: str) -> None:
    """Show every page as of a version, the newest for ''."""
    st.session_state[_KEY] = version
    if version:
        st.query_params[_KEY] = version
    else:
        st.query_params.pop(_KEY, None)
