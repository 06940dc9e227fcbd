"""Costs that bills say: what is to be paid for seats and for metered use, once each.

`ADDABLE` is the rule of what may be added to what. Everything else about one platform is the same
money seen twice, and only one of them is charged: what the programme enters, then its price card,
then the bill.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby
from operator import attrgetter
from typing import Literal

from signpost.metrics.model.calendar import from_label
from signpost.metrics.model.schema import CostItem, PaysFor, Programme
from signpost.metrics.model.sql_files import statements
from signpost.warehouse import Reader

Amount = Literal[
    "seats by list",
    "seats billed",
    "seats entered",
    "metered billed",
    "metered entered",
    "metered at list price",
    "metered reported",
]
"""Ways in which the money of one platform is told."""
SEATS: tuple[Amount, ...] = ("seats by list", "seats billed", "seats entered")
TO_BE_PAID: tuple[Amount, ...] = ("metered billed", "metered entered")
ADDABLE: frozenset[frozenset[Amount]] = frozenset(
    frozenset((seat, metered)) for seat in SEATS for metered in TO_BE_PAID
)
"""Pairs that are two payments. At list price and as reported, use holds what seats include."""
BILLED = "bill"
"""Before what a bill pays for and the platform, in the name of a cost that a bill says."""
_SQL = statements("register/spend.sql")
_METERED = """
    select distinct platform from spend_now where kind = 'metered' and basis = 'bill' order by 1
"""
MONTHLY_SPEND = _SQL["monthly"]
"""SQL of the view `monthly`: what a statement about spend begins with."""


def may_add(amounts: tuple[Amount, ...]) -> bool:
    """Return whether all of these amounts of one platform are different money."""
    return all(frozenset(pair) in ADDABLE for pair in combinations(amounts, 2))


def entered_costs(programme: Programme, platform: str) -> tuple[CostItem, ...]:
    """Return what the programme enters of a platform, its own or a use case's.

    A cost per licence that names neither is of the platform, where all use cases are of one.
    """
    cases = {case.id for case in programme.use_cases if case.platform == platform}
    is_only = {case.platform for case in programme.use_cases} == {platform}
    return tuple(
        item
        for item in programme.costs
        if item.platform == platform
        or item.use_case in cases
        or (is_only and item.paid == "seats" and not item.platform and not item.use_case)
    )


def billed_name(what: PaysFor, platform: str) -> str:
    """Return the name of a cost that a bill says."""
    return f"{BILLED}:{what}:{platform}"


def seat_price(programme: Programme, platform: str) -> CostItem | None:
    """Return the price card of a platform's seats: its cost per licence and month."""
    cards = [item for item in entered_costs(programme, platform) if item.per == "licence-month"]
    return cards[0] if cards else None


@dataclass(frozen=True)
class BilledMonth:
    """Published amount to be paid for metered use of a platform in one month."""

    platform: str
    month: str
    currency: str
    amount: float


def metered_platforms(reader: Reader) -> tuple[str, ...]:
    """Return the platforms that bill metered use, in name order."""
    return tuple(str(platform) for (platform,) in reader.rows(_METERED))


def billed_costs(
    reader: Reader, programme: Programme, metered: Iterable[BilledMonth]
) -> tuple[CostItem, ...]:
    """Return what bills charge, as costs per month of their platform, for what nothing else pays.

    Of seats as billed, of metered use as it is published: a month of too few people is left out.
    """
    seats = [
        _cost(platform, kind, currency, (first, last), months, amount)
        for platform, kind, currency, first, last, months, amount, people, named in reader.rows(
            _SQL["monthly"] + _SQL["billed"]
        )
        if not _is_entered(programme, platform, kind)
        and (not named or people >= programme.minimum_group_size)
    ]
    of_use = [
        _metered_cost(list(months))
        for platform, months in groupby(sorted(metered, key=_PLACE), key=attrgetter("platform"))
        if not _is_entered(programme, platform, "metered")
    ]
    return (*seats, *of_use)


_PLACE = attrgetter("platform", "month")


def _metered_cost(months: Sequence[BilledMonth]) -> CostItem:
    first, last = from_label(months[0].month).first, from_label(months[-1].month).last
    amount, one = sum(month.amount for month in months), months[0]
    return _cost(one.platform, "metered", one.currency, (first, last), len(months), amount)


def _is_entered(programme: Programme, platform: str, kind: str) -> bool:
    """Return whether an entry pays for it; one for every platform per licence pays for seats."""
    paid = "seats" if kind == "seat" else "metered"
    shared = (item for item in programme.costs if not item.platform and not item.use_case)
    return any(item.paid == paid for item in (*entered_costs(programme, platform), *shared))


def _cost(
    platform: str, kind: str, currency: str, days: tuple[date, date], months: int, amount: float
) -> CostItem:
    what: PaysFor = "seats" if kind == "seat" else "metered"
    return CostItem(
        item=billed_name(what, platform),
        amount=amount / months,
        per="month",
        months=months,
        platform=platform,
        pays_for=what,
        currency=currency or "",
        source=f"bills {days[0]} to {days[1]}, {currency or ''} {amount:,.2f}",
    )
