"""Group spellings that somebody decided."""

from __future__ import annotations

from signpost.warehouse import Reader

SPELLINGS = "select spelling, group_id from group_alias"


def group_spellings(reader: Reader) -> dict[str, str]:
    """Return the decided spellings: spelling -> group_id."""
    return dict(reader.rows(SPELLINGS))
