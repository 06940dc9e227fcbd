"""Days as people and programs write them. Which of two numbers is the month is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from signpost.pipelines.errors import FileQuestion, UnreadableFile
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.month_names import month_number
from signpost.pipelines.text.period_words import MONTH_WORDS

Order = Literal["dmy", "mdy"]

_NUMBERS = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})[/.\- ](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})([/.\- ])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_WEEKDAY = re.compile(r"(\d{4})-?W(\d{2})-?([1-7])")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SERIAL = re.compile(r"([2-7]\d{4})(\.\d+)?")
_EPOCH = date(1899, 12, 30)
_LONG = 18
"""Characters of a day in eastern signs, with the day of the week behind it."""
_STRAY = 0.01
"""Share of days in the other order that is taken for slips of the pen, and rejected."""


@dataclass(frozen=True)
class OrderEvidence:
    """Counts of texts that can only be day-month, only month-day, or either."""

    dmy: int = 0
    mdy: int = 0
    either: int = 0
    example: str = ""
    firsts: Order | None = None
    """Order in which all of them, two at least, are firsts of months."""


def order_evidence(texts: Mapping[str, int]) -> OrderEvidence:
    """Return the evidence of distinct texts, each weighted by how often it occurs."""
    dmy = mdy = either = 0
    example = ""
    pairs: set[tuple[int, int]] = set()
    for text, times in texts.items():
        found = _NUMBERS.fullmatch(text.strip())
        if not found:
            continue
        first, mark, second = int(found[1]), found[2], int(found[3])
        pairs.add((first, second))
        if mark == "." or (12 < first <= 31 and second <= 12):
            dmy += times
        elif 12 < second <= 31 and first <= 12:
            mdy += times
        elif first != second:
            either, example = either + times, example or text
    return OrderEvidence(dmy, mdy, either, example, _firsts(pairs))


def _firsts(pairs: set[tuple[int, int]]) -> Order | None:
    if len(pairs) < 2:
        return None
    if all(day == 1 for day, _ in pairs):
        return "dmy"
    return "mdy" if all(day == 1 for _, day in pairs) else None


def decide_order(
    columns: Mapping[str, OrderEvidence], asked: Order | None, documented: Order | None
) -> Order:
    """One order for the file: as asked, as its days prove, as the vendor documents it.

    A column named month in which all days are firsts of months in one order proves it.

    Raises UnreadableFile when days contradict each other or could be read both ways.
    """
    if asked:
        return asked
    dmy = sum(found.dmy for found in columns.values())
    mdy = sum(found.mdy for found in columns.values())
    if min(dmy, mdy) > _STRAY * (dmy + mdy):
        names = ", ".join(name for name, found in columns.items() if found.dmy or found.mdy)
        raise UnreadableFile(
            "mixed_dates",
            f"Days are written in both orders, day/month and month/day (column {names}).",
            "Correct the file, or say which order is meant with --dates dmy or --dates mdy; "
            "days that do not fit are then rejected.",
        )
    if dmy or mdy:
        return "dmy" if dmy > mdy else "mdy"
    unclear = {name: found for name, found in columns.items() if found.either}
    for name, found in unclear.items():
        if found.firsts and MONTH_WORDS.search(normalise(name)):
            return found.firsts
    if unclear and not documented:
        name, found = next(iter(unclear.items()))
        raise UnreadableFile(
            "ambiguous_dates",
            f"{found.example!r} (column {name}) can be day/month or month/day, and no other day in "
            "the file decides it.",
            "Say which with --dates dmy or --dates mdy.",
            FileQuestion("dates", "Is the day or the month first?", ("dmy", "mdy")),
        )
    return documented or "dmy"


def read_days(texts: Iterable[str], order: Order) -> dict[str, date]:
    """Return the day of each text that is one."""
    found = {text: read_day(text, order) for text in texts}
    return {text: day for text, day in found.items() if day is not None}


@lru_cache(maxsize=8192)  # files of one month repeat its days
def read_day(text: str, order: Order) -> date | None:
    """One day: numbers in the order given, month names, Excel serials, year first."""
    plain = text.strip()
    if numbers := _NUMBERS.fullmatch(plain):
        first, second, year = int(numbers[1]), int(numbers[3]), _year(numbers[4])
        return _day(year, second, first) if order == "dmy" else _day(year, first, second)
    if serial := _SERIAL.fullmatch(plain):
        return _EPOCH + timedelta(days=int(serial[1]))
    if year_first := _YEAR_FIRST.fullmatch(plain):
        parts = year_first.group(1, 3, 4) if year_first[1] else year_first.group(5, 6, 7)
        return _day(*map(int, parts))
    if re.fullmatch(r"\d{13}", plain):
        return _of_milliseconds(int(plain))
    if east := _EAST.match(plain):
        return _day(*map(int, east.groups())) if len(plain) <= _LONG else None
    if weekday := _WEEKDAY.fullmatch(plain):
        return _weekday(*map(int, weekday.groups()))
    return _worded(plain)


def _of_milliseconds(number: int) -> date | None:
    """Return the day, UTC, of milliseconds since 1970, as interfaces write it; None before 2000."""
    day = date(1970, 1, 1) + timedelta(days=number // 86_400_000)
    return day if 2000 <= day.year < 2100 else None


def _weekday(year: int, week: int, number: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, number)
    except ValueError:
        return None


def serial_day(text: str) -> date | None:
    """Return the day of a spreadsheet's number such as 46023, None outside 2000 to 2049."""
    if not re.fullmatch(r"\d{5}", text):
        return None
    day = _EPOCH + timedelta(days=int(text))
    return day if 2000 <= day.year < 2050 else None


def _worded(text: str) -> date | None:
    """'Apr 17, 2026', '09/Jan/24', '7 de jul. de 2026', 'Thu, 27 Oct 2016'."""
    months = [number for word in _WORD.findall(text) if (number := month_number(word))]
    numbers = re.findall(r"\d+", text)
    if len(months) != 1 or len(numbers) != 2 or len(text) > 40:
        return None
    day, year = numbers
    return _day(_year(year), months[0], int(day)) if len(day) <= 2 else None


def _year(text: str) -> int:
    number = int(text)
    if len(text) > 2:
        return number
    return number + (2000 if number < 70 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 9999 else None
    except ValueError:
        return None
