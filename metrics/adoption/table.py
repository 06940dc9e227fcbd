"""Adoption per group and period as it may be shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from signpost.metrics.adoption.publishable import publishable_table, weight_columns
from signpost.metrics.model.adoption_metrics import CATALOGUE, AdoptionMetric, metric_named
from signpost.metrics.model.findings import as_plain
from signpost.metrics.model.keys import platform_key
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import By, Panel, Refusal, Window
from signpost.metrics.panel.adoption_counts import adoption_counts, platforms_with_usage
from signpost.metrics.panel.membership import Grouping
from signpost.warehouse import Reader, Warehouse, WarehouseError


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
    """Return adoption as it may be shown: group, period, numerator, denominator, value, withheld.

    `group` is the label people know (an area, a parent or 'all' where asked `by` those), `group_id`
    the id behind it; `period` a label. Small groups, and what would give them away, are withheld
    whatever is asked. Complete periods only. WarehouseError says what is not known and the remedy.
    """
    reader = warehouse.read()
    chosen = resolve_platform(reader, platform)
    counted = adoption_counts(reader, metric, chosen, window, weight_columns(grouping))
    if isinstance(counted, Refusal):
        raise WarehouseError(as_plain(counted.reason), as_plain(counted.remedy))
    counts = counted.assign(period=[period.label for period in counted["period"]])
    table = publishable_table(reader, programme, counts, ["numerator", "denominator"], by)
    table["value"] = table["numerator"] / table["denominator"].where(table["denominator"] > 0)
    columns = ["group", "period", "numerator", "denominator", "value", "withheld", "group_id"]
    return table[columns]


def publishable_panel(warehouse: Warehouse, programme: Programme, panel: Panel) -> Panel:
    """Return the panel as it may leave the house: adoption is NaN where the tables withhold it.

    An estimate may use every group that is large enough; beside the total, showing all of them
    would give a small one away. What differs from the tables (small moves, as-is) is not shown.
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
    same = published[..., 0] == panel.adoption_numerator
    same &= published[..., 1] == panel.adoption_denominator
    return replace(
        panel,
        adoption_numerator=np.where(same, panel.adoption_numerator, np.nan),
        adoption_denominator=np.where(same, panel.adoption_denominator, np.nan),
    )
