"""Formats of numbers: 61 %, €1.2 m, 31 Oct 2026, −4.1 to 0.3."""

from __future__ import annotations

import calendar
import math
import re
from datetime import date

_WORDS = "no one two three four five six seven eight nine ten eleven twelve"
SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
_MONTHS = tuple(calendar.month_abbr)
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def decimals(*values: float) -> int:
    """Return the decimals that tell these numbers apart: two figures of the largest, at most 4."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if largest == 0:
        return 0
    return min(4, max(0, 1 - math.floor(math.log10(largest))))


def number(value: float, places: int | None = None, *, signed: bool = False) -> str:
    """Return 1,204 or 0.42 or −3.1; `places` None: two figures below ten, whole numbers above."""
    if not math.isfinite(value):
        return "not known"
    places = decimals(value) if places is None else places
    rounded = round(value, places) + 0.0
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{abs(rounded):,.{places}f}"


def percent(share: float, places: int = 0) -> str:
    """Return a share as per cent: 0.61 -> 61 %."""
    if not math.isfinite(share):
        return "not known"
    return f"{number(100 * share, places)}{SPACE}%"


def group_share(share: float) -> str:
    """Return a group's share as per cent; nobody and everybody stand for those near to it, too."""
    words = {0.0: "almost none", 1.0: "almost all"}
    return words.get(share, percent(share))


def points(share: float) -> str:
    """Return 0.61 -> 61: a share as a bare number of per cent, for a narrow cell."""
    return number(100 * share, 0)


def whole_number(value: float) -> str:
    """Return a number without decimals."""
    return number(value, 0)


def tenths(value: float) -> str:
    """Return a number with one decimal."""
    return number(value, 1)


def _scale(*amounts: float) -> tuple[float, str, int]:
    """Return divisor, word and decimals that suit the largest of these amounts."""
    largest = max(abs(amount) for amount in amounts)
    if largest >= 999.5e6:
        return 1e9, f"{SPACE}bn", 1
    if largest >= 999_500:
        return 1e6, f"{SPACE}m", 1 if largest < 99.5e6 else 0
    if largest >= 9_950:
        return 1e3, f"{SPACE}k", 0
    if largest >= 995:
        return 1.0, "", -2
    return 1.0, "", 0 if largest >= 99.5 else 2


UNITS = (0.01, 1.0, 1e3, 1e5, 1e8)
"""Units that amounts of one account are rounded to: cents, whole, thousands, 0.1 m, 0.1 bn."""
_UNIT_SCALES = {
    0.01: (1.0, "", 2), 1.0: (1.0, "", 0), 1e3: (1e3, f"{SPACE}k", 0),
    1e5: (1e6, f"{SPACE}m", 1), 1e8: (1e9, f"{SPACE}bn", 1),
}  # fmt: skip


def unit_for(largest: float) -> float:
    """Return the unit in which the largest amount of an account has at most five figures."""
    ends = (99.5, 9_950, 99.5e6, 9.95e9)
    return next((unit for unit, end in zip(UNITS, ends, strict=False) if largest < end), UNITS[-1])


def money_step(amount: float) -> float:
    """Return the step `money` rounds an amount to: 1,000 for €245 k, 100 for €7,900."""
    divisor, _, places = _scale(amount)
    return float(divisor * 10.0**-places)


def money(
    amount: float,
    currency: str,
    *,
    signed: bool = False,
    like: float | None = None,
    unit: float | None = None,
) -> str:
    """Return 1_234_567 -> €1.2 m.

    `like`: on the scale that suits this other amount. `unit`: one of UNITS, to be comparable with
    other amounts of an account: €1,235 k.
    """
    if not math.isfinite(amount):
        return "not known"
    scale = _scale(amount if like is None else like) if unit is None else _UNIT_SCALES[unit]
    divisor, word, places = scale
    rounded = round(amount / divisor, places) + 0.0
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    symbol = SYMBOLS.get(currency, f"{currency}{SPACE}")
    return f"{sign}{symbol}{abs(rounded):,.{max(places, 0)}f}{word}" if rounded else f"{symbol}0"


def money_range(low: float, high: float, currency: str) -> str:
    """Return €0.2 m to €1.6 m; each end on its own scale, so that a small loss does not vanish."""
    if math.isclose(low, high):
        return "no range given"
    return f"{money(low, currency)} to {money(high, currency)}"


def range_ends(low: float, high: float, shown: str, currency: str) -> tuple[str, str]:
    """Return both ends of a range of money; where it has no width, the amount as it is shown."""
    return (
        (shown, shown) if math.isclose(low, high) else (money(low, currency), money(high, currency))
    )


def coarse(value: float) -> float:
    """Return two figures of an estimate, three from a thousand on: 309,653 -> 310,000."""
    if abs(value) < 100:
        return value
    return float(f"{value:.2g}" if abs(value) < 1_000 else f"{value:.3g}")


def interval(low: float, high: float, places: int | None = None) -> str:
    """Return −4.1 to +0.3, with as many decimals as its width needs."""
    places = decimals(high - low or low) if places is None else places
    return f"{number(low, places, signed=True)} to {number(high, places, signed=True)}"


def day(value: date) -> str:
    """Return a day: 31 Oct 2026."""
    return f"{value.day}{SPACE}{_MONTHS[value.month]}{SPACE}{value.year}"


def period(text: str) -> str:
    """Return a panel's period in words: 2026-03 -> Mar 2026, a Monday -> week of 2 Mar 2026."""
    if week := _WEEK.fullmatch(text):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return f"week of {day(monday)}"
    if month := _MONTH.fullmatch(text):
        return f"{_MONTHS[date(int(month[1]), int(month[2]), 1).month]}{SPACE}{month[1]}"
    try:
        return f"week of {day(date.fromisoformat(text))}"
    except ValueError:
        return text


def count(number_of: int, thing: str, things: str | None = None) -> str:
    """Return a number with its noun: 1 group, 3 groups, no groups."""
    if number_of == 1:
        return f"1 {thing}"
    return f"{number_of:,} {things or thing + 's'}" if number_of else f"no {things or thing + 's'}"


def in_words(number_of: int) -> str:
    """Return a small number as a word: three; from thirteen on, 13."""
    words = _WORDS.split()
    return words[number_of] if number_of < len(words) else f"{number_of}"


def listed(parts: list[str], *, most: int = 3) -> str:
    """Return a list in words: a, b and c; or a, b and 4 more."""
    if len(parts) > most + 1:
        parts = [*parts[:most], f"{len(parts) - most} more"]
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def short_label(period: str, *, days: bool = True) -> str:
    """Return a short period: 2026-10-19 -> 19 Oct 26, 2026-03 -> Mar 26; no day: Oct ’26."""
    try:
        if len(period) == 7:
            return f"{date.fromisoformat(f'{period}-01'):%b %y}"
        day = date.fromisoformat(period)
    except ValueError:
        return period
    return f"{day.day} {day:%b %y}" if days else f"{day:%b} \N{RIGHT SINGLE QUOTATION MARK}{day:%y}"
