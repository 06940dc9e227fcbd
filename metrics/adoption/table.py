"""Adoption per group and period as it may be shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from signpost.metrics.adoption.base_cells import RATIO_RANGES
from signpost.metrics.adoption.publishable import labelled_table, published_contacts
from signpost.metrics.adoption.published_cells import published_cells
from signpost.metrics.disclosure.cells import cell_table
from signpost.metrics.disclosure.publication import IS_BEHIND
from signpost.metrics.model.adoption_metrics import CATALOGUE, AdoptionMetric, metric_named
from signpost.metrics.model.calendar import from_label
from signpost.metrics.model.findings import as_plain
from signpost.metrics.model.keys import platform_key
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import By, Panel, Refusal, Window
from signpost.metrics.panel.adoption_counts import FLOW, adoption_counts, platforms_with_usage
from signpost.metrics.panel.group_hierarchy import hierarchy
from signpost.metrics.panel.membership import Grouping
from signpost.warehouse import Reader, Warehouse, WarehouseError

ADOPTION_COLUMNS = [
    *("group", "period", "numerator", "denominator", "value", "withheld", "group_id"),
    *("coded", "denominator_coded", "waits"),
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
    """Return adoption as it may be shown: ADOPTION_COLUMNS.

    `group` is the label people know (an area, a parent or 'all' where asked `by` those), `group_id`
    the id behind it; `period` a label. Small groups, and what would give them away, are withheld
    whatever is asked. A count of nearly nobody or nearly everybody is coded: `coded` has its range
    ('0-2'), totals count it as it is shown; `denominator_coded` likewise; '' where exact. `waits`:
    a correction of some figure of this platform is about too few people so far and is in none.
    As-is counts whole cells under the group that most of their members are in now. Complete periods
    only. WarehouseError says what is not known and the remedy.
    """
    reader, card = warehouse.read(), metric_card(metric)
    chosen = resolve_platform(reader, platform)
    cells = published_cells(warehouse.root, reader, programme, card, chosen, window)
    if isinstance(cells, Refusal):
        raise WarehouseError(as_plain(cells.reason), as_plain(cells.remedy))
    if grouping == "as-is":
        cells = _as_is(reader, cells, chosen, window)
    table = _cell_table(reader, programme, cells, by)
    table["value"] = table["numerator"] / table["denominator"].where(table["denominator"] > 0)
    return table[ADOPTION_COLUMNS]


def _cell_table(reader: Reader, programme: Programme, cells: pd.DataFrame, by: By) -> pd.DataFrame:
    """Return the base cells added up by a label, with the ranges of coded counts in words."""
    named = hierarchy(reader, programme, cells["group"]).set_index("group", drop=False)
    rows = cells.assign(**{by: named[by].loc[cells["group"]].to_numpy()})
    number, periods = pd.factorize(rows["period"])
    rows["period"] = np.array([period.label for period in periods], dtype=object)[number]
    table = cell_table(rows, rows["cell"].to_numpy(), by, RATIO_RANGES, own=by == "group")
    waits = ~table["withheld"].astype(bool) & bool(rows[IS_BEHIND].any())
    table = labelled_table(reader, table.assign(waits=waits), by)
    return table.assign(
        coded=_ranges(table, "numerator"), denominator_coded=_ranges(table, "denominator")
    )


def _ranges(table: pd.DataFrame, name: str) -> list[str]:
    """Return 'low-high' where a count is coded, '' where it is exact or withheld."""
    ends = zip(table[f"{name}_low"], table[f"{name}_high"], strict=True)
    return [f"{low:.0f}-{high:.0f}" if low < high else "" for low, high in ends]


def coded_ends(coded: str) -> tuple[float, float] | None:
    """Return the ends of the range of a coded count ('0-2'), None where it is exact."""
    low, _, high = coded.partition("-")
    return (float(low), float(high)) if high else None


def _as_is(reader: Reader, cells: pd.DataFrame, platform: str, window: Window) -> pd.DataFrame:
    """Return the cells under the group that most of their licensed members are in now.

    A cell keeps all its people: the difference to the other table would be about those who moved.
    """
    flows = adoption_counts(reader, "active", platform, window, "flow")
    if isinstance(flows, Refusal):
        return cells
    both = flows["group"].str.split(FLOW, regex=False, expand=True)
    flows = flows.assign(group=both[0], now=both[1])
    keys = ["group", "period"]
    most = flows["people"] > flows.groupby(keys)["people"].transform("sum") / 2
    now = flows[most].set_index(keys)["now"].reindex(pd.MultiIndex.from_frame(cells[keys]))
    moves = now.notna().to_numpy() & ~cells["pooled"].to_numpy()
    return cells.assign(group=np.where(moves, now.to_numpy(), cells["group"].to_numpy()))


def _with_published_contacts(warehouse: Warehouse, programme: Programme, panel: Panel) -> Panel:
    if panel.contact is None:
        return panel
    started = panel.start[panel.start >= 0]
    last = from_label(panel.periods[-1]).last
    day = from_label(panel.periods[int(started.min())]).first if started.size else last
    contact = published_contacts(warehouse.read(), programme, panel.groups, day)
    return replace(panel, contact=contact)


def publishable_panel(warehouse: Warehouse, programme: Programme, panel: Panel) -> Panel:
    """Return the panel as it may leave the house: adoption is NaN where the tables withhold it.

    An estimate may use every group that is large enough; beside the total, showing all of them
    would give a small one away. What is shown are the tables' figures, coded counts as coded.
    """
    panel = _with_published_contacts(warehouse, programme, panel)
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
