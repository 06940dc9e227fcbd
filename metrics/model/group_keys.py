"""Group keys: the id of a group's name."""

from __future__ import annotations

from collections.abc import Mapping


def group_key(name: str, spellings: Mapping[str, str]) -> str:
    """Return the group_id of a name: trimmed, spaces collapsed, case-folded, spelling decided."""
    key = " ".join(name.split()).casefold()
    return spellings.get(key, key)
