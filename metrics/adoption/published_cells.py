"""Published cells: base cells of all metrics of a platform, as they are shown at a version.

All metrics of a window are published together: a figure that two of them share must not be the old
one in one and the corrected one in the other.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from signpost.metrics.adoption.base_cells import OPEN_PEOPLE, RATIO_RANGES, SUMS, base_cells
from signpost.metrics.adoption.population_cells import CellRequest, disclosure_key
from signpost.metrics.disclosure.other_minimum import coarsened_rows, is_under_smaller
from signpost.metrics.disclosure.publication import (
    IS_BEHIND,
    OUTDATED,
    WAITS,
    FigureKind,
    published_rows,
    rows_at,
)
from signpost.metrics.model.adoption_metrics import CATALOGUE, AdoptionMetric
from signpost.metrics.model.calendar import from_label
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Refusal, Window
from signpost.warehouse import Reader
from signpost.warehouse.maintenance.publications import update_publication


def _kind(card: AdoptionMetric) -> FigureKind:
    if card.id in {"licensed", *OPEN_PEOPLE}:
        return "open"
    return "share" if card.share and card.id not in SUMS else "sum"


KINDS = {card.id: _kind(card) for card in CATALOGUE}


def published_cells(
    root: Path,
    reader: Reader,
    programme: Programme,
    card: AdoptionMetric,
    platform: str,
    window: Window,
) -> pd.DataFrame | Refusal:
    """Return the cells of a metric as `base_cells` does, a correction about few people left out.

    `is_behind` says that there is one; `waits` in which periods and `outdated` of which rows, which
    is never shown. `root` is the data folder.
    """

    def cells(card: AdoptionMetric, window: Window) -> pd.DataFrame | Refusal:
        key = ("base cells", platform, window, card.id, *disclosure_key(programme))
        request = CellRequest(reader, programme, card, platform, window, published_weeks)
        return reader.once(key, lambda: base_cells(request))

    def published_weeks(card: AdoptionMetric) -> pd.DataFrame | Refusal:
        return published_cells(root, reader, programme, card, platform, "week")

    own = cells(card, window)
    if isinstance(own, Refusal):
        return own
    key = ("published", platform, window, *disclosure_key(programme))
    raw = partial(_all_cells, lambda card: cells(card, window), window)
    rows = reader.once(key, lambda: _published(root, reader, programme, (platform, window), raw))
    none = dict.fromkeys((WAITS, IS_BEHIND, OUTDATED), False)
    return rows[card.id] if card.id in rows else own.iloc[:0].assign(**none)


def _published(
    root: Path,
    reader: Reader,
    programme: Programme,
    asked: tuple[str, Window],
    raw: Callable[[], pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    """Return metric -> cells that are shown at the reader's version, periods as they were asked."""
    minimum, version = programme.minimum_group_size, reader.version

    def work(before: pd.DataFrame | None) -> pd.DataFrame:
        return published_rows(before, raw(), version=version, minimum=minimum, kinds=KINDS)

    every = update_publication(root, " ".join(asked), version, work)
    rows = rows_at(every, version)
    if is_under_smaller(rows, minimum).any():
        rows = coarsened_rows(rows, raw(), minimum)
    rows[IS_BEHIND] = bool(rows[WAITS].any())
    periods = {label: from_label(label) for label in rows["period"].unique()}
    rows["period"] = np.array([periods[label] for label in rows["period"]], dtype=object)
    return {
        str(metric): part.drop(columns="metric").reset_index(drop=True)
        for metric, part in rows.groupby("metric")
    }


def _all_cells(
    cells: Callable[[AdoptionMetric], pd.DataFrame | Refusal], window: Window
) -> pd.DataFrame:
    """Return the cells of every metric there is of a window; periods are labels."""
    parts = []
    for card in CATALOGUE:
        found = cells(card) if window in card.windows else None
        if found is None or isinstance(found, Refusal):
            continue
        labels = np.array([period.label for period in found["period"]], dtype=object)
        parts.append(found.assign(metric=card.id, period=labels))
    columns = ["metric", "group", "period", "cell", "pooled", *RATIO_RANGES]
    every: pd.DataFrame = pd.concat(parts, ignore_index=True)
    every["group"] = every["group"].astype(object)
    return every[columns].astype({"metric": object, "cell": np.int64, "pooled": bool})
