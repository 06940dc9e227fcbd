"""Tables of what platforms cost: seats, idle seats and metered use, by platform and by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from signpost.metrics.disclosure.spend_cells import NO_PERSON, SEVERAL, SpendCell
from signpost.metrics.model.findings import as_plain
from signpost.metrics.model.keys import platform_name
from signpost.metrics.model.schema import CostItem
from signpost.metrics.model.types import Refusal
from signpost.metrics.register.spend_costs import BILLED
from signpost.metrics.value.pricing import MoneyBand
from signpost.metrics.value.tool_costs import GroupCost, PlatformCost, PublishedCount
from signpost.presentation.formats import count, money, money_range, number, period
from signpost.presentation.words.money import COST_PER_WORDS, factor_words

_UNITS = {"ai-credits": "AI credits", "credits": "credits", "copilot-credits": "Copilot credits"}
NOT_KNOWN = "not known"
NOT_ADDED = (
    "Seats and metered use are two payments and stand apart. Metered use at list price, or as the "
    "platform itself counts it, is no bill: it holds what the seats include, so it is added to "
    "nothing."
)
_COLUMNS = [
    *("Seats", "Active", "Cost of seats", "Of idle seats", "Per active person"),
    *("Per habitual person", "Metered, to be paid", "Metered per active person", "At list price"),
]
_SAID = {"": "Everybody", SEVERAL: "Several groups, each too small", NO_PERSON: "Nobody by name"}


def costs_title(costs: Sequence[PlatformCost]) -> str:
    """Return what the newest month cost, platform by platform, as one sentence."""
    told = [text for cost in costs if (text := _newest_words(cost))]
    return "; ".join(told[:3]) or "What the platforms cost is not known yet"


def _newest_words(cost: PlatformCost) -> str:
    for month in reversed(cost.months):
        everybody = next((row for row in cost.at(month) if not row.group_id), None)
        if everybody is None:
            continue
        parts = []
        if everybody.seat_money is not None:
            parts.append(f"{money(everybody.seat_money[1], cost.currency)} for seats")
        net = everybody.metered.net_amount if everybody.metered else None
        if net is not None and everybody.metered:
            parts.append(f"{money(net, everybody.metered.currency)} for metered use")
        if parts:
            return f"{platform_name(cost.platform)} in {period(month)}: {', '.join(parts)}"
    return ""


def platform_frame(cost: PlatformCost) -> pd.DataFrame:
    """Return one line per month of everybody on a platform, the newest first; what is known."""
    return _known(pd.DataFrame(_months_of(cost), columns=["Month", *_COLUMNS]))


def months_frame(costs: Sequence[PlatformCost]) -> pd.DataFrame:
    """Return the lines of `platform_frame` of every platform, in one table."""
    rows = [[platform_name(cost.platform), *row] for cost in costs for row in _months_of(cost)]
    return _known(pd.DataFrame(rows, columns=["Platform", "Month", *_COLUMNS]))


def _months_of(cost: PlatformCost) -> list[list[str]]:
    return [
        [period(month), *_cells(row, cost)]
        for month in reversed(cost.months)
        for row in cost.at(month)
        if not row.group_id
    ]


def newest_frame(costs: Sequence[PlatformCost]) -> pd.DataFrame:
    """Return one line per platform: its newest month with a figure, of everybody."""
    rows = []
    for cost in costs:
        told = [(month, row) for month, row in cost.rows if not row.group_id]
        if told:
            month, row = max(told, key=lambda one: one[0])
            rows.append([platform_name(cost.platform), period(month), *_cells(row, cost)])
    return pd.DataFrame(rows, columns=["Platform", "Month", *_COLUMNS])


def group_frame(cost: PlatformCost, month: str) -> pd.DataFrame:
    """Return one line per group in one month, everybody first; what is known of any."""
    rows = [
        [_SAID.get(row.group_id, row.group), *_cells(row, cost)]
        for row in sorted(cost.at(month), key=lambda one: (bool(one.group_id), one.group))
    ]
    return _known(pd.DataFrame(rows, columns=["Group", *_COLUMNS]))


def _known(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table without columns of which nothing is known in any row."""
    return table.loc[:, [(table[name] != NOT_KNOWN).any() for name in table]]


def _cells(row: GroupCost, cost: PlatformCost) -> list[str]:
    spent = row.metered
    unit = spent.currency if spent else cost.currency
    return [
        people_words(row.seats),
        people_words(row.active),
        amount_words(row.seat_money, cost.currency),
        amount_words(row.idle_money, cost.currency),
        amount_words(row.per_active, cost.currency),
        amount_words(row.per_habitual, cost.currency),
        NOT_KNOWN if spent is None or spent.net_amount is None else money(spent.net_amount, unit),
        amount_words(row.metered_per_active, unit),
        list_words(spent),
    ]


def people_words(people: PublishedCount | None) -> str:
    """Return a number of people, with its range where the tables show one."""
    if people is None:
        return NOT_KNOWN
    if people.low == people.high:
        return number(people.shown, 0)
    return f"{number(people.low, 0)} to {number(people.high, 0)}"


def amount_words(band: MoneyBand | None, currency: str) -> str:
    """Return an amount with its range, where it has one."""
    if band is None:
        return NOT_KNOWN
    low, point, high = band
    if low == high:
        return money(point, currency)
    if point in (low, high):  # the range of a number of people, with no point of its own
        return money_range(low, high, currency)
    return f"{money(point, currency)} ({money_range(low, high, currency)})"


