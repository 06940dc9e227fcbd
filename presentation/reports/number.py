"""One number of a report: its words, what explains it, the bare figures behind it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """A number as people read it, and as a machine does."""

    key: str
    label: str
    value: str
    under: str
    explained: str
    """A few sentences: what it counts, over which window, from what."""
    point: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
