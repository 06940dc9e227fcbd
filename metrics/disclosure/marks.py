"""Marks of what single people contributed: how many contribute something else than before.

Sixteen bits of a hash, which thousands of people and contributions share: none stands for a person.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

_MARKS = 1 << 16


def person_marks(who: pd.Series, contribution: pd.Series) -> list[int]:
    """Return a mark of what each person contributed, in order; `contribution` are texts."""
    texts = (who.astype(str) + "|" + contribution.astype(str)).to_numpy(dtype=object)
    whole = pd.Series(texts, index=who.to_numpy()).groupby(level=0).agg("|".join)
    hashed = pd.util.hash_pandas_object(whole, index=False).to_numpy(np.uint64)
    return sorted(int(mark) for mark in hashed % np.uint64(_MARKS))


def changed_people(then: Counter[int], now: Counter[int]) -> int:
    """Return how many people's marks are others at least: one who changed has two of them."""
    return max((then - now).total(), (now - then).total())