def list_words(cell: SpendCell | None) -> str:
    """Return what metered use comes to at list price, by the bills or by the platform itself."""
    if cell is None:
        return NOT_KNOWN
    parts = []
    if cell.list_amount is not None:
        parts.append(f"{money(cell.list_amount, cell.currency)} billed")
    if cell.reported is not None:
        parts.append(f"{money(cell.reported, cell.currency)} reported")
    counted = cell.units or cell.reported_units
    if not parts:
        parts = [f"{number(much, 0)} {unit_words(unit)}" for unit, much in counted]
    return ", ".join(parts) or NOT_KNOWN


def unit_words(unit: str) -> str:
    """Return what bills and reports count, as people say it."""
    return _UNITS.get(unit, unit.replace("-", " ").replace("_", " "))


def break_words(cost: PlatformCost) -> tuple[str, ...]:
    """Return where quantities stop being comparable, one sentence each."""
    return tuple(
        f"From {period(month)} the bills of {platform_name(cost.platform)} count {unit_words(new)} "
        f"instead of {unit_words(old)}: the amounts go on, the quantities do not."
        for month, old, new in cost.unit_breaks
    )


def price_frame(
    prices: Mapping[str, MoneyBand | Refusal], labels: Mapping[str, str], currency: str
) -> pd.DataFrame:
    """Return one line per use case: what a seat may cost a month before it stops paying back."""
    rows = [
        (
            labels.get(case, case),
            as_plain(price.reason) if isinstance(price, Refusal) else _may_cost(price, currency),
            as_plain(price.remedy) if isinstance(price, Refusal) else "",
        )
        for case, price in prices.items()
    ]
    columns = ["Use case", "A seat may cost a month", "What would settle it"]
    return pd.DataFrame(rows, columns=columns)


def price_words(price: MoneyBand | Refusal | None, currency: str) -> str:
    """Return what a seat may cost in one use case; '' where that cannot be told."""
    if price is None or isinstance(price, Refusal):
        return ""
    if price[1] < 0:
        return f"A seat may cost {_may_cost(price, currency)}."
    return (
        f"A seat may cost {amount_words(price, currency)} a month before the use case takes more "
        "than it brings."
    )


def _may_cost(price: MoneyBand, currency: str) -> str:
    """Return the price at which it breaks even; of less than nothing that no price does."""
    if price[1] >= 0:
        return amount_words(price, currency)
    return f"nothing: even a free seat loses {money(-price[1], currency)} a month"


def seats_words(cost: PlatformCost) -> str:
    """Return which price the seats are counted at."""
    if cost.price is None:
        return ""
    price = cost.price
    low, high = (end if end is not None else price.amount for end in (price.low, price.high))
    own = f" ({money_range(low, high, cost.currency)})" if low < high else ""
    by = f", by {price.owner}" if price.owner else ""
    if price.item.startswith(BILLED):
        by = f", as billed in {period(price.source.split()[-1])}"
    weekly = (
        " Who is active is told of the last whole week of each month: no whole month is loaded."
        if cost.window == "week" and cost.seats is None
        else ""
    )
    return f"A seat: {money(price.amount, cost.currency)}{own} a month{by}.{weekly}"


def charged_words(cost: PlatformCost, currency: str) -> str:
    """Return what of it the account charges, each payment once."""
    if cost.charged is None:
        return ""
    if not cost.charged:
        return "The account charges nothing of it: no price is entered, and no bill is loaded."
    return f"The account charges: {_items_words(cost.charged, currency)}."


def unassigned_words(items: Sequence[CostItem], currency: str) -> str:
    """Return what the account charges that names no platform; '' where it is nothing."""
    if not items:
        return ""
    return (
        f"The account also charges costs that name no platform: {_items_words(items, currency)}. "
        "Name the platform of a cost under Set-up, and it stands with that platform."
    )


def _items_words(items: Sequence[CostItem], currency: str) -> str:
    return "; ".join(
        f"{factor_words(item.item)} ({_paid_words(item, item.currency or currency)})"
        for item in items
    )


def _paid_words(item: CostItem, currency: str) -> str:
    """Return an amount and how often it is paid; of bills and records what it comes to."""
    if item.months is None or item.per != "month":
        return f"{money(item.amount, currency)} {COST_PER_WORDS[item.per]}"
    paid = money(item.amount * item.months, currency, unit=1.0)
    return f"{paid} in {count(round(item.months), 'month')}"


def platform_cost_object(cost: PlatformCost) -> dict[str, object]:
    """Return the cost of a platform as data, with the ratios the page shows."""
    return {
        "platform": cost.platform,
        "currency": cost.currency,
        "price": cost.price,
        "seats_refusal": cost.seats,
        "metered_refusal": cost.metered,
        "active_in": cost.window,
        "unit_breaks": cost.unit_breaks,
        "charged_in_the_account": cost.charged,
        "rows": [{"month": month, **_row_object(row)} for month, row in cost.rows],
    }


def _metered_object(cell: SpendCell | None) -> dict[str, object] | None:
    """Return metered use as data; how many people it is of is theirs to keep."""
    if cell is None:
        return None
    return {
        "net_amount": cell.net_amount,
        "list_amount": cell.list_amount,
        "reported_amount": cell.reported,
        "currency": cell.currency,
        "units": dict(cell.units),
        "reported_units": dict(cell.reported_units),
    }


def _row_object(row: GroupCost) -> dict[str, object]:
    return {
        "group": row.group,
        "group_id": row.group_id,
        "seats": row.seats,
        "active": row.active,
        "habitual": row.habitual,
        "seat_money": row.seat_money,
        "idle_seat_money": row.idle_money,
        "seat_money_per_active": row.per_active,
        "seat_money_per_habitual": row.per_habitual,
        "metered": _metered_object(row.metered),
        "metered_net_per_active": row.metered_per_active,
    }
