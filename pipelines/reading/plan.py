"""The words of the reading plan: readings of columns, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from signpost.pipelines.model.column_reading import Certainty, ColumnReading

__all__ = ["Certainty", "ColumnReading", "PeriodReading", "Replies"]

Replies = Mapping[str, str]
"""Key of a question -> what was answered."""


@dataclass(frozen=True)
class PeriodReading:
    """The span of each label that has one, and how that was decided."""

    spans: dict[str, tuple[date, date]]
    reading: str = ""
    certainty: Certainty = "certain"
    notes: tuple[str, ...] = field(default=())
