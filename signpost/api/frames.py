"""Tables as somebody has them in memory, as the columns a panel is built from."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

import pandas as pd

from signpost.metrics.panel.frame_columns import (
    PanelError,
    is_percent,
    missing_words,
    number_column,
    text_column,
)
from signpost.metrics.panel.period_labels import respelled

PERIODS = ("period", "start")
NUMBERS = ("outcome", "adoption", "weight", "denominator")
KNOWN = (*PERIODS, *NUMBERS, "group", "division")
_REMEDY = (
    "Give a pandas or polars DataFrame, a pyarrow Table, or another object with "
    "`__arrow_c_stream__`; of a LazyFrame its `.collect()`."
)


class ArrowStream(Protocol):
    """A table that can be read through the Arrow PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return a capsule with an Arrow C stream."""


Frame = pd.DataFrame | ArrowStream
"""What `judge` takes: pandas, polars, pyarrow, a DuckDB relation …"""


def panel_columns(frame: Frame) -> pd.DataFrame:
    """Return the columns a panel is built from, under lower-case names; `frame` is not changed.

    Named levels of a pandas index are columns, too. Periods become text: days ISO, months 2026-03.
    Raises PanelError for what is no table, and for a column that is there twice.
    """
    found = to_pandas(frame)
    names = [str(name).strip().lower() for name in found.columns]
    for name in KNOWN:
        if names.count(name) > 1:
            raise PanelError(f"Column {name} is there twice.", "Delete or rename one of them.")
    found = found.set_axis(names, axis="columns")
    texts = {name: period_texts(found[name]) for name in PERIODS if name in found}
    return found.assign(**texts)


def how_read(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return in sentences what in the columns of a panel was not taken by its letters."""
    told = []
    if "period" in frame and (found := respelled(text_column(frame["period"]))):
        written, spelled, kind = found
        told.append(f"Periods such as {written!r} were read as {kind}s: {spelled}.")
    for name in (column for column in (*NUMBERS, "start") if column in frame):
        if words := missing_words(frame[name]):
            listed = ", ".join(f"{word!r}" for word in words)
            cells = "cell was" if sum(words.values()) == 1 else "cells were"
            told.append(f"{sum(words.values())} {cells} read as missing in {name}: {listed}.")
    if "adoption" in frame and is_percent(number_column(frame["adoption"])):
        told.append("Adoption is above one throughout and was read as percent.")
    return tuple(told)


def to_pandas(frame: Frame) -> pd.DataFrame:
    """Return any table as a pandas DataFrame of its own; PanelError for what is none."""
    if isinstance(frame, pd.DataFrame):
        levels = [name for name in frame.index.names if name is not None]
        fresh = [name for name in levels if name not in frame.columns]
        return frame.reset_index(level=fresh) if fresh else frame.reset_index(drop=True)
    if not hasattr(frame, "__arrow_c_stream__"):
        raise PanelError(f"A {type(frame).__name__} is no table.", _REMEDY)
    try:
        found: pd.DataFrame = pd.DataFrame.from_arrow(frame)  # type: ignore[attr-defined]
    except (TypeError, ValueError) as trouble:  # Arrow's own errors are among these
        raise PanelError(
            f"The {type(frame).__name__} is no table ({trouble}).", _REMEDY
        ) from trouble
    return found


def period_texts(column: pd.Series) -> pd.Series:
    """Return periods as the text in which panels name them; what is unknown stays so."""
    if isinstance(column.dtype, pd.PeriodDtype):
        weekly = str(column.dtype).startswith("period[W")
        return period_texts(column.dt.start_time) if weekly else column.astype("string")
    return column.map(_period_text, na_action="ignore").astype(object)


def _period_text(cell: object) -> object:
    """Return a moment at midnight as its day; anything else as it is."""
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    return cell
