"""Money in words: what all of it is worth, when it breaks even, what matters most."""

from __future__ import annotations

from collections.abc import Sequence

from signpost.dashboard.effects import change
from signpost.dashboard.factor_words import factor_words
from signpost.dashboard.formats import count, money, money_range
from signpost.dashboard.reports.case import CaseBrief
from signpost.dashboard.words import chance
from signpost.metrics.model.types import Money, Refusal
from signpost.metrics.value.ledger import Entry
from signpost.metrics.value.portfolio import Portfolio

STATUS = {
    "open": "Nothing was promised in money",
    "claimed": "Promised, not measured yet",
    "evidenced": "Measured, with a verdict",
    "signed": "Measured, and signed by finance",
}


def value_title(portfolio: Portfolio) -> str:
    """Say what all use cases together are worth."""
    if isinstance(portfolio.net, Refusal):
        return "What it is worth is not known yet"
    low, point, high = portfolio.net
    span = money_range(low, high, portfolio.currency).replace(" to ", " and ")
    return f"Net value to date {money(point, portfolio.currency)}; nine times in ten between {span}"


def ledger_title(entries: Sequence[Entry]) -> str:
    """Say how much of what was promised is shown, and how much of that is signed."""
    shown = sum(one.status in ("evidenced", "signed") for one in entries)
    signed = sum(one.status == "signed" for one in entries)
    return (
        f"Promised and realised: {shown} of {count(len(entries), 'use case')} measured in money, "
        f"{signed or 'none'} signed by finance"
    )


def pays(value: Money) -> str:
    """Say how likely it is that a figure is above zero."""
    return f"the chance that it pays back is {chance(value.chance_pays_back)}."


def tornado_title(value: Money) -> str:
    """Say which assumption matters most."""
    if not value.tornado:
        return "No assumption has a range"
    return f"What matters most: {factor_words(value.tornado[0][0]).lower()}"


def break_even(case: CaseBrief) -> tuple[str, ...]:
    """Say at which effect and at which worth per unit it pays for itself."""
    value = case.answer.at_stake
    if isinstance(value, Refusal):
        return ()
    if value.cost[1] == 0:
        return ("No cost is entered, so every benefit pays back.",)
    found = []
    if value.break_even_effect is not None:
        found.append(f"It pays for itself from {change(value.break_even_effect, case.unit)} on.")
    if value.break_even_money_per_unit is not None:
        worth = money(value.break_even_money_per_unit, value.currency)
        found.append(f"It pays for itself if one unit is worth at least {worth}.")
    return (*found, f"As it stands, {pays(value)}")
