"""Results that all sessions share: worked out once, kept while their version is there.

Streamlit's own cache takes half a millisecond to find what it has, and copies tables by writing and
reading them; a page asks twenty times. What is shared here is frozen, or a table that pandas copies
when somebody changes it.
"""

from __future__ import annotations

import weakref
from typing import Any

import pandas as pd

from signpost.memo_table import MemoTable

_tables: weakref.WeakSet[MemoTable] = weakref.WeakSet()


def forget_version(root: str, version: int) -> None:
    """Drop everything that came from a version; an erased one must not live on here."""
    for table in list(_tables):
        table.forget(lambda key: key[:2] == (root, version))


def _own(value: Any) -> Any:
    """Return what a caller may keep: of a table a copy, which costs nothing until it is changed."""
    return value.copy(deep=False) if isinstance(value, pd.DataFrame) else value


def version_memo(most: int) -> MemoTable:
    """Return a memo of one function of a data folder and its version.

    A key begins with the folder and the version.
    """
    table = MemoTable(most, _own)
    _tables.add(table)
    return table
