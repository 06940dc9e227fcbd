"""Results that all sessions share: worked out once, kept while their version is there.

Streamlit's own cache takes half a millisecond to find what it has, and copies tables by writing and
reading them; a page asks twenty times. What is shared here is frozen, or a table that pandas copies
when somebody changes it.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar, cast

import pandas as pd

from signpost.memo_table import MemoTable

T = TypeVar("T")
Key = tuple[Hashable, ...]
_tables: weakref.WeakSet[VersionMemo] = weakref.WeakSet()


def forget_version(root: str, version: int) -> None:
    """Drop everything that came from a version; an erased one must not live on here."""
    for table in list(_tables):
        table.forget(root, version)


def _own(value: Any) -> Any:
    """Return what a caller may keep: of a table a copy, which costs nothing until it is changed."""
    return value.copy(deep=False) if isinstance(value, pd.DataFrame) else value


class VersionMemo:
    """Results of one function of a data folder and its version, the `most` asked for last.

    A key begins with the folder and the version.
    """

    def __init__(self, most: int) -> None:
        self._memo = MemoTable(most)
        _tables.add(self)

    def get(self, key: Key) -> Any:
        """Return what is known, else ABSENT."""
        return _own(self._memo.get(key))

    def get_or_make(
        self,
        key: Key,
        make: Callable[[], T],
        announced: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> T:
        """Return what is known, else make it, as MemoTable does."""
        return cast("T", _own(self._memo.get_or_make(key, make, announced)))

    def forget(self, root: str, version: int) -> None:
        """Drop what came from one version."""
        self._memo.forget(lambda key: key[:2] == (root, version))
