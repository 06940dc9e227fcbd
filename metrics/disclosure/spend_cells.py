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

SEVERAL = "(several groups)"
"""Label and id of what is added up because it is about too few people."""
NO_PERSON = "(nobody by name)"
"""Label and id of rows of a bill that name nobody."""
_DIGITS = 6
"""A sum does not tell in which order its parts were added."""
_LARGEST = 0.9
"""Share of a cell's money that one person may have at most."""
AMOUNTS = ("gross", "net", "reported", "counted")
"""Bills at list price, to be paid; reports at list price; what has a quantity and no price."""
AmountCells = dict[str, dict[str, pd.DataFrame]]
"""Amount -> cell ('': everybody) -> rows."""
Borders = Mapping[str, Mapping[str, str]]
"""Amount -> group -> cell."""


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


def month_cells(
    month: pd.Timestamp, part: pd.DataFrame, blocks: GroupBlocks, minimum: int
) -> list[SpendCell]:
    """Return the cells of one month; none where too few people spent anything."""
    return spend_cells(
        month.strftime("%Y-%m"), part, drawn_cells(measured_rows(month, part, blocks), minimum)
    )


def measured_rows(month: pd.Timestamp, part: pd.DataFrame, blocks: GroupBlocks) -> pd.DataFrame:
    """Return a month's rows with a column per amount, and the group they may be told under."""
    return _measured(part, blocks.on((month + pd.offsets.MonthEnd(0)).date()))


def drawn_cells(rows: pd.DataFrame, minimum: int) -> AmountCells:
    """Return the rows of each cell of each amount.

    Each amount is pooled by itself: overage is of fewer people than what seats include.
    """
    return {
        amount: dict(_cells_of(rows[rows[amount].notna()], amount, minimum)) for amount in AMOUNTS
    }


def bordered_cells(rows: pd.DataFrame, minimum: int, borders: Borders) -> AmountCells | None:
    """Return the rows of each cell within borders drawn before; None where one may not stand."""
    found: AmountCells = {}
    for amount in AMOUNTS:
        own = rows[rows[amount].notna()]
        cells = _within_borders(own, borders.get(amount, {}))
        if cells is None:
            return None
        named = [part for cell, part in cells.items() if cell != NO_PERSON]
        if not all(_may_stand(part, amount, minimum) for part in named):
            return None
        found[amount] = {"": own, **cells} if named else {}
    return found


def _within_borders(
    rows: pd.DataFrame, border: Mapping[str, str]
) -> dict[str, pd.DataFrame] | None:
    """Return cell -> rows; a group that is new joins the several, if there are any."""
    if rows.empty:
        return {}
    spare = SEVERAL if SEVERAL in border.values() else None
    own = rows["group_id"].where(rows["group"] != NO_PERSON, NO_PERSON)
    cell = pd.Series([border.get(str(group), spare) for group in own], index=rows.index)
    if cell[rows["group"] != NO_PERSON].isna().any():
        return None
    return {str(name): part for name, part in rows.groupby(cell, sort=True)}


def spend_cells(month: str, part: pd.DataFrame, amounts: AmountCells) -> list[SpendCell]:
    """Return the cells of one month from the rows of each."""
    told: dict[str, dict[str, Any]] = {}
    for amount, cells in amounts.items():
        for group, cell in cells.items():
            mine = told.setdefault(group, {})
            if amount != "counted":
                mine[amount] = round(float(cell[amount].sum()), _DIGITS)
            for basis, name in (("bill", "units"), ("report", "reported_units")):
                if counted := _units(cell[cell["basis"] == basis]):
                    mine.setdefault(name, counted)
    labels = dict(zip(part["group_id"], part["label"], strict=True))
    currency = str(part["currency"].iloc[0])
    return [
        SpendCell(
            month,
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
    return tuple((str(unit), round(float(much), _DIGITS)) for unit, much in sums.items())
