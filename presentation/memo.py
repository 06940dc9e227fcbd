"""Pictures, tables and words are made once for the same arguments, then shown again as they are.

Making a figure costs ten times what sending it costs, for every part is checked. What is remembered
is what the same arguments gave before, so it cannot be out of date; nobody may change it.
"""

from __future__ import annotations

import functools
import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import Any, ParamSpec, TypeVar

import pandas as pd

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")
MOST = 96
"""Results kept per function; the one asked for longest ago goes first."""
_PLAIN = (str, int, float, date, type(None))
_memos: list[_Memo] = []


class _Memo:
    """Results of one function by a key; each with what must live as long as its key."""

    def __init__(self) -> None:
        self._made: OrderedDict[Hashable, tuple[Any, Any]] = OrderedDict()
        self._lock = threading.Lock()
        _memos.append(self)

    def get_or_make(self, key: Hashable, make: Callable[[], T], beside: object = None) -> T:
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                known: T = self._made[key][0]
                return known
        result = make()
        with self._lock:
            self._made[key] = (result, beside)
            while len(self._made) > MOST:
                self._made.popitem(last=False)
        return result

    def forget(self) -> None:
        with self._lock:
            self._made.clear()


def forget_all() -> None:
    """Drop all that is remembered: what an erased version showed must not live on here."""
    for memo in _memos:
        memo.forget()


def memoised_by_content(make: Callable[P, T]) -> Callable[P, T]:
    """Return the function with its results memoised by the pickled content of its arguments."""
    memo = _Memo()

    @functools.wraps(make)
    def found(*args: P.args, **kwargs: P.kwargs) -> T:
        key = pickle.dumps((args, sorted(kwargs.items())))
        return memo.get_or_make(key, lambda: make(*args, **kwargs))

    return found


def memoised_by_identity(make: Callable[P, T]) -> Callable[P, T]:
    """Return the function with its results memoised by the very objects it was given.

    For results, which every rerun is given anew as they are: no content is looked at but that of
    texts, numbers and tables. What one reader may see is another object than what another may.
    """
    memo = _Memo()

    @functools.wraps(make)
    def found(*args: P.args, **kwargs: P.kwargs) -> T:
        given = (args, tuple(kwargs.items()))
        return memo.get_or_make(_identity(given), lambda: make(*args, **kwargs), beside=given)

    return found


def memoised_by_object(make: Callable[[S], T]) -> Callable[[S], T]:
    """Return a function of one object with its results memoised by that very object.

    For tables that are made once: to compare their content takes longer than all else.
    """
    memo = _Memo()

    @functools.wraps(make)
    def found(one: S) -> T:
        return memo.get_or_make(id(one), lambda: make(one), beside=one)

    return found


def _identity(value: object) -> Hashable:
    """Return what tells a value from every other one that lives."""
    if isinstance(value, _PLAIN):
        return type(value), value
    if isinstance(value, (tuple, list)):
        return tuple(map(_identity, value))
    if isinstance(value, Mapping):
        return tuple((key, _identity(one)) for key, one in value.items())
    if isinstance(value, pd.DataFrame):  # results hand out a copy each time
        return pickle.dumps(value)
    return id(value)
