"""SQL files: several named statements in one file, and values filled into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

_HOME = Path(__file__).parents[1]
_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


@cache
def statements(file: str) -> dict[str, str]:
    """Return name -> SQL of one .sql file below `metrics/`; a KeyError is a mistake of ours."""
    text = (_HOME / file).read_text(encoding="utf-8")
    parts = _NAME.split(text)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def day_rows(rows: Iterable[Sequence[date | int]]) -> str:
    """Return rows of days and whole numbers as `values ...`, to stand for {days} in a statement.

    Only dates and integers of our own making, never text, so there is nothing to escape.
    """
    return "values " + ", ".join(f"({', '.join(map(_literal, row))})" for row in rows)


def _literal(value: date | int) -> str:
    return f"date '{value.isoformat()}'" if isinstance(value, date) else str(int(value))


_PIECES = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|\?|\$[a-zA-Z_]\w*")


def with_values(sql: str, params: Sequence[object] | Mapping[str, object]) -> str:
    """Return a statement with its values in place of `?` and `$name`, to be run as it stands."""
    waiting = iter(()) if isinstance(params, Mapping) else iter(params)

    def filled(found: re.Match[str]) -> str:
        piece = found[0]
        if piece == "?":
            return sql_literal(next(waiting))
        if piece.startswith("$") and isinstance(params, Mapping) and piece[1:] in params:
            return sql_literal(params[piece[1:]])
        return piece

    return _PIECES.sub(filled, sql)


def sql_literal(value: object) -> str:
    """Return a value as it is written in SQL; text is quoted."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return f"timestamp '{value.isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(sql_literal, value))}]"
    return "'" + str(value).replace("'", "''") + "'"
