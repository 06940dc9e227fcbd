"""Escaping of data text for markdown, Plotly, spreadsheet cells and file names.

Names of groups, files and columns, cells and the programme's text are written by people we do not
know. Text of the program itself needs none of this.
"""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from functools import lru_cache
from typing import Final

import pandas as pd

from signpost.control_characters import CONTROL_CHARS
from signpost.metrics.model.spreadsheet_cell import inert_cell
from signpost.presentation.formats import MINUS, SPACE

_LONGEST: Final = 400
_JOINER: Final = "\N{WORD JOINER}"
_MARKS_IN_A_ROW: Final = 4
_JOINS: Final = "\u200c\u200d"  # Persian, Indic scripts and emoji families are spelt with them
_PUNCTUATION: Final = re.compile(r"([!#$&()*+\-.:<=>@\[\\\]^_`{|}~])")
# Streamlit looks for these in the text *after* markdown has taken the backslashes away, so only a
# character between their parts stops them: links, mail addresses, icons and emoji, arrows.
_LATE: Final = re.compile(
    r"(:)(?=\S)|(www)(?=\.)|(?<=[^\s@])(?=@)|([-<>~])(?=[-=>])", re.IGNORECASE
)
_UNFIT_FOR_A_FILE: Final = re.compile(r"[^\w \-]+")
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def plain_text(text: object, longest: int = _LONGEST) -> str:
    """Return one line of at most `longest` visible characters, none of them a control.

    A longer text is cut and ends in '…'; more than four accents on one letter are dropped.
    """
    raw = str(text)[: 4 * longest]
    if not (raw.isascii() and raw.isprintable()):
        raw = _visible(raw)
    line = " ".join(raw.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _visible(raw: str) -> str:
    visible: list[str] = []
    marks = 0
    for character in raw:
        kind = unicodedata.category(character)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if kind in {"Cc", "Zl", "Zp", "Zs"}:
            visible.append(" ")
        elif character in _JOINS or (kind not in {"Cf", "Cs", "Cn"} and marks <= _MARKS_IN_A_ROW):
            visible.append(character)
    return "".join(visible)


def md(text: object, longest: int = _LONGEST) -> str:
    """Return data text that markdown renders letter by letter.

    No link, image, formula, icon, emoji, colour, badge, heading, list or HTML can come of it.
    """
    return _escaped(str(text), longest)


@lru_cache(maxsize=16_384)  # a page says the same again at every click
def _escaped(text: str, longest: int) -> str:
    apart = _LATE.sub(lambda match: f"{match[0]}{_JOINER}", plain_text(text, longest))
    return _PUNCTUATION.sub(r"\\\1", apart)


def unbroken(value: object) -> str:
    """Return a cell as markdown; what belongs together (2 Nov 2026, 61 %, −€4 k) on one line."""
    whole = SPACE.join(md(part, 2_000) for part in str(value).split(SPACE))
    return whole.replace(MINUS, f"{MINUS}{_JOINER}")


def label(text: object, longest: int = _LONGEST) -> str:
    """Return data text fit for a Plotly title, axis, legend, annotation or hover template.

    Plotly reads a little HTML everywhere, and %{…} inside a template.
    """
    return html.escape(plain_text(text, longest), quote=False).replace("%{", f"%{_JOINER}{{")


def cell(value: object) -> object:
    """Return a value fit for a spreadsheet cell, as `inert_cell` does."""
    return inert_cell(value)


def csv_safe(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy with text and column names that no spreadsheet runs; numbers are untouched."""
    safe = frame.rename(columns=cell)
    for at, kind in enumerate(frame.dtypes):
        if not (pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_datetime64_any_dtype(kind)):
            safe.isetitem(at, frame.iloc[:, at].astype(object).map(cell).to_numpy())
    return safe


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return the frame as a CSV download: UTF-8 with a mark for Excel, every text quoted.

    Quoted, because a spreadsheet that separates by ';' would start a new cell inside 'a;=1+1'.
    """
    text = io.StringIO()
    csv_safe(frame).to_csv(text, index=False, quoting=csv.QUOTE_NONNUMERIC)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def file_name(text: object, suffix: str) -> str:
    """Return a file name without folders, dots or reserved words, ending in `suffix` ('.csv')."""
    words = " ".join(_UNFIT_FOR_A_FILE.sub(" ", plain_text(text, 80)).split())
    return f"{'signpost ' * bool(_RESERVED.fullmatch(words)) + words or 'signpost'}{suffix}"


def escape_control_chars(text: str) -> str:
    """Return JSON text with control characters as escapes: the document means the same."""
    return CONTROL_CHARS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
