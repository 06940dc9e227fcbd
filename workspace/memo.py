"""Results that all sessions share: worked out once, kept while their version is there.

Streamlit's own cache takes half a millisecond to find what it has, and copies tables by writing and
reading them; a page asks twenty times. What is shared here is frozen, or a table that pandas copies
when somebody changes it.
"""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd

P = ParamSpec("P")
T = TypeVar("T")
Announce = Callable[[str], AbstractContextManager[object]]
_all: list[MemoTable] = []
_announcers: list[Announce] = []


def announce_with(show: Announce) -> None:
    """Have `show(saying)` tell a reader what is being worked out; without one nothing is shown."""
    _announcers[:] = [show]


def _announce(saying: str) -> AbstractContextManager[object]:
    return _announcers[0](saying) if saying and _announcers else nullcontext()


def memoised(most: int, saying: str = "") -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what a function of data folder, version and ids gave, the `most` asked for last.

    Who asks for what another session is working out waits for it; `saying` is shown meanwhile.
    """

    def kept(work: Callable[P, T]) -> Callable[P, T]:
        shelf = MemoTable(most)
        _all.append(shelf)

        @functools.wraps(work)
        def found(*args: P.args, **kwargs: P.kwargs) -> T:
            key = (*args, *sorted(kwargs.items()))
            known = shelf.get(key)
            if known is MemoTable.ABSENT:
                with shelf.turn(key), _announce(saying):
                    known = shelf.get(key)
                    if known is MemoTable.ABSENT:
                        known = work(*args, **kwargs)
                        shelf.put(key, known)
            return cast("T", known.copy(deep=False) if isinstance(known, pd.DataFrame) else known)

        return found

    return kept


def forget_version(root: str, version: int) -> None:
    """Drop everything that came from a version; an erased one must not live on here."""
    for shelf in _all:
        shelf.forget(root, version)


class MemoTable:
    """The results of one function."""

    ABSENT: Any = object()

    def __init__(self, most: int) -> None:
        self.most = most
        self._made: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()
        self._turns: dict[tuple[Hashable, ...], threading.RLock] = {}
        self._lock = threading.Lock()

    def get(self, key: tuple[Hashable, ...]) -> Any:
        """Return what is there, else ABSENT."""
        with self._lock:
            if key not in self._made:
                return self.ABSENT
            self._made.move_to_end(key)
            return self._made[key]

    def turn(self, key: tuple[Hashable, ...]) -> threading.RLock:
        """Return the lock under which one key is worked out."""
        with self._lock:
            return self._turns.setdefault(key, threading.RLock())

    def put(self, key: tuple[Hashable, ...], result: object) -> None:
        """Keep a result; the one asked for longest ago goes."""
        with self._lock:
            self._made[key] = result
            self._turns.pop(key, None)
            while len(self._made) > self.most:
                self._made.popitem(last=False)

    def forget(self, root: str, version: int) -> None:
        """Drop what came from one version."""
        with self._lock:
            for key in [key for key in self._made if key[:2] == (root, version)]:
                del self._made[key]
