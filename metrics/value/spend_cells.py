"""Metered use of one platform by month and group, of whole blocks and of enough people only.

A cell holds at least the minimum number of people who spent something, and nobody in it accounts
for nearly all of it; what does not is added up with the smallest others, as one row of several
groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from signpost.metrics.disclosure.blocks import GroupBlocks
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Refusal
from signpost.metrics.register.spend_costs import MONTHLY_SPEND
from signpost.warehouse import Reader

_SQL = statements("value/spend.sql")
SEVERAL = "(several groups)"
"""Label and id of what is added up because it is about too few people."""
NO_PERSON = "(nobody by name)"
"""Label and id of rows of a bill that name nobody."""
_LARGEST = 0.9
"""Share of a cell's money that one person may have at most."""


@dataclass(frozen=True)
class SpendCell:
    """Metered use of one group, of everybody ('') or of several groups, in one month."""

    month: str
    group: str
    group_id: str
    people: int
    """Who spent something."""
    net_amount: float | None
    """What is to be paid, by the bills; None: no bill."""
    list_amount: float | None
    """The same before discounts and what seats include."""
    reported: float | None
    """What the platform itself counts, at list price: no bill, and never added to one."""
    currency: str
    units: tuple[tuple[str, float], ...]
    """Unit -> how much the bills count; requests became AI credits on 2026-06-01: no sum."""
    reported_units: tuple[tuple[str, float], ...]
    """Unit -> how much the platform itself counts."""


def spend_cells(
    reader: Reader, programme: Programme, blocks: GroupBlocks, platform: str
) -> tuple[SpendCell, ...] | Refusal:
    """Return the cells of a platform, everybody first in each month."""
    rows = reader.frame(MONTHLY_SPEND + _SQL["metered"], [platform])
    if rows.empty:
        return Refusal(
            "No bill and no report of metered use is loaded of this platform.",
            "Load its billing export, or the export that counts credits or tokens.",
        )
    currencies = sorted(rows["currency"].unique())
    if len(currencies) > 1:
        return Refusal(
            f"Bills of this platform are in several currencies: {', '.join(currencies)}.",
            "Take back the files in other currencies than that of the contract.",
        )
    found = tuple(
        cell
        for month, part in rows.groupby("month", sort=True)
        for cell in _month_cells(
            pd.Timestamp(str(month)), part, blocks, programme.minimum_group_size
        )
    )
    return found or Refusal(
        "Metered use is of fewer people than a group must have to be shown.",
        "Load the bills of more people, or of a longer time.",
    )


def _month_cells(
    month: pd.Timestamp, part: pd.DataFrame, blocks: GroupBlocks, minimum: int
) -> list[SpendCell]:
    """Return the cells of one month; none where too few people spent anything."""
    named = part[part["person_id"].notna()]
    nameless = part[part["person_id"].isna()]
    if 0 < named["person_id"].nunique() < minimum:
        return []
    label = month.strftime("%Y-%m")
    found = [_cell(label, "", "", part)]
    if len(nameless) and len(named):
        found.append(_cell(label, NO_PERSON, NO_PERSON, nameless))
    partition = blocks.on((month + pd.offsets.MonthEnd(0)).date())
    shared = Counter(partition.values())
    alone = named["group_id"].map(lambda group: shared[partition.get(group, group)] < 2)
    for group, cell in _pooled(
        named.assign(group=named["group_id"].where(alone, SEVERAL)), minimum
    ):
        several = group == SEVERAL
        found.append(_cell(label, SEVERAL if several else str(cell["label"].iloc[0]), group, cell))
    return found


def _pooled(placed: pd.DataFrame, minimum: int) -> Iterable[tuple[str, pd.DataFrame]]:
    """Yield (group, rows), those about too few people added up under SEVERAL."""
    cells = {str(group): part for group, part in placed.groupby("group", sort=True)}
    small = [one for one, part in cells.items() if one == SEVERAL or not _may_stand(part, minimum)]
    pool = [cells.pop(group) for group in small]
    for group in sorted(cells, key=lambda one: (cells[one]["person_id"].nunique(), one)):
        if not pool or _may_stand(pd.concat(pool), minimum):
            break
        pool.append(cells.pop(group))
    yield from cells.items()
    if pool:
        yield SEVERAL, pd.concat(pool)


def _may_stand(part: pd.DataFrame, minimum: int) -> bool:
    """Return whether rows are about enough people, none of whom has nearly all of the money."""
    money = part.groupby("person_id")["weight"].sum()
    spent = money[money > 0]
    return len(spent) >= minimum and spent.max() <= _LARGEST * spent.sum()


def _cell(month: str, group: str, group_id: str, part: pd.DataFrame) -> SpendCell:
    bill, report = part[part["basis"] == "bill"], part[part["basis"] == "report"]
    spent = part[part["weight"] > 0]
    return SpendCell(
        month,
        group,
        group_id,
        int(spent["person_id"].nunique()),
        _sum(bill["net_amount"]),
        _sum(bill["list_amount"]),
        _sum(report["list_amount"]),
        str(part["currency"].iloc[0]),
        _units(bill),
        _units(report),
    )


def _units(part: pd.DataFrame) -> tuple[tuple[str, float], ...]:
    sums = part.groupby("unit")["quantity"].sum(min_count=1).dropna()
    return tuple((str(unit), float(much)) for unit, much in sums.items())


def _sum(values: pd.Series) -> float | None:
    total = values.sum(min_count=1)
    return None if pd.isna(total) else float(total)
