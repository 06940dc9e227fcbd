"""Periods of a financial year: 2023/24, FY26 P01, Q1 FY2026. Its first month is asked once."""

from __future__ import annotations

import re
from datetime import date, timedelta

from signpost.pipelines.errors import open_question
from signpost.pipelines.reading.plan import Replies

_Span = tuple[date, date]
_DAY = timedelta(days=1)
_YEAR_WORD = r"(?:FY|GJ|WJ|BJ|Exercice|Ejercicio|Esercizio|Exercício|Boekjaar|Geschäftsjahr)"
_YEARS = re.compile(rf"(?:{_YEAR_WORD}\s?)?(\d{{4}})\s?[-/]\s?(\d{{2}}|\d{{4}})", re.I)
_FISCAL = re.compile(
    rf"{_YEAR_WORD}\s?'?(\d{{4}}|\d{{2}})(?:[/-](\d{{4}}|\d{{2}}))?"
    r"(?:[-/ ]*([PQMH])\s?(\d{1,2}))?",
    re.I,
)
_FISCAL_LAST = re.compile(rf"([PQMH])\s?(\d{{1,2}})[-/ ,]*{_YEAR_WORD}\s?'?(\d{{4}}|\d{{2}})", re.I)
_NENDO = re.compile(r"(\d{4})年度\s?(?:第?([1-4])(?:四半期|Q))?")
"""Financial years of Japan are named by the year they begin in."""
_MOST_PERIODS = 16
"""Twelve months and four for closing."""
_PERIOD_NUMBER = re.compile(r"(?:(\d{4})[-/ ]?P\s?(\d{1,2})|P\s?(\d{1,2})[-/ ](\d{4}))", re.I)
_POSTING_PERIOD = re.compile(r"(?:(0\d{2})[./](\d{4})|(\d{4})[./]?(0\d{2}))")
"""SAP: 001.2026 and 2026001."""


def are_financial(pairs: dict[str, tuple[int, int]]) -> bool:
    """Return whether these are 2023/24, 2024/25: each second number is the year after the first."""
    follows = all((year + 1) % 100 == number for year, number in pairs.values())
    return follows and (len(pairs) > 1 or any(number > 12 for _, number in pairs.values()))


def read_financial_years(texts: list[str], hint: str, answers: Replies) -> dict[str, _Span] | None:
    """Return the span of each label, None unless nearly all are of financial years.

    Raises UnreadableFile with a question for the first month.
    """
    found = {text: parts for text in texts if (parts := _fiscal_parts(text))}
    if not found or len(found) < 0.8 * len(texts):
        return None
    begins, same = first_month(answers, texts[0], hint)
    spans = {}
    for text, (year, kind, number, explicit) in found.items():
        start_year = year if explicit or same or begins == 1 else year - 1
        if span := part_of_year(date(start_year, begins, 1), kind, number, answers):
            spans[text] = span
    return spans


def _fiscal_parts(text: str) -> tuple[int, str, int, bool] | None:
    """Return year, kind of part ('' for the year, P, Q), its number, and 'begins in that year'."""
    if years := _YEARS.fullmatch(text):
        first, second = int(years[1]), int(years[2])
        if (first + 1) % 100 == second % 100:
            return first, "", 0, True
    if m := _NENDO.fullmatch(text):
        return int(m[1]), "Q" if m[2] else "", int(m[2] or 0), True
    if m := _FISCAL.fullmatch(text):
        return _full_year(m[1]), (m[3] or "").upper(), int(m[4] or 0), bool(m[2])
    if m := _FISCAL_LAST.fullmatch(text):
        return _full_year(m[3]), m[1].upper(), int(m[2]), False
    if m := _PERIOD_NUMBER.fullmatch(text):
        return int(m[1] or m[4]), "P", int(m[2] or m[3]), False
    if (m := _POSTING_PERIOD.fullmatch(text)) and int(m[1] or m[4]) <= _MOST_PERIODS:
        return int(m[2] or m[3]), "P", int(m[1] or m[4]), False
    return None


def names_financial_year(text: str) -> bool:
    """Return whether a label is of a financial year or a part of one: FY2023/24, FY26-P01."""
    return _fiscal_parts(text.strip()) is not None


def _full_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def first_month(answers: Replies, example: str, hint: str) -> tuple[int, bool]:
    """Return the first month of the year, and whether a year is named by the one it begins in."""
    said = answers.get("fiscal_year", "").strip().casefold()
    if m := re.fullmatch(r"(0?[1-9]|1[0-2])(s?)", said):
        return int(m[1]), bool(m[2])
    raise open_question(
        "fiscal_year",
        f"{example!r} (column {hint or 'of periods'}) is a period of a financial year.",
        "In which month does the financial year begin (1 to 12; 1 is the calendar year)? A year is "
        "taken to be named by the calendar year it ends in; write 10s for one that is named by the "
        "year it begins in.",
        tuple(str(month) for month in range(1, 13)),
    )


def part_of_year(
    start: date, kind: str, number: int, answers: Replies | None = None
) -> _Span | None:
    """Return the days of one part of the year that begins at `start`; kind '' is the year.

    A calendar of 4-4-5 weeks (answers `pattern` and `week_begins`) has a year of whole weeks.
    """
    pattern = (answers or {}).get("pattern", "months")
    if pattern != "months":
        return _part_in_weeks(start, kind, number, pattern, (answers or {}).get("week_begins", ""))
    lengths = {"": 12, "P": 1, "M": 1, "Q": 3, "H": 6}
    months = lengths[kind]
    if kind and not 1 <= number <= 12 // months:
        return None
    first = _plus_months(start, (number - 1) * months if kind else 0)
    return first, _plus_months(first, months) - _DAY


def _part_in_weeks(start: date, kind: str, number: int, pattern: str, begins: str) -> _Span | None:
    first, following = (
        _first_of_week(start, begins),
        _first_of_week(_plus_months(start, 12), begins),
    )
    quarter = [int(weeks) for weeks in pattern.split("-")]
    weeks = {"": [52], "P": quarter * 4, "M": quarter * 4, "Q": [13] * 4, "H": [26] * 2}[kind]
    at = number - 1 if kind else 0
    if not 0 <= at < len(weeks):
        return None
    from_day = first + 7 * sum(weeks[:at]) * _DAY
    last = from_day + 7 * weeks[at] * _DAY - _DAY
    return from_day, (following - _DAY if at == len(weeks) - 1 else last)


_WEEKDAYS = {"monday": 0, "saturday": 5, "sunday": 6}


def _first_of_week(day: date, begins: str) -> date:
    """Return the day nearest to `day` on which a week begins."""
    back = (day.weekday() - _WEEKDAYS.get(begins, 0)) % 7
    return day - back * _DAY if back <= 3 else day + (7 - back) * _DAY


def _plus_months(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
