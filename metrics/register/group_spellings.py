"""The spellings of group names that somebody decided once."""

from __future__ import annotations

from signpost.warehouse import Reader

SPELLINGS = "select spelling, group_id from group_alias"


def group_spellings(reader: Reader) -> dict[str, str]:
    """Return the spellings somebody decided once: spelling -> group_id."""
    return dict(reader.rows(SPELLINGS))
