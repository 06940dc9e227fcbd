"""Texts whose cells stand in a frame: quoted lines, boxes of | and -, columns below a ruler."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

_RULE = re.compile(r"[\s|:+=-]*-{3,}[\s|:+=-]*")
_FRAMED = re.compile(rf"\s*\|.*\|\s*|{_RULE.pattern}")
_RULER = re.compile(r"-+(?: +-+)+\s*")
"""The line below the names in the output of a terminal: its gaps part the columns."""


@dataclass(frozen=True)
class TextFrame:
    """Frame around a table of text: its name in words, and the function that takes it off."""

    note: str
    plain: Callable[[str], str]


def frame_of(head: str) -> TextFrame | None:
    """Return the frame that the first lines of a text stand in, None where there is none."""
    lines = [line for line in head.split("\n")[:20] if line.strip()]
    if len(lines) > 2 and all(_FRAMED.fullmatch(line) for line in lines):
        return TextFrame("Its cells stand in a frame of | and -.", _without_box)
    if len(lines) > 2 and _RULER.fullmatch(lines[1]):
        return TextFrame(
            "Its columns stand below each other, parted by blanks.",
            lambda text: _cut_at(text, lines[1]),
        )
    quoted = [line for line in lines if line.startswith('"') and line.rstrip().endswith('"')]
    rows = [row for row in csv.reader(quoted) if len(row) == 1]
    marks = max((min(row[0].count(m) for row in rows) for m in ",;\t|"), default=0) if rows else 0
    if rows and len(rows) == len(lines) and marks:
        return TextFrame("Each line was one quoted cell: it was taken apart once more.", _unquoted)
    return None


def _unquoted(text: str) -> str:
    return "".join(f"{row[0]}\n" for row in csv.reader(text.split("\n")) if row)


def _without_box(text: str) -> str:
    kept = (
        "" if _RULE.fullmatch(line) else line.strip().removeprefix("|").removesuffix("|")
        for line in text.split("\n")
    )
    return "".join(f"{line}\n" for line in kept)


def _cut_at(text: str, ruler: str) -> str:
    """Return the columns that begin where the runs of the ruler do; other lines as one cell."""
    starts = [found.start() for found in re.finditer(r"-+", ruler)]
    cuts = list(zip(starts, [*starts[1:], None], strict=True))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for line in text.split("\n"):
        if _RULER.fullmatch(line) or not line.strip():
            out.write("\n")
        elif line[starts[1] :].strip() and line[starts[1] - 1 : starts[1]] == " ":
            writer.writerow([line[begin:end].strip() for begin, end in cuts])
        else:
            writer.writerow([line.strip()])
    return out.getvalue()
