"""The factors of a money figure in words: name, value with its range, where it comes from."""

from __future__ import annotations

import re
from datetime import date

from signpost.dashboard.formats import (
    SPACE,
    day,
    money,
    number,
    percent,
)
from signpost.metrics.model.types import Factor
from signpost.metrics.value.costs import COST

_COUNTED = re.compile(r"counted in units of ([\d.]+)")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_MONTHLY = re.compile(r"([\d.]+) per month")


def factor_words(name: str) -> str:
    """Write a factor's name as people say it."""
    bare = name.removeprefix(f"{COST}: ").removeprefix(COST).strip(" :") or name
    return _WORDS.get(name, f"{bare[:1].upper()}{bare[1:]}")


_WORDS = {
    "effect": "The effect itself",
    "exposed volume": "How much it touched",
    "money per unit": "Worth of one unit",
    "attribution": "Share due to this use case",
    "recapture": "Share that turns into money",
    "cost: interventions (once)": "What was done, once",
}


def amount(name: str, value: float | None, currency: str) -> str:
    """Write one value of a factor: as money, as a share, or as a bare number."""
    if value is None:
        return "not there"
    if name.startswith(COST) or name == "money per unit":
        return money(value, currency)
    return percent(value) if name in ("attribution", "recapture") else number(value)


def factor_value(one: Factor, currency: str) -> str:
    """Write a factor with its range: as money, as a share, or as a bare number."""
    unit = _COUNTED.search(one.source) if one.name == "exposed volume" else None
    times = f"{SPACE}×{SPACE}{number(float(unit[1]), 0)}" if unit else ""
    low, value, high = (
        f"{amount(one.name, end, currency)}{times}" for end in (one.low, one.value, one.high)
    )
    return value if one.low == one.high else f"{value} ({low} to {high})"


def source_words(one: Factor) -> str:
    """Say where a factor comes from in words for who pays: no method, no column."""
    if one.name == "effect":
        return f"What was measured: {one.source.partition(': ')[2] or one.source}"
    if one.name == "exposed volume":
        return "Counted in the KPI's own data"
    text = _MONTHLY.sub(lambda found: f"{number(float(found[1]), 0)} per month", one.source)
    text = text.replace(" hours by ", " hours more, measured by ")
    return _DAY.sub(lambda found: day(date.fromisoformat(found[0])), text)
