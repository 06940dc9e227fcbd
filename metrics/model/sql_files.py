"""SQL files: several named statements in one file, and days filled into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
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
