"""Logs for machines: one JSON object a line, and nothing in it that names a person."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

_WORD: Final = re.compile(r"[^\s<>\"'|]+")
_MAIL: Final = re.compile(r"[^@]@[^@]")
_ADDRESS: Final = re.compile(
    r"\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b|\[?(?:[0-9a-f]{0,4}:){3,}[0-9a-f]{0,4}\]?"
)
_QUERY: Final = re.compile(r"\?\S+")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_UNCLOSED: Final = re.compile(r"['\"].*$", re.DOTALL)
_LONGEST: Final = 500
_READ: Final = 4 * _LONGEST
"""Characters that the patterns see: their work must not grow with what a stranger sends."""


def escape_for_log(message: str) -> str:
    """Return the text without mail and network addresses, query strings and quoted text."""
    is_cut = len(message) > _READ
    message = _WORD.sub(_without_mail, _start(message) if is_cut else message)
    for pattern, word in ((_QUERY, "?[query]"), (_ADDRESS, "[address]"), (_QUOTED, "[text]")):
        message = pattern.sub(word, message)
    if is_cut:
        message = _UNCLOSED.sub("[text]", message)
    return message[:_LONGEST]


def _start(message: str) -> str:
    """Return the whole words at the start: half a word could be half a name."""
    words = message[:_READ].rsplit(None, 1)
    return words[0] if len(words) > 1 else "[long]"


def _without_mail(word: re.Match[str]) -> str:
    return "[mail]" if _MAIL.search(word[0]) else word[0]


class JsonLines(logging.Formatter):
    """Time, level, where, what; of a fault its kind and places, never its message.

    A fault's message often quotes the cell it stumbled over, and cells name people.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write one record as one line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "where": record.name,
            "what": escape_for_log(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = fault_of(record.exc_info[1])
        return json.dumps(line)


def fault_of(fault: BaseException) -> dict[str, object]:
    """Describe a fault by kind and places: file, line and function, the outermost first."""
    places = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(fault.__traceback__)
    ]
    found: dict[str, object] = {"kind": type(fault).__qualname__, "places": places}
    if fault.__cause__ is not None:
        found["cause"] = fault_of(fault.__cause__)
    return found


def configure(environment: Mapping[str, str], stream: TextIO | None = None) -> None:
    """Write JSON lines to a stream (stdout) where SIGNPOST_LOG is 'json'; else change nothing."""
    if environment.get("SIGNPOST_LOG") != "json":
        return
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in list(logging.root.manager.loggerDict):
        one = logging.getLogger(name)
        one.handlers.clear()
        one.propagate = True
