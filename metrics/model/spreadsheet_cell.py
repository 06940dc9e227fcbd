"""Text for a cell that a spreadsheet shows and does not run."""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = tuple(
    "=+-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
_UNSEEN: Final = re.compile(
    "^[\\s\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+"
)
"""What a reader does not see, and a program may drop, before the first sign."""
_NUMBER: Final = re.compile(r"[-+]?\d[\d.,]*\s?%?")


def inert_cell(value: object) -> object:
    """Return a value fit for a spreadsheet cell: text that would run as a formula gets a leading '.

    Numbers stay numbers, and so does text that is nothing but a number.
    """
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "")
    start = _UNSEEN.sub("", text)
    runs = start.startswith(_FORMULA) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if runs and not _NUMBER.fullmatch(start) else text
