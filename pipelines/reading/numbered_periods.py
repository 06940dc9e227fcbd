"""Periods in digits: 202607, 2026-7, 20261, 01/26, 2026-S02, and intervals of two ISO days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from signpost.pipelines.reading.financial_years import are_financial
from signpost.pipelines.reading.plan import Certainty, PeriodReading, Replies
from signpost.pipelines.text.period_words import DAY_WORDS, MONTH_WORDS, QUARTER_WORDS, WEEK_WORDS
from signpost.pipelines.text.periods import quarter_span

_Span = tuple[date, date]
_YEAR_PART = re.compile(r"(\d{4})(?:[-./ ]?(\d{2})|[-./ ](\d))")
_PART_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})")
_PART_SHORT_YEAR = re.compile(r"(\d{1,2})[/.](\d{2})")
_YEAR_QUARTER = re.compile(r"((?:19|20)\d{2})([1-4])")
_INTERVAL = re.compile(
    r"([\[(])\s*(\S+?)(?: [\d:]+)?\s*,\s*(\S+?)(?: [\d:]+)?\s*([\])])|"
    r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)"
)
"""As pandas and PostgreSQL write them, and as ISO 8601 does."""
_WEEK_WORD = re.compile(
    r"(?:(\d{4})[-/ ]?S(?:em)?\.?[- ]?(\d{1,2})|S(?:em)?\.?[- ]?(\d{1,2})[-/ ,]+(\d{4}))", re.I
)


def read_numbered_periods(
    texts: list[str], hint: str, answers: Replies | None = None
) -> PeriodReading | None:
    """Return the periods of labels in digits, None where they are none."""
    for reader in (_semaines, _quarter_numbers, _short_years, _numbered):
        found = reader(texts, hint, answers or {})
        if found is not None:
            return found
    return None


def matches_of_all(texts: Sequence[str], pattern: re.Pattern[str]) -> list[re.Match[str]] | None:
    """Return the match of each text, None unless nearly all match."""
    found = [match for text in texts if (match := pattern.fullmatch(text))]
    return found if found and len(found) >= 0.8 * len(texts) else None


def _numbered(texts: list[str], hint: str, answers: Replies) -> PeriodReading | None:
    """Read 202607, 2026-07, 07.2026: months or weeks, as the name and the highest number say."""
    first, last = matches_of_all(texts, _YEAR_PART), matches_of_all(texts, _PART_YEAR)
    found = first or last
    if not found:
        return None
    pairs = {
        m[0]: (int(m[1]), int(m[2] or m[3])) if first else (int(m[2]), int(m[1])) for m in found
    }
    if first and are_financial(pairs) and not (WEEK_WORDS.search(hint) or MONTH_WORDS.search(hint)):
        return None
    numbers = [number for _, number in pairs.values()]
    if not all(1900 <= year <= 2199 for year, _ in pairs.values()) or max(numbers) > 54:
        return None
    weekly = bool(WEEK_WORDS.search(hint)) and not MONTH_WORDS.search(hint)
    if weekly or (max(numbers) > 12 and _mostly_weeks(numbers)):
        spans = {text: span for text, (y, n) in pairs.items() if (span := week_span(y, n, answers))}
        why = "the column is named so" if weekly else "some numbers are above 12"
        return PeriodReading(spans, f"{week_words(answers)}, as year and week ({why})")
    spans = {text: span for text, (y, n) in pairs.items() if (span := month_span(y, n))}
    sure = (
        bool(MONTH_WORDS.search(hint))
        or any(not m[0].isdigit() for m in found)
        or len(numbers) > 11
    )
    return PeriodReading(
        spans,
        "months, as year and month",
        "certain" if sure else "assumed",
        ()
        if sure
        else (
            f"Six digits such as {found[0][0]} in column {hint!r} were read as year and month, "
            "not year and week: no number is above 12.",
        ),
    )


def read_intervals(texts: list[str]) -> PeriodReading | None:
    """Read '[2026-01-01, 2026-02-01)', and ISO intervals of which one begins as another ends."""
    found = matches_of_all(texts, _INTERVAL)
    if not found:
        return None
    ends = {m[0]: (_iso_day(m[2] or m[5]), _iso_day(m[3] or m[6])) for m in found}
    days = {text: (a, b) for text, (a, b) in ends.items() if a and b and a < b}
    touching = {a for a, _ in days.values()} & {b for _, b in days.values()}
    marked = any(m[1] for m in found)
    if not days or not (marked or touching):
        return None
    after = {m[0] for m in found if m[1] == "("}
    closed = {m[0] for m in found if m[4] == "]"}
    spans = {
        text: (a + timedelta(days=text in after), b - timedelta(days=text not in closed))
        for text, (a, b) in days.items()
    }
    note = f"{texts[0]!r} and the like are read without the day they end on."
    certainty: Certainty = "certain" if marked else "assumed"
    return PeriodReading(spans, "intervals", certainty, () if closed else (note,))


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _semaines(texts: list[str], hint: str, answers: Replies) -> PeriodReading | None:
    """Read 'S1 2026' and '2026-S02' as weeks (semaine, semana) where the column is named so."""
    found = matches_of_all(texts, _WEEK_WORD)
    if not found:
        return None
    pairs = {m[0]: (int(m[1] or m[4]), int(m[2] or m[3])) for m in found}
    if not WEEK_WORDS.search(hint) and max(number for _, number in pairs.values()) < 3:
        return None
    spans = {text: span for text, (y, n) in pairs.items() if (span := week_span(y, n, answers))}
    return PeriodReading(spans, f"{week_words(answers)}, as year and week")


def _quarter_numbers(texts: list[str], hint: str, answers: Replies) -> PeriodReading | None:
    """Read 20251, 20252 as year and quarter: as days of a workbook they would lie in 1955."""
    del answers
    found = matches_of_all(texts, _YEAR_QUARTER)
    if not found or DAY_WORDS.search(hint):
        return None
    spans = {m[0]: quarter_span(int(m[1]), int(m[2])) for m in found}
    sure: Certainty = "certain" if QUARTER_WORDS.search(hint) else "assumed"
    return PeriodReading(spans, "quarters, as year and quarter", sure)


def _short_years(texts: list[str], hint: str, answers: Replies) -> PeriodReading | None:
    """Read '01/26' as month and year in a column of months, as week and year in one of weeks."""
    found = matches_of_all(texts, _PART_SHORT_YEAR)
    weekly = bool(WEEK_WORDS.search(hint)) and not MONTH_WORDS.search(hint)
    if found and weekly:
        pairs = {m[0]: week_span(2000 + int(m[2]), int(m[1]), answers) for m in found}
        weeks = {text: span for text, span in pairs.items() if span}
        return PeriodReading(weeks, f"{week_words(answers)}, as week and year", "assumed")
    if not found or any(not 1 <= int(m[1]) <= 12 for m in found):
        return None
    if not MONTH_WORDS.search(hint) and not _follow_each_other(found):
        return None
    spans = {m[0]: span for m in found if (span := month_span(2000 + int(m[2]), int(m[1])))}
    return PeriodReading(spans, "months, as month and year", "assumed")


def _follow_each_other(found: Sequence[re.Match[str]]) -> bool:
    """Return whether 12/25, 01/26, 02/26 are months one after the other.

    01/05, 02/05 may be days of May.
    """
    if any(int(m[2]) <= 12 for m in found):
        return False
    counts = [int(m[2]) * 12 + int(m[1]) for m in found]
    return len(counts) > 1 and all(b - a == 1 for a, b in pairwise(counts))


def _mostly_weeks(numbers: list[int]) -> bool:
    return sum(number > 12 for number in numbers) > 1 or len(numbers) < 10 or max(numbers) <= 53


def week_span(year: int, week: int, answers: Replies) -> _Span | None:
    """Return the days of a numbered week: of ISO, or of a calendar whose weeks begin earlier.

    There week 1 is the one with 1 January in it.
    """
    back = _BEFORE_MONDAY.get(answers.get("week_begins", ""), 0)
    if not back:
        return _iso_week(year, week)
    new_year = date(year, 1, 1)
    first = new_year - timedelta(days=(new_year.weekday() + back) % 7)
    start = first + timedelta(days=7 * (week - 1))
    return (start, start + timedelta(days=6)) if 1 <= week <= 54 and start.year <= year else None


_BEFORE_MONDAY = {"sunday": 1, "saturday": 2}


def week_words(answers: Replies) -> str:
    """Return what the weeks are called that `week_span` counts."""
    begins = answers.get("week_begins", "monday")
    return "ISO weeks" if begins not in _BEFORE_MONDAY else f"weeks from {begins.capitalize()}"


def _iso_week(year: int, week: int) -> _Span | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return monday, monday + timedelta(days=6)


def month_span(year: int, month: int) -> _Span | None:
    """Return first and last day of a month."""
    if not 1 <= month <= 12:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
