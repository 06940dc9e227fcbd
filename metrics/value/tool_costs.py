"""What a platform costs: seats held, seats idle and metered use, by group and month.

Seats come from the licence list as adoption counts it, at the price card; metered use from bills
and reports. They stand side by side and are never added here: `ADDABLE` says what may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from signpost.metrics.adoption.table import adoption_table, coded_ends
from signpost.metrics.disclosure.spend_cells import SpendCell
from signpost.metrics.model.calendar import from_label
from signpost.metrics.model.schema import CostItem, Programme
from signpost.metrics.model.types import By, Refusal, Window
from signpost.metrics.panel.adoption_counts import platforms_with_usage, usage_periods
from signpost.metrics.register.billed_seats import BilledSeats, billed_seats
from signpost.metrics.register.spend_costs import entered_costs, seat_price
from signpost.metrics.value.pricing import MoneyBand
from signpost.metrics.value.published_spend import published_spend, with_recorded_and_billed
from signpost.warehouse import Warehouse, WarehouseError

_SPENDING = "select distinct platform from spend_now order by platform"
_HELD = "select distinct platform from licence_now"
_LISTED = """
    select strftime(c.month_last, '%Y-%m') as month, count(distinct l.person_id) as seats
    from (select distinct month_last from calendar
          where month_last <= (select max(last_day) from truth_now)) as c
    join licence_now as l
      on l.platform = ? and l.from_day <= c.month_last and c.month_last < l.until_day
    join roster_span as r on r.person_id = l.person_id
     and r.from_day <= c.month_last and c.month_last < r.until_day
    where c.month_last >= (select min(first_day) from truth_now where subject = 'licence:' || ?)
    group by c.month_last having count(distinct l.person_id) >= ? order by c.month_last
"""
"""Seats of everybody at the end of each month from the first list on, where no use is loaded."""


@dataclass(frozen=True)
class PublishedCount:
    """Number of people as the adoption tables show it; low and high differ where it is coded."""

    low: float
    shown: float
    high: float


@dataclass(frozen=True)
class GroupCost:
    """Seats and metered use of one group, or of everybody, in one month."""

    group: str
    """The label; '' for everybody."""
    group_id: str
    seats: PublishedCount | None = None
    active: PublishedCount | None = None
    habitual: PublishedCount | None = None
    """In the last week of the month; None: not known, or may not be told."""
    seat_money: MoneyBand | None = None
    idle_money: MoneyBand | None = None
    metered: SpendCell | None = None

    @property
    def per_active(self) -> MoneyBand | None:
        """Return the seats' money per active person."""
        return _per_person(self.seat_money, self.active)

    @property
    def per_habitual(self) -> MoneyBand | None:
        """Return the seats' money per habitual person."""
        return _per_person(self.seat_money, self.habitual)

    @property
    def metered_per_active(self) -> MoneyBand | None:
        """Return what is to be paid for metered use per active person."""
        net = self.metered.net_amount if self.metered else None
        return None if net is None else _per_person((net, net, net), self.active)


@dataclass(frozen=True)
class PlatformCost:
    """Cost of one platform, month by month."""

    platform: str
    currency: str
    """Of the seats: the programme's, or that of the price card."""
    price: CostItem | None
    """Of a seat and month: the price card, else as billed in the newest month; None: not known."""
    months: tuple[str, ...]
    rows: tuple[tuple[str, GroupCost], ...]
    """(month, everybody or a group); everybody comes first in a month."""
    seats: Refusal | None = None
    """Why there is no money of seats."""
    metered: Refusal | None = None
    """Why there is no metered use."""
    window: Window = "month"
    """week: who is active is told of the last whole week that ends in a month."""
    charged: tuple[CostItem, ...] | None = ()
    """What the account charges of it, each payment once: entered, else by price card, else billed;
    None: not for this reader."""

    @property
    def unit_breaks(self) -> tuple[tuple[str, str, str], ...]:
        """Return (month, units before, units since): where quantities cannot be compared."""
        billed = [
            (month, ", ".join(unit for unit, _ in row.metered.units))
            for month, row in self.rows
            if not row.group_id and row.metered is not None and row.metered.units
        ]
        return tuple((month, old, new) for (_, old), (month, new) in pairwise(billed) if old != new)

    def at(self, month: str) -> tuple[GroupCost, ...]:
        """Return the rows of one month."""
        return tuple(row for label, row in self.rows if label == month)


