"""Metered use of one platform by month and group, of whole blocks and of enough people only.

A cell holds at least the minimum number of people who spent something, and nobody in it accounts
for nearly all of it; what does not is added up with the smallest others, as one row of several
groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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
_AMOUNTS = ("gross", "net", "reported", "counted")
"""Bills at list price, to be paid; reports at list price; what has a quantity and no price."""


@dataclass(frozen=True)
class SpendCell:
    """Metered use of one group, of everybody ('') or of several groups, in one month."""

    month: str
    group: str
    group_id: str
    net_amount: float | None
    """What is to be paid, by the bills; None: no bill, or of too few people."""
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
        for cell in month_cells(
            pd.Timestamp(str(month)), part, blocks, programme.minimum_group_size
        )
    )
    return found or Refusal(
        "Metered use is of fewer people than a group must have to be shown.",
        "Load the bills of more people, or of a longer time.",
    )


def month_cells(
    month: pd.Timestamp, part: pd.DataFrame, blocks: GroupBlocks, minimum: int
) -> list[SpendCell]:
    """Return the cells of one month; none where too few people spent anything.

    Each amount is pooled by itself: overage is of fewer people than what seats include.
    """
    partition = blocks.on((month + pd.offsets.MonthEnd(0)).date())
    rows = _measured(part, partition)
    told: dict[str, dict[str, Any]] = {}
    for amount in _AMOUNTS:
        for group, cell in _cells_of(rows[rows[amount].notna()], amount, minimum):
            mine = told.setdefault(group, {})
            if amount != "counted":
                mine[amount] = float(cell[amount].sum())
            for basis, name in (("bill", "units"), ("report", "reported_units")):
                if counted := _units(cell[cell["basis"] == basis]):
                    mine.setdefault(name, counted)
    labels = dict(zip(rows["group"], rows["label"], strict=True))
    label, currency = month.strftime("%Y-%m"), str(part["currency"].iloc[0])
    return [
        SpendCell(
            label,
            group if group in ("", SEVERAL, NO_PERSON) else str(labels[group]),
            group,
            mine.get("net"),
            mine.get("gross"),
            mine.get("reported"),
            currency,
            mine.get("units", ()),
            mine.get("reported_units", ()),
        )
        for group, mine in told.items()
    ]


def _measured(part: pd.DataFrame, partition: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows with a column per amount, and the group they may be told under."""
    is_bill = part["basis"] == "bill"
    priced = part["net_amount"].notna() | part["list_amount"].notna()
    shared = Counter(partition.values())
    alone = part["group_id"].map(lambda group: shared[partition.get(group, group)] < 2)
    group = part["group_id"].where(alone, SEVERAL)
    return part.assign(
        gross=part["list_amount"].where(is_bill),
        net=part["net_amount"].where(is_bill),
        reported=part["list_amount"].where(~is_bill),
        counted=part["quantity"].where(~priced),
        group=group.where(part["person_id"].notna(), NO_PERSON),
    )


def _cells_of(rows: pd.DataFrame, amount: str, minimum: int) -> Iterable[tuple[str, pd.DataFrame]]:
    """Yield ('', all rows), then (group, rows): those of too few people are under SEVERAL."""
    if rows.empty or 0 < _contributors(rows, amount).size < minimum:
        return
    yield "", rows
    cells = {str(group): part for group, part in rows.groupby("group", sort=True)}
    if len(cells) > 1 and NO_PERSON in cells:
        yield NO_PERSON, cells[NO_PERSON]
    cells.pop(NO_PERSON, None)
    small = [
        one
        for one, part in cells.items()
        if one == SEVERAL or not _may_stand(part, amount, minimum)
    ]
    pool = [cells.pop(group) for group in small]
    for group in sorted(cells, key=lambda one: (_contributors(cells[one], amount).size, one)):
        if not pool or _may_stand(pd.concat(pool), amount, minimum):
            break
        pool.append(cells.pop(group))
    yield from cells.items()
    if pool:
        yield SEVERAL, pd.concat(pool)


def _contributors(part: pd.DataFrame, amount: str) -> pd.Series:
    """Return how much each person who has any contributes to an amount."""
    money = part.groupby("person_id")[amount].sum()
    return money[money > 0]


def _may_stand(part: pd.DataFrame, amount: str, minimum: int) -> bool:
    """Return whether an amount is of enough people, none of whom has nearly all of it."""
    money = _contributors(part, amount)
    return money.size >= minimum and money.max() <= _LARGEST * money.sum()


def _units(part: pd.DataFrame) -> tuple[tuple[str, float], ...]:
    sums = part.groupby("unit")["quantity"].sum(min_count=1).dropna()
    return tuple((str(unit), float(much)) for unit, much in sums.items())
