"""Number of a report: its words, explanation and bare figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """A number in words and as bare figures."""

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
