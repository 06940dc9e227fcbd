"""Marks of what single people contributed: how many contribute something else than before.

Sixteen bits of a hash, which thousands of people and contributions share: none stands for a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

_MARKS = 1 << 16


def person_marks(who: pd.Series, contribution: pd.Series) -> list[int]:
    """Return a mark of what each person contributed, in order; `contribution` are texts."""
    return [mark for _, mark in person_marks_by_group([], who, contribution)]


def person_marks_by_group(
    groups: Sequence[pd.Series], who: pd.Series, contribution: pd.Series
) -> list[tuple[tuple[str, ...], int]]:
    """Return the same group by group, with the group: texts, one of each series."""
    texts = (who.astype(str) + "|" + contribution.astype(str)).to_numpy(dtype=object)
    keys = [one.to_numpy() for one in (*groups, who)]
    whole = pd.Series(texts).groupby(keys).agg("|".join)
    hashed = pd.util.hash_pandas_object(whole, index=False).to_numpy(np.uint64)
    marks = (hashed % np.uint64(_MARKS)).tolist()
    of = [tuple(map(str, key[:-1])) for key in whole.index] if groups else [()] * len(marks)
    return sorted(zip(of, marks, strict=True))


def changed_people(then: Counter[int], now: Counter[int]) -> int:
    """Return how many people's marks are others at least: one who changed has two of them."""
    return max((then - now).total(), (now - then).total())