def costed_platforms(warehouse: Warehouse, programme: Programme) -> tuple[str, ...]:
    """Return the platforms with a price card, a bill or a report, in name order."""
    reader = warehouse.read()
    spending = {platform for (platform,) in reader.rows(_SPENDING)}
    held = {platform for (platform,) in reader.rows(_HELD)}
    known = held.union(platforms_with_usage(reader))
    return tuple(sorted(spending | {one for one in known if seat_price(programme, one)}))


def platform_cost(warehouse: Warehouse, programme: Programme, platform: str) -> PlatformCost:
    """Return what a platform costs by month and group, with no figure about too few people."""
    return tool_costs(warehouse, programme, (platform,))[0]


def _cost_of(
    warehouse: Warehouse, programme: Programme, recorded: Programme | Refusal, platform: str
) -> PlatformCost:
    price, reader = _price(warehouse, programme, platform), warehouse.read()
    is_whole = not isinstance(usage_periods(reader, platform, "month"), Refusal)
    window: Window = "month" if is_whole else "week"
    seats = _seat_rows(warehouse, programme, platform, price, window)
    spent = published_spend(warehouse, programme, platform)
    rows: dict[tuple[str, str], GroupCost] = {}
    if not isinstance(seats, Refusal):
        rows = seats
    if isinstance(price, BilledSeats) and not price.by_name:
        rows = {**_billed_rows(price), **rows}
    if not isinstance(spent, Refusal):
        for cell in spent:
            key = (cell.month, cell.group_id)
            row = rows.get(key) or GroupCost(cell.group, cell.group_id)
            rows[key] = replace(row, metered=cell)
    ordered = sorted(rows.items(), key=lambda item: (item[0][0], item[1].group))
    months = tuple(dict.fromkeys(month for (month, _), _ in ordered))
    newest = _price_in(price, max(months, default=""))
    return PlatformCost(
        platform,
        (newest.currency if newest else "") or programme.currency,
        newest,
        months,
        tuple((month, row) for (month, _), row in ordered),
        seats if isinstance(seats, Refusal) else price if isinstance(price, Refusal) else None,
        spent if isinstance(spent, Refusal) else None,
        window,
        () if isinstance(recorded, Refusal) else entered_costs(recorded, platform),
    )


_Price = CostItem | BilledSeats


def _price(warehouse: Warehouse, programme: Programme, platform: str) -> _Price | Refusal:
    """Return the price card of a platform, else what its bills say of seats."""
    card = seat_price(programme, platform)
    return card or billed_seats(warehouse.read(), platform, programme.minimum_group_size)


def _price_in(price: _Price | Refusal, month: str) -> CostItem | None:
    """Return the price of a seat in a month; None: not known."""
    if isinstance(price, Refusal):
        return None
    return price if isinstance(price, CostItem) else price.price_in(month)


def _seat_rows(
    warehouse: Warehouse,
    programme: Programme,
    platform: str,
    price: _Price | Refusal,
    window: Window,
) -> dict[tuple[str, str], GroupCost] | Refusal:
    """Return (month, group) -> seats, who used them, and their money."""
    if isinstance(usage_periods(warehouse.read(), platform, window), Refusal):
        return _listed_seats(warehouse, programme, platform, price)
    try:
        active = _monthly(warehouse, programme, platform, window)
    except WarehouseError as trouble:
        return Refusal(trouble.message, trouble.remedy)
    habitual = _habitual(warehouse, programme, platform)
    found = {}
    for (month, group_id), row in active.items():
        label, people, seats = row
        card = _price_in(price, month)
        money = _times(card, seats) if card else None
        idle = _idle(card, seats, people) if card else None
        often = habitual.get((month, group_id))
        found[month, group_id] = GroupCost(label, group_id, seats, people, often, money, idle)
    return found or Refusal(
        "No whole week of use is loaded of this platform.", "Load every day of a month."
    )


