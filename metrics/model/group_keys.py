"""A group's name to its id, and the spellings somebody decided once."""

from __future__ import annotations

from collections.abc import Mapping

from signpost.warehouse import Reader

SPELLINGS = "select spelling, group_id from group_alias"


def group_key(name: str, spellings: Mapping[str, str]) -> str:
    """Return the group_id of a name: trimmed, spaces collapsed, case-folded, spelling decided."""
    key = " ".join(name.split()).casefold()
    return spellings.get(key, key)


def spellings(reader: Reader) -> dict[str, str]:
    """Return the spellings somebody decided once: spelling -> group_id."""
    return dict(reader.rows(SPELLINGS))
