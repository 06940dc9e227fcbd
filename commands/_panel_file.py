"""A ready-made panel as it lies on disk: whatever encoding and delimiter it was saved in."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd

from metrics.readymade import PanelError
from pipelines.dialect import DELIMITERS
from pipelines.encoding import clean, survey

NUMBERS = ("outcome", "adoption", "weight", "denominator")
REMEDY = "Save the table as CSV (UTF-8) with columns group, period, outcome and start or adoption."


def read_panel(path: Path) -> pd.DataFrame:
    """Return the file's columns as text, names in lower case; PanelError if it is no table.

    In a table cut by semicolons, 2,5 is two and a half: that is how such spreadsheets write it.
    """
    text = b"".join(clean(path, survey(path))).decode("utf-8", "replace")
    header = text.lstrip().split("\n", 1)[0]
    if not header.strip() or not header.replace("\t", " ").strip().isprintable():
        raise PanelError(f"{path.name} holds no table. {REMEDY}")
    delimiter = max(DELIMITERS, key=header.count)
    frame = _parsed(text, delimiter, path.name)
    frame.columns = [str(name).strip().lower() for name in frame.columns]
    if delimiter == ";":
        for name in set(NUMBERS) & set(frame.columns):
            frame[name] = frame[name].str.replace(",", ".")
    return frame


def _parsed(text: str, delimiter: str, name: str) -> pd.DataFrame:
    try:
        return pd.read_csv(
            io.StringIO(text), sep=delimiter, dtype=str, keep_default_na=False, index_col=False
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as trouble:
        raise PanelError(f"{name} cannot be taken apart ({trouble}). {REMEDY}") from trouble
