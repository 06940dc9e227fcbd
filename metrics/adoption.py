"""The catalogue of adoption metrics, and adoption per group and period as it may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from metrics.activity import Activity, counts, delivered, platforms
from metrics.calendar import too_long_for
from metrics.disclosure import protect
from metrics.evidence import Refusal, Window
from metrics.hierarchy import TABLES, By, hierarchy, labels
from metrics.membership import Grouping
from metrics.programme import Programme
from warehouse import Reader, Warehouse, WarehouseError

NAMED: tuple[By, ...] = ("group", "parent")
"""Tables whose rows are groups, with a label of their own."""


@dataclass(frozen=True)
class AdoptionMetric:
    """One way to count adoption; the value is numerator / denominator."""

    id: str
    label: str
    unit: str
    meaning: str
    version: int
    numerator: str
    denominator: str
    history: int = 0
    """How many periods before a period it looks back."""


CATALOGUE: tuple[AdoptionMetric, ...] = (
    AdoptionMetric(
        "active",
        "Active",
        "share of licensed members",
        "Used the platform at least once in the period; the adoption rate.",
        1,
        "licensed members active at least once in the period",
        "members on the period's last day who were licensed then",
    ),
)


def metric_card(metric: str) -> AdoptionMetric:
    """One entry of the catalogue; WarehouseError names those that exist."""
    for card in CATALOGUE:
        if card.id == metric:
            return card
    known = ", ".join(card.id for card in CATALOGUE)
    raise WarehouseError(f"There is no adoption metric {metric!r}.", f"There are: {known}.")


def adoption_counts(
    reader: Reader, metric: str, platform: str, window: Window, grouping: Grouping = "as-was"
) -> pd.DataFrame | Refusal:
    """Return group, period, numerator, denominator, people before disclosure: not for a screen."""
    card = next((card for card in CATALOGUE if card.id == metric), None)
    if card is None:
        known = ", ".join(card.id for card in CATALOGUE)
        return Refusal(f"There is no adoption metric {metric!r}.", f"Use one of: {known}.")
    found = counts(reader, Activity(metric, platform, window, grouping, card.history))
    if not found.empty:
        return found
    spans = delivered(reader, platform)
    if too_long_for(spans, window):
        return Refusal(
            f"Usage of {platform} comes in windows of {min(s.days for s in spans)} days or more; "
            f"it cannot be asked per {window}.",
            f"Load a shorter export of {platform}, or ask per month.",
        )
    have = ", ".join(platforms(reader)) or "none"
    return Refusal(
        f"There is no usage of {platform or 'the platform'} that makes a whole {window}.",
        f"Load its usage export. Usage there is of: {have}.",
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
    found = adoption_counts(reader, metric, _platform(reader, platform), window, grouping)
    if isinstance(found, Refusal):
        raise WarehouseError(found.reason, found.remedy)
    units = found.assign(period=[p.label for p in found["period"]]).merge(
        hierarchy(reader, programme, found["group"].unique()), on="group"
    )
    shown = protect(
        units, TABLES, ["numerator", "denominator"], minimum=programme.minimum_group_size
    )[by]
    return _finish(shown.rename(columns={by: "group_id"}), labels(reader) if by in NAMED else {})


def _platform(reader: Reader, asked: str) -> str:
    have = platforms(reader)
    if asked or len(have) == 1:
        return asked or have[0]
    raise WarehouseError(
        "It is not said which platform's adoption is asked for.",
        f"There are: {', '.join(have) or 'none; load a usage export'}.",
    )


def _finish(shown: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    named = [names.get(name, name) for name in shown["group_id"]]
    value = shown["numerator"] / shown["denominator"].where(shown["denominator"] > 0)
    table = shown.assign(group=named, value=value)
    columns = ["group", "period", "numerator", "denominator", "value", "withheld", "group_id"]
    return table[columns].sort_values(["group", "period"], ignore_index=True)
