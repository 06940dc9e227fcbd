"""Results that all sessions share: worked out once, kept while their version is there.

Streamlit's own cache takes half a millisecond to find what it has, and copies tables by writing and
reading them; a page asks twenty times. What is shared here is frozen, or a table that pandas copies
when somebody changes it.
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar, cast

import pandas as pd

T = TypeVar("T")
Key = tuple[Hashable, ...]
ABSENT: Any = object()
_tables: weakref.WeakSet[MemoTable] = weakref.WeakSet()


def forget_version(root: str, version: int) -> None:
    """Drop everything that came from a version; an erased one must not live on here."""
    for table in list(_tables):
        table.forget(root, version)


def _own(value: Any) -> Any:
    """Return what a caller may keep: of a table a copy, which costs nothing until it is changed."""
    return value.copy(deep=False) if isinstance(value, pd.DataFrame) else value


class MemoTable:
    """Results of one function of a data folder and its version, the `most` asked for last.

    A key begins with the folder and the version.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._made: OrderedDict[Key, Any] = OrderedDict()
        self._turns: dict[Key, threading.RLock] = {}
        self._lock = threading.Lock()
        _tables.add(self)

    def get(self, key: Key) -> Any:
        """Return what is known, else ABSENT."""
        with self._lock:
            if key not in self._made:
                return ABSENT
            self._made.move_to_end(key)
            value = self._made[key]
        return _own(value)

    def get_or_make(
        self,
        key: Key,
        make: Callable[[], T],
        announced: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> T:
        """Return what is known, else make it; what raises is tried again by who asks next.

        Who asks for what another thread is making waits for it; `announced` is entered meanwhile.
        """
        value = self.get(key)
        if value is ABSENT:
            with self._turn(key), announced():
                value = self.get(key)
                if value is ABSENT:
                    made = make()
                    self._put(key, made)
                    value = _own(made)
        return cast("T", value)

    def forget(self, root: str, version: int) -> None:
        """Drop what came from one version."""
        with self._lock:
            for key in [key for key in self._made if key[:2] == (root, version)]:
                del self._made[key]

    def _turn(self, key: Key) -> threading.RLock:
        """Return the lock under which one key is worked out."""
        with self._lock:
            return self._turns.setdefault(key, threading.RLock())

    def _put(self, key: Key, value: object) -> None:
        with self._lock:
            self._made[key] = value
            self._turns.pop(key, None)
            while len(self._made) > self.most:
                self._made.popitem(last=False)
