"""Adoption per group and period as it may be shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from signpost.metrics.adoption.base_cells import FIGURES, base_cells
from signpost.metrics.adoption.publishable import labelled_table, publishable_table
from signpost.metrics.disclosure.cells import cell_table
from signpost.metrics.model.adoption_metrics import CATALOGUE, AdoptionMetric, metric_named
from signpost.metrics.model.findings import as_plain
from signpost.metrics.model.keys import platform_key
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import By, Panel, Refusal, Window
from signpost.metrics.panel.adoption_counts import adoption_counts, platforms_with_usage
from signpost.metrics.panel.group_hierarchy import hierarchy
from signpost.metrics.panel.membership import Grouping
from signpost.warehouse import Reader, Warehouse, WarehouseError

COLUMNS = [
    *("group", "period", "numerator", "denominator", "value", "withheld", "group_id"),
    *("coded", "denominator_coded"),
]


def metric_card(metric: str) -> AdoptionMetric:
    """Return one entry of the catalogue; WarehouseError names those that exist."""
    card = metric_named(metric)
    if card is None:
        names = ", ".join(card.id for card in CATALOGUE)
        raise WarehouseError(f"There is no adoption metric {metric!r}.", f"There are: {names}.")
    return card


def resolve_platform(reader: Reader, asked: str) -> str:
    """Return the platform asked for, or the only one there is; WarehouseError names them."""
    have = platforms_with_usage(reader)
    if asked or len(have) == 1:
        return platform_key(asked) or have[0]
    raise WarehouseError(
        "It is not said which platform's adoption is asked for.",
        f"There are: {', '.join(have) or 'none; load a usage export'}.",
    )


def adoption_table(
    warehouse: Warehouse,
    programme: Programme,
    *,
    metric: str = "active",
    platform: str = "",
    window: Window = "week",
    by: By = "group",
    grouping: Grouping = "as-was",
) -> pd.DataFrame:
    """Return adoption as it may be shown: COLUMNS.

    `group` is the label people know (an area, a parent or 'all' where asked `by` those), `group_id`
    the id behind it; `period` a label. Small groups, and what would give them away, are withheld
    whatever is asked. A count of nearly nobody or nearly everybody is coded: `coded` has its range
    ('0-2'), the number is the middle of it, and totals count it so; `denominator_coded` likewise;
    '' where exact. Complete periods only. WarehouseError says what is not known and the remedy.
    """
    reader, card = warehouse.read(), metric_card(metric)
    chosen = resolve_platform(reader, platform)
    cells = base_cells(reader, programme, card, chosen, window)
    if isinstance(cells, Refusal):
        raise WarehouseError(as_plain(cells.reason), as_plain(cells.remedy))
    table = _cell_table(reader, programme, cells, by)
    if grouping == "as-is":
        table = _as_is(reader, programme, (card, chosen, window, by), table)
    table["value"] = table["numerator"] / table["denominator"].where(table["denominator"] > 0)
    return table[COLUMNS]


def _cell_table(reader: Reader, programme: Programme, cells: pd.DataFrame, by: By) -> pd.DataFrame:
    """Return the base cells added up by a label, with the ranges of coded counts in words."""
    ranges = [f"{name}{part}" for name in FIGURES for part in ("", "_low", "_high")]
    named = hierarchy(reader, programme, cells["group"])
    rows = cells.merge(named, on="group")
    rows["period"] = [period.label for period in rows["period"]]
    table = cell_table(rows, rows["cell"].to_numpy(), by, ranges)
    table = labelled_table(reader, table, by)
    return table.assign(
        coded=_ranges(table, "numerator"), denominator_coded=_ranges(table, "denominator")
    )


def _ranges(table: pd.DataFrame, name: str) -> list[str]:
    """Return 'low-high' where a count is coded, '' where it is exact or withheld."""
    ends = zip(table[f"{name}_low"], table[f"{name}_high"], strict=True)
    return [f"{low:.0f}-{high:.0f}" if low < high else "" for low, high in ends]


def _as_is(
    reader: Reader,
    programme: Programme,
    asked: tuple[AdoptionMetric, str, Window, By],
    was: pd.DataFrame,
) -> pd.DataFrame:
    """Return the table by today's groups: rows no large move changed are those of `was`."""
    card, platform, window, by = asked
    frames = []
    for grouping in ("as-was", "flow"):
        counted = adoption_counts(reader, card.id, platform, window, grouping)
        if isinstance(counted, Refusal):
            raise WarehouseError(as_plain(counted.reason), as_plain(counted.remedy))
        counts = counted.assign(period=[period.label for period in counted["period"]])
        frames.append(publishable_table(reader, programme, counts, list(FIGURES), by))
    keys = ["group_id", "period"]
    before, now = (frame.set_index(keys)[list(FIGURES)] for frame in frames)
    moved = now.index[(now != before.reindex(now.index)).any(axis=1) & now.notna().all(axis=1)]
    index = pd.MultiIndex.from_frame(frames[1][keys])
    fresh = frames[1][index.isin(moved)].assign(coded="", denominator_coded="")
    kept = was[~pd.MultiIndex.from_frame(was[keys]).isin(moved)]
    table = pd.concat([kept, fresh], ignore_index=True)
    return table.sort_values(["group", "period"], ignore_index=True)


def publishable_panel(warehouse: Warehouse, programme: Programme, panel: Panel) -> Panel:
    """Return the panel as it may leave the house: adoption is NaN where the tables withhold it.

    An estimate may use every group that is large enough; beside the total, showing all of them
    would give a small one away. What is shown are the tables' figures, coded counts as coded.
    """
    if panel.adoption_numerator is None or panel.adoption_denominator is None:
        return panel
    question = panel.question
    table = adoption_table(
        warehouse,
        programme,
        metric=question.adoption_metric,
        platform=question.platform,
        window=question.window,
        grouping=question.grouping,
    ).set_index(["group_id", "period"])[["numerator", "denominator"]]
    cells = pd.MultiIndex.from_product([panel.groups, panel.periods])
    published = table.reindex(cells).to_numpy(float).reshape(*panel.adoption_numerator.shape, 2)
    is_measured = np.isfinite(panel.adoption_numerator)
    if question.grouping != "as-was":  # a panel that counts small moves has other people in it
        is_measured &= published[..., 1] == panel.adoption_denominator
    return replace(
        panel,
        adoption_numerator=np.where(is_measured, published[..., 0], np.nan),
        adoption_denominator=np.where(is_measured, published[..., 1], np.nan),
    )
