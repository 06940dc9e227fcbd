"""Columns of a user's table as text, numbers or shares; errors carry the line."""

from __future__ import annotations

import numpy as np
import pandas as pd

from signpost.metrics.causal.methods.counterfactual import Bools
from signpost.metrics.model.types import Floats

FIRST_DATA_LINE = 2
"""Line of the first row of data in a file with one header line."""
MAX_ABSOLUTE_VALUE = 1e30
"""Numbers further from one than this, either way, cannot be squared twice and are no KPI."""
UNIT = "give it in another unit"
PERCENT = 100.0


class PanelError(ValueError):
    """The table cannot become a panel; the message carries the cell and the remedy."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message, self.remedy = message, remedy


def text_column(column: pd.Series) -> pd.Series:
    """Return each cell as trimmed text; blank where there is none."""
    text = column.astype("string").fillna("").str.strip().reset_index(drop=True)
    return text.mask(text.str.lower().isin(_NO_CELL), "").astype(object)


_MISSING = ("na", "n/a", "#n/a", ".", "null")
"""How R, spreadsheets and databases write that there is no number."""
_NO_CELL = ("nan", "nat", "none")
"""How Python writes a cell with nothing in it."""


def blank_missing(text: pd.Series) -> pd.Series:
    """Return texts with the words for 'nothing' as blanks."""
    return text.mask(text.str.lower().isin(_MISSING), "")


def missing_words(column: pd.Series) -> dict[str, int]:
    """Return the words for 'no number' in a column, and how often each stands there."""
    text = column.astype("string").fillna("").str.strip()
    found = text[text.str.lower().isin((*_MISSING, *_NO_CELL))].value_counts()
    return {str(word): int(times) for word, times in found.items()}


def number_column(column: pd.Series, *, positive: bool = False) -> Floats:
    """Return (rows,) finite numbers, NaN where blank; PanelError carries the first bad line."""
    text = blank_missing(text_column(column))
    parsed = pd.to_numeric(text.mask(text == "", np.nan), errors="coerce")
    values = parsed.to_numpy(dtype=np.float64)
    name = str(column.name)
    raise_if_any(
        (text != "").to_numpy() & ~np.isfinite(values), name, "is not a number", "correct it"
    )
    raise_if_any(np.abs(values) > MAX_ABSOLUTE_VALUE, name, "is too large", UNIT)
    if positive:
        raise_if_any(values <= 0, name, "is not above zero", "correct it or clear it")
        raise_if_any(values < 1 / MAX_ABSOLUTE_VALUE, name, "is too small", UNIT)
    most = np.nanmax(np.abs(values), initial=0.0)
    raise_if_any((np.abs(values) > 0) & (most < 1 / MAX_ABSOLUTE_VALUE), name, "is too small", UNIT)
    return values


def is_percent(values: Floats) -> bool:
    """Return whether shares are in percent: most of those above zero are above one."""
    above = values[values > 0]
    return bool(above.size and np.median(above) > 1 and above.max() <= PERCENT)


def share_columns(column: pd.Series) -> Floats:
    """Return (rows,) shares 0-1, NaN where blank, read as such or as percent throughout."""
    values, name = number_column(column), str(column.name)
    remedy = "give the share of people who use it, 0 to 1, or percent throughout"
    raise_if_any(values < 0, name, "is below zero", remedy)
    if is_percent(values):
        return values / PERCENT
    raise_if_any(values > 1 + 1e-9, name, "is above one", remedy)
    return values


def raise_if_any(bad: Bools, name: str, what: str, remedy: str) -> None:
    """Raise PanelError for the first row that is bad."""
    if bad.any():
        line = int(np.flatnonzero(bad)[0]) + FIRST_DATA_LINE
        raise PanelError(f"Line {line}, column {name}: {what}.", f"{remedy.capitalize()}.")
