"""Adoption per group and period as it may be shown."""

from __future__ import annotations

import pandas as pd

from metrics.activity import adoption_counts, platforms
from metrics.catalogue import CATALOGUE, AdoptionMetric, known
from metrics.evidence import Refusal, Window
from metrics.hierarchy import By
from metrics.membership import Grouping
from metrics.programme import Programme
from metrics.shown import counted_by, shown_table
from warehouse import Reader, Warehouse, WarehouseError


def metric_card(metric: str) -> AdoptionMetric:
    """Return one entry of the catalogue; WarehouseError names those that exist."""
    card = known(metric)
    if card is None:
        names = ", ".join(card.id for card in CATALOGUE)
        raise WarehouseError(f"There is no adoption metric {metric!r}.", f"There are: {names}.")
    return card


def chosen_platform(reader: Reader, asked: str) -> str:
    """Return the platform asked for, or the only one there is; WarehouseError names them."""
    have = platforms(reader)
    if asked or len(have) == 1:
        return asked or have[0]
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
    chosen = chosen_platform(reader, platform)
    found = adoption_counts(reader, metric, chosen, window, counted_by(grouping))
    if isinstance(found, Refusal):
        raise WarehouseError(found.reason, found.remedy)
    counts = found.assign(period=[period.label for period in found["period"]])
    table = shown_table(reader, programme, counts, ["numerator", "denominator"], by)
    table["value"] = table["numerator"] / table["denominator"].where(table["denominator"] > 0)
    columns = ["group", "period", "numerator", "denominator", "value", "withheld", "group_id"]
    return table[columns]
