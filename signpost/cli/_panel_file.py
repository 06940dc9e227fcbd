"""Panel file: reads a ready-made panel in whatever encoding and delimiter it was saved in."""

from __future__ import annotations

import csv
import io
import warnings
from pathlib import Path

import pandas as pd

from signpost.api.frames import NUMBERS
from signpost.metrics.panel.frame_columns import PanelError
from signpost.pipelines.files.dialect import DELIMITERS
from signpost.pipelines.files.encoding import clean_text, survey_bytes

_REMEDY = "Save the table as CSV (UTF-8) with columns group, period, outcome and start or adoption."


def read_panel(path: Path) -> pd.DataFrame:
    """Return the file's columns as text, names in lower case; PanelError if it is no table.

    In a table cut by semicolons, 2,5 is two and a half: that is how such spreadsheets write it.
    """
    text = b"".join(clean_text(path, survey_bytes(path))).decode("utf-8", "replace")
    header = text.lstrip().split("\n", 1)[0]
    if not header.strip() or not header.replace("\t", " ").strip().isprintable():
        raise PanelError(f"{path.name} holds no table.", _REMEDY)
    delimiter = max(DELIMITERS, key=header.count)
    frame = _parsed(text, delimiter, path.name)
    _refuse_repeated_names([name.strip().strip('"').lower() for name in header.split(delimiter)])
    frame.columns = [str(name).strip().lower() for name in frame.columns]
    if delimiter == ";":
        for name in set(NUMBERS) & set(frame.columns):
            frame[name] = frame[name].str.replace(",", ".")
    return frame


def _parsed(text: str, delimiter: str, name: str) -> pd.DataFrame:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", pd.errors.ParserWarning)
        try:
            frame = pd.read_csv(
                io.StringIO(text), sep=delimiter, dtype=str, keep_default_na=False, index_col=False
            )
        except (pd.errors.ParserError, pd.errors.EmptyDataError) as trouble:
            raise PanelError(f"{name} cannot be taken apart ({trouble}).", _REMEDY) from trouble
    if warned:
        _refuse_extra_cells(text, delimiter)
    return frame


def _refuse_extra_cells(text: str, delimiter: str) -> None:
    """Raise PanelError for the first line with something beyond the last column."""
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    width = len(next(lines))
    for cells in lines:
        if any(cell.strip() for cell in cells[width:]):
            raise PanelError(
                f"Line {lines.line_num} has {len(cells)} cells, the header {width}.",
                "Put text that holds the delimiter in quotes; write 2.5, not 2,5.",
            )


def _refuse_repeated_names(names: list[str]) -> None:
    """Raise PanelError for a column that is there twice."""
    for name in names:
        if name and names.count(name) > 1:
            raise PanelError(f"Column {name} is there twice.", "Delete or rename one of them.")
