"""A form of the programme: its steps and fields as widgets, its values as a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from signpost.dashboard.layout import is_open, lazy_expander, section
from signpost.presentation.escaping import md
from signpost.presentation.forms.drafts import EntryDraft
from signpost.presentation.forms.fields import Field, FormStep, Options, widget_value

Aside = Callable[[str, EntryDraft], None]
"""Shows what stands beside a step, by its name, for the draft so far."""


def render_form(
    steps: Iterable[FormStep], draft: EntryDraft, options: Options, prefix: str, aside: Aside
) -> EntryDraft:
    """Show every step with what was entered so far; return what is entered now."""
    entered = dict(draft)
    for step in steps:
        section(step.title)
        if step.intro:
            st.markdown(f":small[{md(step.intro)}]")
        if not step.beside:  # style.css keeps its fields as narrow as those beside something
            _step_fields(step, entered, options, prefix)
            continue
        left, right = st.columns([1.5, 1], gap="large")
        with left:
            _step_fields(step, entered, options, prefix)
        with right.container(border=True):
            aside(step.beside, entered)
    return entered


def _step_fields(step: FormStep, entered: EntryDraft, options: Options, prefix: str) -> None:
    """Show the fields of one step, those that are seldom needed folded away."""
    asked = [field for field in step.fields if _applies(field, entered)]
    _fields((one for one in asked if not one.rare), entered, options, prefix)
    _seldom([field for field in asked if field.rare], entered, options, prefix, step.title)


def _seldom(
    fields: Sequence[Field], draft: EntryDraft, options: Options, prefix: str, step: str
) -> None:
    """Show fields that are seldom needed once they are asked for.

    From then on they stay, folded or not: what was typed just before folding is not lost.
    """
    if not fields:
        return
    with lazy_expander("More, seldom needed", key=f"rare_{prefix}{step}") as more:
        if is_open(more) or f"{prefix}{fields[0].name}" in st.session_state:
            _fields(fields, draft, options, prefix)


def forget_form(prefix: str) -> None:
    """Forget what was typed into the widgets of a form; its draft fills them again."""
    for key in [key for key in st.session_state if str(key).startswith(prefix)]:
        del st.session_state[key]


def _applies(field: Field, draft: EntryDraft) -> bool:
    return not field.only_if or bool(draft.get(field.only_if))


def _fields(fields: Iterable[Field], draft: EntryDraft, options: Options, prefix: str) -> None:
    for field in fields:
        draft[field.name] = _field(field, draft.get(field.name), options, f"{prefix}{field.name}")


def _field(field: Field, value: Any, options: Options, key: str) -> Any:
    """Show one field; return its value as a draft has it."""
    offered = options.get(field.options, {})
    if key not in st.session_state:
        st.session_state[key] = widget_value(field, value)
    label = md(field.label) if not field.required else f"{md(field.label)} (needed)"
    words = md(field.help, 300) or None
    if field.kind in ("number", "share"):
        shown = st.number_input(label, key=key, help=words, format="%g", value=None)
        return shown / 100 if field.kind == "share" and shown is not None else shown
    if field.kind == "date":
        chosen = st.date_input(label, key=key, help=words, format="YYYY-MM-DD", value=None)
        return chosen.isoformat() if isinstance(chosen, date) else None
    if field.kind == "flag":
        return st.checkbox(label, key=key, help=words)
    if field.kind == "pick":
        return _pick(field, label, offered, key, words)
    if field.kind == "picks":
        ids = list(dict.fromkeys((*offered, *st.session_state[key])))
        return list(
            st.multiselect(
                label, ids, key=key, help=words, format_func=lambda one: offered.get(one, one),
                accept_new_options=field.free,
            )
        )  # fmt: skip
    show = st.text_area if field.kind == "long" else st.text_input
    return str(show(label, key=key, help=words) or "").strip()


def _pick(
    field: Field, label: str, offered: Mapping[str, str], key: str, words: str | None
) -> str | None:
    ids = list(dict.fromkeys((*offered, *filter(None, [st.session_state[key]]))))
    return st.selectbox(
        label, ids, key=key, help=words, index=None, placeholder="Nothing chosen",
        format_func=lambda one: offered.get(one, one), accept_new_options=field.free,
    )  # fmt: skip
