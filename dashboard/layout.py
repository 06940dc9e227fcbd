"""The parts pages are laid out with; every text that came from data is escaped here or before."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.dataframe_util import convert_pandas_df_to_arrow_table
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from signpost import clock
from signpost.answers.access import may
from signpost.dashboard.actions import export
from signpost.dashboard.page import View
from signpost.metrics.model.types import Refusal
from signpost.presentation.escaping import csv_bytes, md, unbroken
from signpost.presentation.exhibits.exhibit import Exhibit
from signpost.presentation.figures.style import Figure
from signpost.presentation.formats import count
from signpost.presentation.memo import memoised_by_content, memoised_by_object
from signpost.presentation.provenance import FigureRows, Origin, Origins
from signpost.presentation.reports.number import Number
from signpost.presentation.theme import CONFIG, Mark, Palette
from signpost.presentation.words.catalogue import Names, say
from signpost.presentation.words.reviews import ReviewState, review_state, reviews_words

MOST_ROWS = 25
"""Rows a table shows whole; a longer one scrolls."""
TALLEST = 640


def page_title(text: str, below: str = "", place: DeltaGenerator | None = None) -> None:
    """Show the page's conclusion as a sentence, and one line under it."""
    with place if place is not None else contextlib.nullcontext():
        st.title(md(text), anchor=False)
        if below:
            st.markdown(md(below, 600))


def paragraphs(texts: Iterable[str]) -> None:
    """Show texts one below the other, as one element; nothing where there is none."""
    if text := "\n\n".join(texts):
        st.markdown(text)


def section(text: str, origin: Origin | None = None) -> None:
    """Show the heading of a part: a sentence that says what it shows; opens where that is from."""
    st.header(md(text), anchor=False)
    if origin is not None:
        render_explained(origin, text)  # style.css lays it beside the heading


def render_explained(origin: Origin, subject: str) -> None:
    """Show the control that opens the origin of a picture's or table's figures."""
    with explain_popover(subject) as part:
        if is_open(part):
            render_origin(origin)


def explain_popover(subject: str) -> PopoverContainer:
    """Show the word that opens what stands behind a number.

    Its subject is read aloud, not seen (style.css): a page has many of these controls.
    """
    number = st.session_state["explained"] = st.session_state.get("explained", 0) + 1
    return st.popover(
        f"Explain *{md(subject, 80)}*", type="tertiary", key=f"explain_{number}", on_change="rerun"
    )


def lazy_expander(text: str, *, key: str) -> ExpanderContainer:
    """Show a line that unfolds what is below it."""
    return st.expander(md(text), key=key, on_change="rerun")


def is_open(part: PopoverContainer | ExpanderContainer) -> bool:
    """Return whether the reader opened it: what nobody sees need be neither made nor sent."""
    return bool(part.open)


def tiles(numbers: Sequence[Number], origins: Origins | None = None, *, at_least: int = 3) -> None:
    """Show up to four numbers side by side; each opens where it comes from."""
    if not numbers:
        return
    columns, first = max(len(numbers), at_least), st.session_state.get("explained", 0) + 1
    # style.css lays metrics and their words out as tiles; what stands below is the metric's delta
    with st.container(key=f"tiles_{columns}_{first}"):
        for one in numbers:
            below = md(one.under) or None
            st.metric(
                md(one.label), md(one.value), below, "off", border=True, height="stretch",
                delta_arrow="off",
            )  # fmt: skip
            with explain_popover(one.label) as part:
                if is_open(part):
                    _explain(one, (origins or {}).get(one.key))


def _explain(one: Number, origin: Origin | None) -> None:
    """Show what a number counts, from what, how, and what it assumes."""
    st.markdown(f"**{md(one.label)}: {md(one.value)}**  \n{md(one.explained, 2_000)}")
    if origin is not None:
        render_origin(origin)


def render_origin(origin: Origin) -> None:
    """Show definition, window, formula, files, assumptions, the SQL and what it gives."""
    st.markdown("  \n".join(f"**{md(name)}:** {md(text, 2_000)}" for name, text in origin.lines))
    _file_links(origin)
    if origin.rows is None:
        return
    number = st.session_state["explained"]
    with lazy_expander(
        "The question put to the data (SQL), and its rows", key=f"rows_{number}"
    ) as part:
        if is_open(part):
            _rows_behind(origin.rows, number)


MOST_LINKS = 4


def _file_links(origin: Origin) -> None:
    """Show the newest files of a figure, as links into History for who may open it."""
    may_open = "history" in st.session_state.get("pages", {})
    for one in origin.files[:MOST_LINKS]:
        if may_open:
            link("history", one.words, ":material/description:", upload=str(one.upload))
        else:
            st.markdown(md(one.words))
    if len(origin.files) > MOST_LINKS:
        more = count(len(origin.files) - MOST_LINKS, "more file")
        if may_open:
            link("history", f"{more} in History", ":material/history:")
        else:
            st.markdown(f"… and {more}")


