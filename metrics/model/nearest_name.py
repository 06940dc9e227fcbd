"""The known name that an unknown one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_NEAR = 70.0
"""Similarity (0-100) from which a known name is offered."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name or key that `name` was probably meant to be; None if none is near."""
    found = process.extractOne(name, sorted(known), scorer=fuzz.WRatio, score_cutoff=_NEAR)
    return None if found is None else found[0]
