"""Chart data: what figures, tables and reports draw; nothing here needs the drawing library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from signpost.presentation.theme import Mark

MAX_REACH_WIDTHS = 2.5
"""An interval longer than this many times the middle one, and than the points lie apart, is cut,
and says so with an arrow."""


@dataclass(frozen=True)
class ForestRow:
    """One line of a forest; low <= point <= high in the KPI's unit."""

    label: str
    point: float
    low: float
    high: float
    mark: Mark
    note: str = ""
    key: str = ""
    """The group's id, where the row is a group."""
    adoption: float | None = None
    """Latest share of licensed members who are active."""
    value_text: str = ""
    """How the point is written at the right; empty: as a number."""


@dataclass(frozen=True)
class Axis:
    """Title, unit and good direction of the horizontal axis."""

    title: str
    better: str = ""
    """'higher', 'lower' or ''."""
    worthwhile: float | None = None
    currency: str = ""


def axis_span(rows: Sequence[ForestRow]) -> tuple[float, float]:
    """Return (left, right) with every point and zero inside, and no interval beyond reach."""
    widths = sorted(row.high - row.low for row in rows if math.isfinite(row.high - row.low))
    middle = widths[len(widths) // 2] if widths else max(abs(row.point) for row in rows) or 1.0
    points = [0.0, *(row.point for row in rows)]
    reach = max(MAX_REACH_WIDTHS * middle, max(points) - min(points))
    left = min(0.0, *(max(row.low, row.point - reach) for row in rows))
    right = max(0.0, *(min(row.high, row.point + reach) for row in rows))
    room = 0.04 * (right - left or 1.0)
    return left - room, right + room


@dataclass(frozen=True)
class HeatmapGrid:
    """Numbers in rows and columns; None where the cell is withheld."""

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[Sequence[float | None]]


@dataclass(frozen=True)
class Series:
    """One line: x are ISO days or labels in time order; NaN leaves a gap."""

    label: str
    x: Sequence[str]
    y: Sequence[float]
    low: Sequence[float] | None = None
    high: Sequence[float] | None = None


@dataclass(frozen=True)
class TrendMark:
    """A vertical line with a word: a start, a break of definition."""

    at: str
    word: str


@dataclass(frozen=True)
class Node:
    """One group: its position, 0 to 1, and its role."""

    label: str
    x: float
    y: float
    mark: Mark
    description: str
    """What stands in its hover, beside its name."""


@dataclass(frozen=True)
class Tie:
    """Strength of the tie between two nodes, given by their numbers."""

    first: int
    second: int
    strength: float


@dataclass(frozen=True)
class Step:
    """One amount that adds (positive) or takes away (negative), in the currency."""

    label: str
    amount: float
    text: str
    """The amount in words."""


def waterfall_span(steps: Sequence[Step]) -> tuple[float, float]:
    """Return the lowest and highest level of the bars, zero included."""
    levels, level = [0.0], 0.0
    for step in steps:
        level += step.amount
        levels.append(level)
    return min(levels), max(levels)
