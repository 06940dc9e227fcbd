"""Pinned version of a data folder, held open whatever is published meanwhile.

A recorded one keeps the statements put to it with their values: what a figure was asked with.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import pandas as pd

from signpost.warehouse.connection import Params, Reader
from signpost.warehouse.errors import WarehouseError
from signpost.warehouse.store import Warehouse
from signpost.warehouse.versions import DataVersion

T = TypeVar("T")


class GoneError(WarehouseError):
    """A version is no longer on disk: erased, or followed by enough newer ones."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Version {number} of the data is no longer kept.", "Open the page again.")


class PinnedWarehouse(Warehouse):
    """Warehouse whose newest version is always this one. For reading; write to the original.

    Raises GoneError if the version is not there, UnreadableError if its file is damaged.
    """

    def __init__(self, whole: Warehouse, number: int) -> None:
        super().__init__(whole.root, memory_limit=whole.memory_limit)
        self.number = number
        self._reader = self._opened() if number else self.empty_reader()

    def version(self) -> int:
        """Return the number of the pinned version."""
        return self.number

    def versions(self) -> list[DataVersion]:
        """Return the versions up to the pinned one, oldest first."""
        return [version for version in super().versions() if version.number <= self.number]

    def read(self) -> Reader:
        """Return a reader of the pinned version."""
        return self._reader

    def _opened(self) -> Reader:
        path = dict(self.versions()).get(self.number)
        if path is None:
            raise GoneError(self.number)
        try:
            return self.at(DataVersion(self.number, path))
        except FileNotFoundError as error:
            raise GoneError(self.number) from error


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