def _listed_seats(
    warehouse: Warehouse, programme: Programme, platform: str, price: _Price | Refusal
) -> dict[tuple[str, str], GroupCost] | Refusal:
    """Return the seats of everybody by month, from lists alone: nobody knows who uses theirs."""
    asked = [platform, platform, programme.minimum_group_size]
    found = {}
    for month, many in warehouse.read().rows(_LISTED, asked):
        seats = PublishedCount(many, many, many)
        card = _price_in(price, str(month))
        money = _times(card, seats) if card else None
        found[str(month), ""] = GroupCost("", "", seats, seat_money=money)
    return found or Refusal(
        "Neither use nor a list of seats is loaded of this platform for a whole month.",
        "Load its usage export, and its list of licences.",
    )


def _billed_rows(billed: BilledSeats) -> dict[tuple[str, str], GroupCost]:
    """Return what is billed of everybody by month."""
    return {
        (month, ""): GroupCost("", "", seat_money=(amount, amount, amount))
        for month, _, amount in billed.months
    }


_BOTH: tuple[By, ...] = ("all", "group")
_Counts = dict[tuple[str, str], tuple[str, PublishedCount, PublishedCount]]


def _monthly(warehouse: Warehouse, programme: Programme, platform: str, window: Window) -> _Counts:
    """Return (month, group) -> label, active people, seats, as the adoption tables show them.

    Of weeks, the last whole one that ends in the month.
    """
    found: _Counts = {}
    for by in _BOTH:
        table = adoption_table(warehouse, programme, platform=platform, window=window, by=by)
        table = table.assign(month=[_month_of(str(one)) for one in table["period"]])
        last = table.groupby("month")["period"].transform("max")
        table = table[table["period"] == last]
        for row in table[~table["withheld"]].to_dict("records"):
            group_id = "" if by == "all" else str(row["group_id"])
            label = "" if by == "all" else str(row["group"])
            numerator = _people(row["numerator"], row["coded"])
            denominator = _people(row["denominator"], row["denominator_coded"])
            if numerator and denominator:
                found[str(row["month"]), group_id] = (label, numerator, denominator)
    return found


def _month_of(period: str) -> str:
    return from_label(period).last.strftime("%Y-%m")


def _habitual(
    warehouse: Warehouse, programme: Programme, platform: str
) -> dict[tuple[str, str], PublishedCount]:
    """Return (month, group) -> habitual people in the last whole week of the month."""
    found: dict[tuple[str, str], PublishedCount] = {}
    for by in _BOTH:
        try:
            table = adoption_table(
                warehouse, programme, metric="habitual", platform=platform, by=by
            )
        except WarehouseError:
            return {}
        for row in table[~table["withheld"]].sort_values("period").to_dict("records"):
            month = _month_of(str(row["period"]))
            people = _people(row["numerator"], row["coded"])
            if people:
                found[month, "" if by == "all" else str(row["group_id"])] = people
    return found


def _people(shown: float, coded: str) -> PublishedCount | None:
    if pd.isna(shown):
        return None
    low, high = coded_ends(coded) or (shown, shown)
    return PublishedCount(low, shown, high)


def _times(price: CostItem, seats: PublishedCount) -> MoneyBand:
    low, high = (end if end is not None else price.amount for end in (price.low, price.high))
    return low * seats.low, price.amount * seats.shown, high * seats.high


def _idle(price: CostItem, seats: PublishedCount, active: PublishedCount) -> MoneyBand:
    idle = PublishedCount(
        max(seats.low - active.high, 0.0), seats.shown - active.shown, seats.high - active.low
    )
    return _times(price, idle)


def _per_person(money: MoneyBand | None, people: PublishedCount | None) -> MoneyBand | None:
    """Return money per person; None where there may be nobody."""
    if money is None or people is None or people.low <= 0:
        return None
    return money[0] / people.high, money[1] / people.shown, money[2] / people.low


def tool_costs(
    warehouse: Warehouse, programme: Programme, platforms: Sequence[str] = ()
) -> tuple[PlatformCost, ...]:
    """Return what each platform costs; `platforms`: only those."""
    wanted = platforms or costed_platforms(warehouse, programme)
    recorded = with_recorded_and_billed(warehouse, programme)
    return tuple(_cost_of(warehouse, programme, recorded, one) for one in wanted)


def unassigned_costs(programme: Programme, platforms: Sequence[str]) -> tuple[CostItem, ...]:
    """Return the costs of the programme that are of none of these platforms by name."""
    named = {item for platform in platforms for item in entered_costs(programme, platform)}
    return tuple(item for item in programme.costs if item not in named)
