"""What was answered about files with the same columns: asked once, then known."""

from __future__ import annotations

from collections.abc import Mapping

from signpost import clock
from signpost.pipelines.reading.plan import Replies
from signpost.warehouse.connection import Reader, Writer

_PASSING = frozenset(("year", "period", "level", "shift", "wins", "encoding"))
"""Questions whose answer belongs to one file only."""


def remembered_answers(reader: Reader) -> dict[str, dict[str, str]]:
    """Return every answer that was given before: header set -> key -> answer."""
    found: dict[str, dict[str, str]] = {}
    for headers, name, value in reader.rows("select header_set, name, value from answer"):
        found.setdefault(headers, {})[name] = value
    return found


def remember_answers(writer: Writer, headers: str, answers: Replies, who: str) -> None:
    """Store the answers for the next file with these columns."""
    now = clock.timestamp()
    for name, value in answers.items():
        if name not in _PASSING:
            writer.execute(
                "insert or replace into answer values (?, ?, ?, ?, ?)",
                [headers, name, value, who, now],
            )


def answers_for(
    remembered: Mapping[str, Mapping[str, str]], headers: str, given: Replies
) -> dict[str, str]:
    """Return what is known for a file: what was remembered, and over it what is said now."""
    return {**remembered.get(headers, {}), **given}
