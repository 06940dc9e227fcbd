"""The matching step of Add data: which column is what, with the first values beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import streamlit as st

from signpost.dashboard.upload import upload_store
from signpost.pipelines.model.source import Source
from signpost.pipelines.recognition.column_mapping import dump_mapping, mapping_targets
from signpost.pipelines.recognition.propose_mapping import (
    Choice,
    UnmatchedTable,
    as_mapping,
    field_words,
    filled_choices,
    how_matched,
    likeliest_field,
    missing_fields,
    needed_fields,
    offered_fields,
    used_twice,
)
from signpost.pipelines.recognition.suggest_columns import Suggestion
from signpost.presentation.escaping import file_name, md
from signpost.presentation.formats import count

NO_COLUMN, SAME = "Not in this file", "The same for every row …"
LIKELY = 0.6
"""Share of needed fields filled from which a kind is proposed."""
_WIDTHS = [1.3, 1.4, 1.6, 1.2]


def match(strange: UnmatchedTable, groups: frozenset[str]) -> Path | None:
    """Show one file to match; return the mapping file once the reader is content."""
    key = hashlib.sha256("|".join((strange.name, *strange.headers)).encode()).hexdigest()[:12]
    kinds = {one.id: one for one in mapping_targets()}
    likely = likeliest_field(strange, groups)
    sure = filled_choices(strange, likely, groups) >= LIKELY
    kind = st.selectbox(
        "What is in this file?",
        list(kinds),
        key=f"kind_{key}",
        index=list(kinds).index(likely.id) if sure else None,
        format_func=lambda one: kinds[one].label,
        placeholder="Choose what it holds; or take the file away if it does not belong here",
    )
    if kind is None:
        return None
    target = kinds[kind]
    found = offered_fields(strange, target, groups)
    heads()
    asked = [name for name, cell in target.fields.items() if cell.headers]
    first = [name for name in asked if name in target.needed or name in found]
    rest = [name for name in asked if name not in first]

    def row(name: str) -> Choice:
        return field(strange, target, name, found.get(name), f"{key}_{target.id}_{name}")

    choices = {name: row(name) for name in first}
    if rest:
        with st.expander(f"{count(len(rest), 'more field')} such a table can have"):
            choices |= {name: row(name) for name in rest}
    return settle(target, choices, strange, key)


def heads() -> None:
    """Name the four columns of the step."""
    words = ("We need", "Your column", "First values", "How it was matched")
    for column, text in zip(st.columns(_WIDTHS), words, strict=True):
        column.markdown(f":small[{text}]")


def field(
    strange: UnmatchedTable, target: Source, name: str, offer: Suggestion | None, key: str
) -> Choice:
    """Show one field: what is needed, the column chosen, its first values, why."""
    label, chosen, values, why = st.columns(_WIDTHS, vertical_alignment="center")
    label.markdown(f"**{md(field_words(name))}**  \n:small[{md(needed_fields(target, name))}]")
    options = [*strange.headers, SAME, NO_COLUMN]
    start = options.index(offer.column) if offer else len(options) - 1
    column = chosen.selectbox(
        field_words(name), options, index=start, key=f"column_{key}", label_visibility="collapsed"
    )
    if column == NO_COLUMN:
        return Choice()
    if column == SAME:
        text = values.text_input(
            f"{field_words(name)}, for every row",
            key=f"same_{key}",
            label_visibility="collapsed",
            placeholder="one value for every row",
        )
        return Choice(constant=text.strip())
    values.markdown(md(strange.first_values(column)))
    why.markdown(f":small[{md(how_matched(offer, column))}]")
    return Choice(column=column)


def settle(
    target: Source, choices: dict[str, Choice], strange: UnmatchedTable, key: str
) -> Path | None:
    """Show what is still missing, or offer to use the match and to take it along."""
    lacking, double = missing_fields(target, choices, strange), used_twice(choices)
    if lacking:
        st.markdown(f":material/help: Still needed: **{md(', '.join(lacking))}**.")
        return None
    if double:
        st.markdown(f":material/help: Chosen twice: **{md(', '.join(double))}**.")
        return None
    text = dump_mapping(as_mapping(target, choices, strange))
    use, take, note = st.columns([1, 1.3, 2.4], vertical_alignment="center")
    take.download_button(
        "Download the mapping",
        text,
        file_name=file_name(f"{strange.name} mapping", ".yaml"),
        mime="text/yaml",
        icon=":material/download:",
        key=f"take_{key}",
        width="stretch",
        on_click="ignore",
    )
    given = sum(bool(one.column or one.constant) for one in choices.values())
    note.markdown(
        f":small[{count(given, 'field')} matched. The match is remembered for files with the "
        "same columns; the command line takes it with --mapping.]"
    )
    if use.button("Use this match", type="primary", key=f"use_{key}", width="stretch"):
        return upload_store.keep_mapping(text)
    return None
