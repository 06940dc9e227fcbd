"""What the reader chose: ids in the URL, so that a link shows what the sender saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import streamlit as st

from signpost.presentation.reports.board import most_at_stake
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


def pick_case(cases: Sequence[CaseBrief]) -> CaseBrief:
    """Return the use case the reader chose; without a choice the one with most at stake."""
    names = {one.id: f"{GRADES[one.grade].glyph} {one.label} · {one.short}" for one in cases}
    most = most_at_stake(cases).id
    chosen = pick_id("Use case", "use_case", names, default=most, hide_label=True)
    return next(one for one in cases if one.id == chosen)


def pick_text(label: str, key: str) -> str:
    """Return what the reader typed; the address has it."""
    widget = f"pick_{key}"
    st.session_state.setdefault(widget, str(st.query_params.get(key, "")))

    def keep() -> None:
        if st.session_state[widget]:
            st.query_params[key] = st.session_state[widget]
        else:
            st.query_params.pop(key, None)

    return st.text_input(label, key=widget, on_change=keep, max_chars=80).strip()


def pick_many(label: str, key: str, options: Sequence[str], *, most: int) -> tuple[str, ...]:
    """Return up to `most` names the reader chose; the address has them."""
    kept = st.session_state.setdefault(_KEPT, {})
    asked = st.query_params.get_all(key) or kept.get(key, ())
    current = [one for one in asked if one in options][:most]
    widget = f"pick_{key}"
    st.session_state[widget] = current

    def keep() -> None:
        kept[key] = tuple(st.session_state[widget])
        st.query_params[key] = list(kept[key])

    st.multiselect(
        label, options, key=widget, on_change=keep, max_selections=most, placeholder="None chosen"
    )
    return tuple(current)


def pick_span(
    label: str, key: str, options: Sequence[str], *, words: Callable[[str], str]
) -> tuple[str, str]:
    """Return the first and last of the options in order that the reader chose; at first all."""
    if len(options) < 2:
        return (options[0], options[0]) if options else ("", "")
    kept = st.session_state.setdefault(_KEPT, {})
    asked = str(st.query_params.get(key) or kept.get(key, "")).split("~")
    known = len(asked) == 2 and asked[0] in options and asked[1] in options
    first, last = asked if known and asked[0] <= asked[1] else (options[0], options[-1])
    widget = f"pick_{key}"
    st.session_state[widget] = (first, last)

    def keep() -> None:
        kept[key] = st.query_params[key] = "~".join(st.session_state[widget])

    st.select_slider(label, options, key=widget, on_change=keep, format_func=words)
    return first, last


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
