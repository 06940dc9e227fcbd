"""Published totals: counts of everybody by part, as they are shown at a version."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from signpost.metrics.disclosure.publication import rows_at
from signpost.metrics.disclosure.whole_counts import published_counts
from signpost.warehouse import Reader
from signpost.warehouse.maintenance.publications import update_publication


def long_parts(wide: pd.DataFrame, part: str = "part", number: str = "number") -> pd.DataFrame:
    """Return period, part, number of a frame of parts by period (its index), in time order."""
    long = wide.rename_axis("period").reset_index().melt("period", var_name=part, value_name=number)
    return long.sort_values("period", kind="stable", ignore_index=True)


def published_totals(
    root: Path, reader: Reader, name: str, fresh: pd.DataFrame, minimum: int
) -> pd.DataFrame:
    """Return period, part, number as they are shown; `fresh` has what is counted now.

    `name` is that of the table. `root` is the data folder.
    """
    rows = fresh.astype({"period": object, "part": object, "number": float})
    version = reader.version

    def work(before: pd.DataFrame | None) -> pd.DataFrame:
        return published_counts(before, rows, version=version, minimum=minimum)

    return rows_at(update_publication(root, name, version, work), version)
