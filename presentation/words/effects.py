"""Effects in words: 'between 3 and 11 fewer escalations per 1,000 calls'."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from signpost.metrics.model.types import Estimate
from signpost.presentation.formats import SPACE, SYMBOLS, decimals, number

_LEVELS = {"points", "stars", "access", "process"}
_RATE = re.compile(r" per [\d,]+ ")
_TAIL = re.compile(r" (?:per|of|to|in|for|a|by|until|within) ")


@dataclass(frozen=True)
class Phrase:
    """The words around a number for one unit: head + '3' + less + tail."""

    less: str
    more: str
    tail: str = ""
    head: str = ""
    counted: bool = True
    """True: '3 fewer trips' says it all. False: '3 points lower' needs the KPI's name before it."""


def phrase(unit: str) -> Phrase:
    """Wording of a change in this unit."""
    unit = unit.strip()
    first, _, rest = unit.partition(" ")
    if first in ("%", "percent", "pp") or first.lower().startswith("percentage"):
        return Phrase("points lower", "points higher", counted=False)
    if first in SYMBOLS or first in SYMBOLS.values() or first == "CHF":
        return Phrase("less", "more", rest, head=SYMBOLS.get(first, first))
    noun = _TAIL.split(unit, maxsplit=1)[0].split(" ")[-1].lower()
    if (noun.endswith("s") and noun not in _LEVELS) or _RATE.search(unit):
        return Phrase("fewer", "more", unit)
    return Phrase("lower", "higher", f"({unit})" if unit else "", counted=False)


def places_for(low: float, high: float) -> int:
    """Decimals an interval deserves: few, but no end that is not zero is written as zero."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return 1
    width = high - low or abs(low) or 1.0
    places = max(0, -math.floor(math.log10(width / 4)))
    while places < 4 and any(end and round(end, places) == 0 for end in (low, high)):
        places += 1
    return places


def signed_ends(low: float, high: float) -> tuple[str, str]:
    """Return the ends of an interval as figures, rounded as `change_range` rounds them."""
    places = places_for(low, high)
    return number(low, places, signed=True), number(high, places, signed=True)


def _bare(value: float, places: int, words: Phrase) -> str:
    """Write the size of a change without its direction."""
    return f"{words.head}{number(abs(value), places)}"


def bare(value: float, unit: str) -> str:
    """Write the size of a change without direction or unit's noun: '2', '€40', '1.5 points'."""
    words = phrase(unit)
    amount = f"{words.head}{number(abs(value), None if value % 1 else 0)}"
    return f"{amount}{SPACE}points" if words.less.startswith("points") else amount


def effect_change(value: float, unit: str, places: int | None = None) -> str:
    """One change in words: '4.2 fewer escalations per 1,000 calls', 'no change'."""
    words, places = phrase(unit), decimals(value) if places is None else places
    if round(value, places) == 0:
        return "no change"
    side = words.less if value < 0 else words.more
    return f"{_bare(value, places, words)}{SPACE}{side} {words.tail}".strip()


def change_range(low: float, high: float, unit: str) -> str:
    """Two ends in words: 'between 3 and 11 fewer …' or '3 fewer to 2 more …'."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "anything: the data do not narrow it down"
    words, places = phrase(unit), places_for(low, high)
    ends = sorted((_bare(low, places, words), _bare(high, places, words)), key=_size)
    if low < 0 < high:
        return (
            f"anything from {_bare(low, places, words)} {words.less} "
            f"to {_bare(high, places, words)} {words.more} {words.tail}"
        ).strip()
    side = words.less if high <= 0 else words.more
    return f"between {ends[0]} and {ends[1]} {side} {words.tail}".strip()


def _size(text: str) -> float:
    """Return the number inside a written amount, to put the smaller end first."""
    return float("".join(c for c in text if c.isdigit() or c == "."))


def short_effect(value: float, unit: str, places: int | None = None) -> str:
    """Write a signed figure for a metric tile: −4.2, +€12, +2.1 points."""
    words = phrase(unit)
    places = decimals(value) if places is None else places
    text = number(value, places, signed=True)
    if words.head:
        return f"{text[0]}{words.head}{text[1:]}" if text[0] in "+−" else f"{words.head}{text}"
    return f"{text}{SPACE}points" if words.less.startswith("points") else text


def short_range(estimate: Estimate) -> str:
    """'−6.1 to −2.3' with the unit's sign where it has one."""
    places = places_for(estimate.low, estimate.high)
    low, high = (short_effect(end, estimate.unit, places) for end in (estimate.low, estimate.high))
    return f"{low.removesuffix(f'{SPACE}points')} to {high}"
