"""What the reader chose: ids in the URL, so that a link shows what the sender saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.theme import GRADES

_KEPT = "chosen"


def chosen_id(key: str, options: Sequence[str], default: str | None = None) -> str:
    """Return the id in force: the URL's, else the one kept in this session, else the default.

    An id that is no longer among the options falls back; a link never breaks a page.
    """
    kept: dict[str, str] = st.session_state.setdefault(_KEPT, {})
    for candidate in (st.query_params.get(key), kept.get(key), default):
        if candidate in options:
            return str(candidate)
    return options[0]


def _choose(key: str, value: str) -> None:
    """Keep a choice for the other pages and write it into the address."""
    st.session_state.setdefault(_KEPT, {})[key] = value
    st.query_params[key] = value


def pick_case(report: BoardReport, cases: Sequence[CaseBrief]) -> CaseBrief:
    """Return the use case the reader chose; without a choice the one with most at stake."""
    names = {one.id: f"{GRADES[one.grade].glyph} {one.label} · {one.short}" for one in cases}
    most = report.most_at_stake(cases).id
    chosen = pick_id("Use case", "use_case", names, default=most, hide_label=True)
    return next(one for one in cases if one.id == chosen)


def pick_id(
    label: str,
    key: str,
    options: Mapping[str, str],
    *,
    default: str | None = None,
    segmented: bool = False,
    hide_label: bool = False,
) -> str:
    """Return the id the reader chose of id -> words. One option needs no choosing."""
    ids = list(options)
    current = chosen_id(key, ids, default)
    if current != default:
        _choose(key, current)
    if len(ids) == 1:
        return current
    widget = f"pick_{key}"
    st.session_state[widget] = current

    def keep() -> None:
        _choose(key, st.session_state[widget] or current)

    hidden: Literal["visible", "collapsed"] = "collapsed" if hide_label else "visible"
    words = options.__getitem__
    if segmented:
        st.segmented_control(
            label, ids, format_func=words, key=widget, on_change=keep, label_visibility=hidden
        )
    else:
        st.selectbox(
            label, ids, format_func=words, key=widget, on_change=keep, label_visibility=hidden
        )
    return current
