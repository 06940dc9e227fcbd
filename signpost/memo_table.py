"""Table of what was made before, shared by the threads of one process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar, cast

T = TypeVar("T")
ABSENT: Any = object()


class MemoTable:
    """Values by their keys, the `most` asked for last; each is made by one thread at a time.

    `own` makes of a value what a caller may keep: of one that can be changed, a copy.
    """

    def __init__(self, most: int, own: Callable[[Any], Any] = lambda value: value) -> None:
        self.most, self._own = most, own
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._turns: dict[Hashable, threading.RLock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """Return what is known, else ABSENT."""
        with self._lock:
            if key not in self._made:
                return ABSENT
            self._made.move_to_end(key)
            value = self._made[key]
        return self._own(value)

    def get_or_make(
        self,
        key: Hashable,
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
                    value = self._own(made)
        return cast("T", value)

    def forget(self, is_gone: Callable[[Any], bool] = lambda _: True) -> None:
        """Drop the values of these keys, of all unless told."""
        with self._lock:
            for key in filter(is_gone, list(self._made)):
                del self._made[key]

    def _turn(self, key: Hashable) -> threading.RLock:
        """Return the lock under which one key is worked out."""
        with self._lock:
            return self._turns.setdefault(key, threading.RLock())

    def _put(self, key: Hashable, value: object) -> None:
        with self._lock:
            self._made[key] = value
            self._turns.pop(key, None)
            while len(self._made) > self.most:
                self._made.popitem(last=False)
