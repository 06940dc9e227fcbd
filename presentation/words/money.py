"""Money in words: what all of it is worth, when it breaks even, what matters most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from signpost.metrics.model.types import Factor, MoneyEstimate, Refusal
from signpost.metrics.value.costs import COST
from signpost.metrics.value.factors import VOLUME
from signpost.metrics.value.ledger import PromiseEntry
from signpost.metrics.value.portfolio import WorkingTime
from signpost.presentation.formats import SPACE, coarse, count, day, money, number, percent
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.rounded_account import ALL, RoundedAccount, RoundedMoney
from signpost.presentation.words.catalogue import say
from signpost.presentation.words.costs import cost_words
from signpost.presentation.words.effects import effect_change
from signpost.presentation.words.verdicts import chance

COST_PER_WORDS = {
    "once": "once",
    "month": "every month",
    "year": "every year",
    "licence-month": "per licence and month",
}
"""How often a cost is paid."""
PROMISE_STATUS_WORDS = {
    "open": "Nothing was promised in money",
    "claimed": "Promised, not measured yet",
    "evidenced": "Measured, with a verdict",
    "signed": "Measured, and signed by finance",
}


def value_title(shown: RoundedMoney | None) -> str:
    """Return in words what all use cases together are worth."""
    if shown is None:
        return "What it is worth is not known yet"
    return "; ".join(filter(None, (f"Net value to date {shown.words('net')}", shown.likely)))


def working_time_words(time: WorkingTime, account: RoundedAccount) -> str:
    """Return which working time is in the account, and which is not."""
    in_all = ""
    if time.in_all_a_year is not None and round(time.in_all_a_year[1]):
        year = number(coarse(time.in_all_a_year[1]), 0)
        in_all = f"Collaborating takes about {year} hours a year in all, estimated. "
    if not time.measured:
        return (
            f"{in_all}No working time is in the account: no guardrail of a use case counts hours."
        )
    word = "more" if time.hours >= 0 else "fewer"
    beyond = (
        f"{in_all}{count(round(abs(time.hours)), 'hour')} {word} than before the start were "
        "measured to date, which the programme caused: "
        f"{account.words(abs(account.point(ALL, 'working time')))} at the hourly rate. Only these "
        "are in the account; the others were worked before as well."
    )
    missing = len(time.not_measured)
    if not missing:
        return beyond
    cases = count(missing, "use case")
    return (
        f"{beyond} For {cases} no working time is measured, or other use cases of the platform "
        "bear it."
    )


def ledger_title(entries: Sequence[PromiseEntry]) -> str:
    """Return in words how much of what was promised is shown, and how much of that is signed."""
    shown = sum(one.status in ("evidenced", "signed") for one in entries)
    signed = sum(one.status == "signed" for one in entries)
    return (
        f"Promised and realised: {shown} of {count(len(entries), 'use case')} measured in money, "
        f"{signed or 'none'} signed by finance"
    )


def pays(value: MoneyEstimate) -> str:
    """Return in words how likely it is that a figure is above zero."""
    return f"the chance that it pays back is {chance(value.chance_pays_back)}."


def tornado_title(value: MoneyEstimate) -> str:
    """Return in words which assumption matters most."""
    if not value.tornado:
        return "No assumption has a range"
    return f"What matters most: {factor_words(value.tornado[0][0]).lower()}"


def break_even_words(case: CaseBrief) -> tuple[str, ...]:
    """Return in words at which effect and at which worth per unit it pays for itself."""
    value = case.answer.at_stake
    if isinstance(value, Refusal):
        return ()
    if value.cost[1] == 0:
        return ("No cost is entered, so every benefit pays back.",)
    found = []
    if value.break_even_effect is not None:
        found.append(
            f"It pays for itself from {effect_change(value.break_even_effect, case.unit)} on."
        )
    if value.break_even_money_per_unit is not None:
        worth = money(value.break_even_money_per_unit, value.currency)
        found.append(f"It pays for itself if one unit is worth at least {worth}.")
    return (*found, f"As it stands, {pays(value)}")


# Days in what was typed or recorded; the words around them stay as they are.
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def factor_words(name: str) -> str:
    """Write a factor's name as people say it."""
    bare = cost_words(name.removeprefix(f"{COST}: ").removeprefix(COST).strip(" :") or name)
    return _WORDS.get(name, f"{bare[:1].upper()}{bare[1:]}")


_WORDS = {
    "effect": "The effect itself",
    "exposed volume": "Volume exposed",
    "money per unit": "Worth of one unit",
    "attribution": "Share due to this use case",
    "recapture": "Share that turns into money",
    "cost: interventions (once)": "Interventions, once",
}


def amount(name: str, value: float | None, currency: str) -> str:
    """Write one value of a factor: as money, as a share, or as a bare number."""
    if value is None:
        return "not there"
    if name.startswith(COST) or name == "money per unit":
        return money(value, currency)
    return percent(value) if name in ("attribution", "recapture") else number(value)


def amounts(name: str, before: float | None, after: float | None, currency: str) -> tuple[str, str]:
    """Write two values of a factor, with as many figures as it takes to tell them apart."""
    told = amount(name, before, currency), amount(name, after, currency)
    if told[0] != told[1] or before is None or after is None or before == after:
        return told
    if name.startswith(COST) or name == "money per unit":
        finer = [(money(before, currency, unit=one), money(after, currency, unit=one))
                 for one in (1.0, 0.01)]  # fmt: skip
    else:
        write = percent if name in ("attribution", "recapture") else number
        finer = [(write(before, places), write(after, places)) for places in range(1, 5)]
    return next((pair for pair in finer if pair[0] != pair[1]), told)


def factor_value(one: Factor, currency: str, point: str = "") -> str:
    """Write a factor with its range: as money, as a share, or as a bare number.

    `point`: its value as the account shows it.
    """
    per = one.origin.values.get("per", 1.0) if one.name == VOLUME and one.origin else 1.0
    times = f"{SPACE}×{SPACE}{number(float(per), 0)}" if isinstance(per, float) and per != 1 else ""
    low, value, high = (
        f"{amount(one.name, end, currency)}{times}" for end in (one.low, one.value, one.high)
    )
    value = point or value
    return value if one.low == one.high else f"{value} ({low} to {high})"


def source_words(one: Factor) -> str:
    """Return where a factor comes from, for who pays: no method, no column."""
    text = say(one.origin) if one.origin else one.source
    return _DAY.sub(lambda found: day(date.fromisoformat(found[0])), text)
