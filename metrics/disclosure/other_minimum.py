"""Figures that were shown under a smaller minimum, as they may be shown under a larger one.

Two publications of the same people under two minimums cut parts out of each other. So what is shown
under the larger one are sums of what was shown before, whatever is counted now: a function of what
readers have, each cell of which is made up of whole cells that are large enough.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from signpost.metrics.disclosure.blocks import joined_labels
from signpost.metrics.disclosure.cells import OUT, Booleans

MINIMUM = "minimum"
"""The column with the minimum under which a row was shown."""
_CELL = ["period", "metric", "cell"]


def is_under_smaller(rows: pd.DataFrame, minimum: int) -> Booleans:
    """Return (rows,) whether a row was shown under a smaller minimum than this one."""
    return np.asarray(rows[MINIMUM].to_numpy() < minimum)


def coarsened_rows(shown: pd.DataFrame, fresh: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Return the rows that were shown, cells added up until each is made up of `fresh` cells too.

    Both have metric, group, period, cell, pooled and figures, which are the same in each row of a
    cell. Where the fresh ones have no cell for a group, it is in no table. Numbers of cells that
    were not there before begin above all there are.
    """
    found, last = [], max(shown["cell"].max(), fresh["cell"].max(), 0)
    new = dict(iter(fresh.groupby(["period", "metric"])))
    for key, own in shown.groupby(["period", "metric"]):
        coarse = _coarsened(own, new.get(key, fresh.iloc[:0]), last + 1)
        last = max(last, coarse["cell"].max())
        found.append(coarse)
    return pd.concat(found).assign(minimum=minimum).sort_index()


def _coarsened(own: pd.DataFrame, new: pd.DataFrame, first: int) -> pd.DataFrame:
    """Return the rows of one metric and period; new cells are numbered from `first` on."""
    inside = own[own["cell"] != OUT]
    then = dict(zip(inside["group"], inside["cell"].map("{:.0f}".format), strict=True))
    now = dict(zip(new["group"], new["cell"].map("{:.0f}".format), strict=True))
    joined = own["group"].map(joined_labels(then, now)).fillna("")
    safe = set(inside["group"]) & set(new.loc[new["cell"] != OUT, "group"])
    is_out = (~own["group"].isin(safe)).groupby(joined).transform("any")
    cells = own.groupby(joined)["cell"]
    many = (cells.transform("nunique") > 1).to_numpy() & ~is_out.to_numpy()
    figures = [
        str(name) for name, kind in own.dtypes.items() if kind.kind == "f" and name != "cell"
    ]
    once = inside.drop_duplicates("cell")
    sums = once.groupby(joined.loc[once.index])[figures].sum()
    coarse = own.copy()
    coarse.loc[many, figures] = sums.reindex(joined[many]).to_numpy()
    coarse.loc[many, "pooled"] = True
    coarse.loc[many, "cell"] = first + pd.factorize(joined[many])[0]
    coarse.loc[is_out.to_numpy(), "cell"] = OUT
    return coarse
