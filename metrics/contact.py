"""Who works with whom, group by group, as shares of a group's own interactions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from metrics.evidence import Floats
from metrics.statements import statements
from warehouse import Reader

SQL = statements("panel.sql")
TIME = ("minutes", "hours")


def contact_shares(reader: Reader, groups: Sequence[str], before: date) -> Floats | None:
    """(G, G) share of the row group's interactions that are with the column group, itself included.

    From windows that ended before a day; None where there are none. Both directions count, and
    each kind of interaction (message, meeting, ...) counts the same, so that a flood of messages
    does not drown the meetings. A group without any interaction has a row of NaN.
    """
    rows = reader.frame(SQL["contacts"], [before])
    kinds = [k for k in rows["kind"].unique() if not str(k).endswith(TIME)] or list(
        rows["kind"].unique()
    )
    shares = [_shares(matrix(rows[rows["kind"] == kind], groups)) for kind in kinds]
    known = [share for share in shares if np.isfinite(share).any()]
    if not known:
        return None
    stack = np.stack(known)
    count = np.isfinite(stack).sum(axis=0)
    total = np.where(np.isfinite(stack), stack, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def matrix(rows: pd.DataFrame, groups: Sequence[str]) -> Floats:
    """(G, G) times from row to column group; groups not named are left out."""
    place = {group: i for i, group in enumerate(groups)}
    kept = rows[rows["from_group"].isin(place) & rows["to_group"].isin(place)]
    found = np.zeros((len(groups), len(groups)))
    where = (kept["from_group"].map(place).to_numpy(int), kept["to_group"].map(place).to_numpy(int))
    np.add.at(found, where, kept["times"].to_numpy(float))
    return found


def _shares(directed: Floats) -> Floats:
    both = directed + directed.T
    total = both.sum(axis=1, keepdims=True)
    return np.divide(both, total, out=np.full_like(both, np.nan), where=total > 0)
