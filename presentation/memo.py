"""Pictures, tables and words are made once for the same arguments, then shown again as they are.

Making a figure costs ten times what sending it costs, for every part is checked. What is remembered
is what the same arguments gave before, so it cannot be out of date; nobody may change it.
"""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import ParamSpec, TypeVar

import pandas as pd

from signpost.memo_table import MemoTable

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")
MOST = 96
"""Results kept per function; the one asked for longest ago goes first."""
_PLAIN = (str, int, float, date, type(None))
_memos: list[MemoTable] = []


def _new_memo() -> MemoTable:
    _memos.append(MemoTable(MOST))
    return _memos[-1]


def forget_all() -> None:
    """Drop all that is remembered: what an erased version showed must not live on here."""
    for memo in _memos:
        memo.forget()


def memoised_by_content(make: Callable[P, T]) -> Callable[P, T]:
    """Return the function with its results memoised by the pickled content of its arguments."""
    memo = _new_memo()

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
    memo = _new_memo()

    @functools.wraps(make)
    def found(*args: P.args, **kwargs: P.kwargs) -> T:
        given = (args, tuple(kwargs.items()))
        # what was given stays, so that its identity is nobody else's
        return memo.get_or_make(_identity(given), lambda: (make(*args, **kwargs), given))[0]

    return found


def memoised_by_object(make: Callable[[S], T]) -> Callable[[S], T]:
    """Return a function of one object with its results memoised by that very object.

    For tables that are made once: to compare their content takes longer than all else.
    """
    memo = _new_memo()

    @functools.wraps(make)
    def found(one: S) -> T:
        return memo.get_or_make(id(one), lambda: (make(one), one))[0]

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
