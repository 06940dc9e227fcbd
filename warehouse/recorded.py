"""Reader that keeps the statements put to it with their values: what a figure was asked with."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import pandas as pd

from signpost.warehouse.connection import Params, Reader
from signpost.warehouse.pinned import PinnedWarehouse
from signpost.warehouse.store import Warehouse

T = TypeVar("T")


class RecordedReader(Reader):
    """Reads like another reader; `asked` has each statement and its values, in order."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader._snapshot)
        self.asked: list[tuple[str, Params]] = []

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """Return what `work` derives, worked out again: else its statements would not be seen."""
        del key
        return work()

    def frame(self, sql: str, params: Params = ()) -> pd.DataFrame:
        """Return the rows as a DataFrame."""
        self.asked.append((sql, params))
        return super().frame(sql, params)

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """Return the rows as tuples."""
        self.asked.append((sql, params))
        return super().rows(sql, params)


class RecordedWarehouse(PinnedWarehouse):
    """One version of a data folder whose reader keeps the statements put to it."""

    def __init__(self, whole: Warehouse, number: int) -> None:
        super().__init__(whole, number)
        self.recorded = RecordedReader(self._reader)

    def read(self) -> Reader:
        """Return the reader that keeps its statements."""
        return self.recorded