def _rows_behind(rows: FigureRows, number: int) -> None:
    """Show each statement with its values, then what they give, and a download of that."""
    asked = rows.statements()
    if asked:
        st.markdown("Each statement runs as printed on the data file of this version, in DuckDB.")
    for sql in asked:
        st.code(sql, language="sql", wrap_lines=True)
    if rows.table is None:
        return
    table = rows.table()
    frame(table, alt="The rows behind the figure")
    view = st.session_state.get("view")
    if view is not None and may(view.results.access, "export"):
        st.download_button(
            "Download the rows (CSV)",
            partial(export, view, "rows behind a figure.csv", partial(csv_bytes, table)),
            key=f"rows_csv_{number}",
            file_name="rows.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def chart(
    figure: Figure,
    table: Callable[[], pd.DataFrame] | None,
    *,
    key: str,
    alt: str,
    caption: str = "",
) -> None:
    """Show a picture, and the same numbers as a table below it; None: the page shows them there."""
    st.plotly_chart(figure, theme=None, config=CONFIG, key=f"chart_{key}", alt=alt)
    if caption:
        st.markdown(f":small[{md(caption, 1_000)}]")
    if table is not None:
        with lazy_expander("The same numbers as a table", key=f"table_{key}") as part:
            if is_open(part):
                frame(table(), alt=alt)


def exhibit(
    shown: Exhibit, palette: Palette, origin: Origin | None = None, *, show_legend: bool = True
) -> None:
    """Show an exhibit: its heading, then its picture with the numbers below, or its table."""
    if shown.title:
        section(shown.title, None if shown.refusal else origin)
    if shown.refusal is not None:
        render_refusal(shown.refusal, shown.names)
        return
    if shown.note:
        st.markdown(f":small[{md(shown.note, 400)}]")
    if shown.marks and show_legend:
        legend(shown.marks, palette, shown.band)
    alt = shown.alt or shown.title
    figure = shown.drawn(palette)
    if figure is not None:
        below = shown.table if shown.folded else None
        chart(figure, below, key=shown.key, alt=alt, caption=shown.events)
    if (figure is None or not shown.folded) and shown.rows is not None:
        show = prose if shown.layout == "prose" else frame
        show(shown.rows, alt=alt, none=shown.none)


def frame(
    table: pd.DataFrame, *, alt: str, key: str | None = None, none: str = "Nothing here yet."
) -> None:
    """Show a table whose cells are shown as they are, never read as markdown.

    A long one scrolls in its own place; `none` says why it is empty.
    """
    if table.empty:
        st.markdown(none)
        return
    height: int | Literal["content"] = TALLEST if len(table) > MOST_ROWS else "content"
    written, numbers = _written(table)
    columns = {name: st.column_config.NumberColumn(format="localized") for name in numbers}
    st.dataframe(written, hide_index=True, key=key, alt=alt, height=height, column_config=columns)


@memoised_by_object
@memoised_by_content
def _written(table: pd.DataFrame) -> tuple[object, tuple[str, ...]]:
    """Write a table as it is sent, once for the same content; name its columns of numbers."""
    return convert_pandas_df_to_arrow_table(table), tuple(table.select_dtypes("number").columns)


def prose(table: pd.DataFrame, *, alt: str, none: str = "Nothing here yet.") -> None:
    """Show a table of sentences: every cell wraps, none is cut; `none` says why it is empty."""
    if table.empty:
        st.markdown(none)
        return
    st.table(_wrapped(table), border="horizontal", hide_index=True, alt=alt)


@memoised_by_object
@memoised_by_content
def _wrapped(table: pd.DataFrame) -> object:
    """Escape a table of sentences and write it is sent, once for the same content."""
    cells = [[unbroken(cell) for cell in row] for row in table.itertuples(index=False)]
    return convert_pandas_df_to_arrow_table(
        pd.DataFrame(cells, columns=[md(name) for name in table.columns])
    )


def render_reviews(view: View, below: str = "") -> ReviewState:
    """Show the line under the title, then which reviews are overdue or come next; return them."""
    cases, today = view.results.programme.use_cases, clock.today()
    state = review_state(cases, view.results.decisions(), today)
    words = reviews_words(state, {case.id: case.label for case in cases})
    icon = "event_busy" if state.overdue else "event"
    reviews = f":material/{icon}: {md(words, 600)}" if words else ""
    paragraphs(filter(None, (md(below, 600), reviews)))
    return state


def legend(counts: Mapping[Mark, int], palette: Palette, band: str = "") -> None:
    """Show shape, colour and word of every state in a picture, and what the grey band means."""
    parts = [
        f':color[{mark.glyph}]{{foreground="{mark.colour(palette)}"}} {md(mark.word)}&nbsp;({many})'
        for mark, many in counts.items()
    ]
    if band:
        parts.append(f':color[▮]{{foreground="{palette.band}"}} {md(band)}')
    st.markdown(" &emsp; ".join(parts))


def render_refusal(refused: Refusal, names: Names | None = None) -> None:
    """Show a question that has no answer yet: why, and what would make it answerable."""
    with st.container(border=True):
        st.markdown(f":material/help: **{md(say(refused.reason, names))}**")
        if refused.remedy:
            st.markdown(f"What would help: {md(say(refused.remedy, names))}")


def render_trouble(fault: Exception) -> None:
    """Show what cannot be used: what was found and what to do, nothing technical."""
    fault = getattr(fault, "trouble", fault)
    message = str(getattr(fault, "message", fault))
    remedy = str(getattr(fault, "remedy", ""))
    st.title("This data cannot be shown", anchor=False)
    st.error(md(message), icon=":material/error:")
    if remedy:
        st.markdown(f"**What to do:** {md(remedy)}")


def link(page_id: str, text: str, icon: str | None = None, subject: str = "", **ids: str) -> None:
    """Link to another page of ours, with the ids it should open with.

    `subject` is read aloud, not seen (style.css), where a page has the same link many times.
    """
    label = f"{md(text)} *{md(subject, 80)}*" if subject else md(text)
    st.page_link(
        st.session_state["pages"][page_id], label=label, icon=icon, query_params=ids or None
    )
