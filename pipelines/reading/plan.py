"""The words of the reading plan: readings of columns, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping

from signpost.pipelines.model.column_reading import Certainty, ColumnReading

__all__ = ["Certainty", "ColumnReading", "Replies"]

Replies = Mapping[str, str]
"""Key of a question -> what was answered."""
