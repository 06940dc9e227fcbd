"""What a cell may hold: its column's names, how text becomes a value, what is expected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import MINUS_SIGNS
from signpost.warehouse.connection import sql_text
from signpost.warehouse.migrations import PLATFORM_KEY_MACRO

Kind = Literal[
    "raw", "text", "person", "group", "day", "moment", "count", "number", "duration", "flag",
    "period",
]  # fmt: skip
"""'raw' is a text that is tidied where it is used, not before."""

_ABSENT = (
    "-", "–", "—", "?", "#N/A", "#NA", "N/A", "n/a", "NA", "NULL", "null", "Null", "None", "none",
    "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "(blank)", "[None]",
)  # fmt: skip
_ABSENT_TEXT = (
    "NaN", "nan", "NAN", "NaT", "<NA>", "<na>", "nil", "NIL", "NONE", "(null)", "(NULL)", "[null]",
    "[NULL]", "<null>", "(none)", "(None)", "<none>", "undefined", "\\N", "--", "---", "#NV",
    "#N/D", "#WERT!", "#BEZUG!", "#ZAHL!", "#VALOR!", "#VALEUR!", "#WAARDE!", "(Leer)", "(leer)",
    "(vide)", "(vacío)",
)  # fmt: skip
_YES = ("true", "yes", "1", "y", "t", "x", "ja", "wahr", "oui", "vrai", "sí", "si", "sim")
_NO = ("false", "no", "0", "n", "f", "nein", "falsch", "non", "faux", "nee", "não")


def _marked(*words: str) -> str:
    return f"␟{'␟'.join(words)}␟"


_TEXTS = {
    "blank": " \t\n\r\u00a0\ufeff",
    "tab": "\t",
    "line": "\n",
    "return": "\r",
    "hard": "\u00a0",
    "minus": MINUS_SIGNS,
    "hyphens": "-" * len(MINUS_SIGNS),
    "delete": "\x7f",
    "absent": _marked(*_ABSENT),
    "absent_text": _marked(*_ABSENT, *_ABSENT_TEXT),
    "yes": _marked(*_YES),
    "no": _marked(*_NO),
}


def _macros() -> str:
    """Return the SQL of the macros with their texts; as literals the engine need not make them."""
    sql = (Path(__file__).parent / "cells.sql").read_text("utf-8")
    for name, text in _TEXTS.items():
        sql = sql.replace(f"'{{{name}}}'", sql_text(text))
    return sql + PLATFORM_KEY_MACRO


MACROS = _macros()

EXPECTS: dict[Kind, str] = {
    "raw": "a text",
    "text": "a text",
    "person": "an e-mail address, login or employee number",
    "group": "the name of a group",
    "day": "a day such as 2026-07-03",
    "moment": "a day and time such as 2026-07-03 14:05",
    "count": "a whole number, 0 or more",
    "number": "a number",
    "duration": "a duration such as 00:12:30, PT12M30S or 750 seconds",
    "flag": "yes or no",
    "period": "a day, week, month or year such as 2026-07",
}


@dataclass(frozen=True)
class Cell:
    """One column a source reads: how it may be called and what stands in it."""

    kind: Kind
    headers: tuple[str, ...]
    optional: bool = False
    """The column may be missing."""
    blank: bool = False
    """A cell may be empty."""
    at_least: float | None = None
    strip: str = ""
    """What is taken off a text: a regular expression."""
    constant: str = ""
    """Stands for the cell of every row, where a mapping says so."""
    width: str = ""
    """What a single bare day of a period stands for: day, week or month."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The normalised spellings of its header."""
        return tuple(normalise(header) for header in self.headers)

    def present(self, x: str) -> str:
        """Return SQL for text `x` of its column, NULL where it is a word for no value.

        NaN is one among names and days, and a number that failed among numbers; 'never' is no day.
        """
        if self.kind in ("count", "number", "duration", "flag"):
            return f"present({x})"
        return f"present_day({x})" if self.kind in ("day", "moment") else f"present_text({x})"

    @property
    def expects(self) -> str:
        """Expected form of a cell, in words."""
        floor = "" if self.at_least is None else f", {self.at_least:g} or more"
        return EXPECTS[self.kind] + floor

    def sql(self, x: str, *, point: str = ".", day: str = "NULL") -> str:
        """Return SQL for the value of column `x`; `day` is SQL for its day where it is not ISO."""
        match self.kind:
            case "count":
                return f"count_of({x})"
            case "number":
                value = f"number_of({x}, '{point}')"
                floor = self.at_least
                return value if floor is None else f"if({value} >= {floor}, {value}, NULL)"
            case "duration":
                return f"duration_of({x})"
            case "flag":
                return f"flag_of({x})"
            case "day":
                return f"coalesce(iso_day({x}), {day})"
            case "moment":
                return f"coalesce(iso_moment({x}), {day} + clock_of({x}))"
            case _:
                return f"tidy(regexp_replace({x}, '{self.strip}', ''))" if self.strip else x


def text_cell(*headers: str, optional: bool = False, blank: bool = True) -> Cell:
    """Return a word or sentence, kept as it is."""
    return Cell("text", headers, optional, blank)


def person_cell(*headers: str, optional: bool = False, blank: bool = False) -> Cell:
    """Who: hashed before it is stored."""
    return Cell("person", headers, optional, blank or optional)


def group_cell(*headers: str, optional: bool = False, blank: bool = False, strip: str = "") -> Cell:
    """Return a group's name."""
    return Cell("group", headers, optional, blank or optional, strip=strip)


def day_cell(*headers: str, optional: bool = False, blank: bool = False) -> Cell:
    """Return a day; a time behind it is left out."""
    return Cell("day", headers, optional, blank or optional)


def moment_cell(*headers: str, optional: bool = False, blank: bool = False) -> Cell:
    """Return a day and time; without a time, midnight."""
    return Cell("moment", headers, optional, blank or optional)


def period_cell(*headers: str, optional: bool = False, width: str = "") -> Cell:
    """Return a day, week, month, quarter or year."""
    return Cell("period", headers, optional, optional, width=width)


def count_cell(*headers: str, optional: bool = False, blank: bool = True) -> Cell:
    """Return a whole number, 0 or more."""
    return Cell("count", headers, optional, blank)


def number_cell(
    *headers: str, optional: bool = False, blank: bool = True, at_least: float | None = None
) -> Cell:
    """Return a finite number; currency, percent, thousands and parentheses are understood."""
    return Cell("number", headers, optional, blank, at_least)


def duration_cell(*headers: str, optional: bool = False, blank: bool = True) -> Cell:
    """Seconds."""
    return Cell("duration", headers, optional, blank)


def flag_cell(*headers: str, optional: bool = False, blank: bool = True) -> Cell:
    """Yes or no."""
    return Cell("flag", headers, optional, blank)
