"""Days, weeks, months, quarters and years as a first and a last day, both inside."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from signpost.pipelines.text.dates import Order, read_day
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.month_names import month_number
from signpost.pipelines.text.period_words import DAY_WORDS, ENDING_WORDS, MONTH_WORDS, WEEK_WORDS

_Span = tuple[date, date]
_DAY = timedelta(days=1)

_MONTH = re.compile(
    r"(\d{4})[-/. ]?(0[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-/. ](\d{4})|(\d{4})[- ]?M(\d{1,2})|"
    r"M(\d{1,2})[-/. ](\d{4})"
)
_WORDED = re.compile(r"([^\W\d_]{3,})\.?[-/ ,]*'?(\d{4}|\d{2})|(\d{4})[-/ ]*([^\W\d_]{3,})\.?")
_WEEK_WORD = (
    r"(?:W|KW|CW|WK|Weeks?|Woche|Semaine|Semana|Settimana|Uge|Uke|Vecka|Tydz|Tydzień|Týden)\.?"
)
_WEEK = re.compile(
    rf"(\d{{4}})[-/ ]?{_WEEK_WORD}[-/ ]?(\d{{1,2}})|{_WEEK_WORD}[-/ ]?(\d{{1,2}})[-/ ,]+(\d{{4}})",
    re.I,
)
_QUARTER = re.compile(
    r"(\d{4})[-/ ]?[QT]([1-4])|[QT]([1-4])[-/ ,']*(\d{4}|\d{2})|([1-4])[QT][-/ ,']*(\d{4}|\d{2})|"
    r"([1-4])\.?[ºoª]? ?(?:quartal|quarter|kvartal|trimestre|kwartał|kwartaal|kw\.|čtvrtletí),? ?"
    r"(\d{4})",
    re.I,
)
_ROMAN_QUARTER = re.compile(
    r"(I{1,3}|IV)\.? ?(?:kwartał|kw\.?|trimestre|trim\.?|кв\.?) ?(\d{4})", re.I
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_HALF = re.compile(
    r"(\d{4})[-/ ]?[HS]([12])|[HS]([12])[-/ ,']*(\d{4})|"
    r"([12])\.?[ºoª]? ?(?:HJ|Halbjahr|half(?: ?year)?|semestre|semester)[-/ ,]*(\d{4})|"
    r"HJ ?([12])[-/ ,]*(\d{4})|(\d{4})[-/ ]?HJ ?([12])",
    re.I,
)
_HUNGARIAN = re.compile(r"(\d{4})\. ?([^\W\d_]{3,})\.?")
_SHORT_WEEK = re.compile(
    r"(?:W|KW|CW|WK)[-/ ]?(\d{1,2})(?:[-/]'?|')(\d{2})|(\d{2})[-/ ]?(?:W|KW|CW|WK)[-/ ]?(\d{1,2})",
    re.I,
)
_EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]")
_EAST_WEEK = re.compile(r"(\d{4})\s?[年년]?\s?第?\s?(\d{1,2})\s?[周週주]")
_EAST_QUARTER = re.compile(r"(\d{4})\s?[年년]?\s?第?\s?([1-4])\s?(?:季度|季|四半期|분기)")
_ERA = re.compile(r"(令和|平成|[RH])\s?(\d{1,2}|元)年\s?(\d{1,2})月")
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
"""Year before the first of an era of Japan."""
_YEAR = re.compile(r"(?:19|20)\d{2}")
_MOSTLY = 0.6
"""Share of the days of a column of weeks that fall on one weekday."""
_INTERVAL = re.compile(r"(\d{4})-(\d{2})-(\d{2})/(\d{4})-(\d{2})-(\d{2})")
_CLOCK = re.compile(
    r"[T ,]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s?([AaPp]\.?[Mm]\.?)?\s*"
    r"(Z|UTC|GMT|[-+]\d\d(?::?\d\d)?)?$"
)
"""A time behind a day; a period has none."""


def named_span(text: str) -> _Span | None:
    """Return the span of a text that names a month, week, quarter or year, else None."""
    plain = text.strip()
    if found := _INTERVAL.fullmatch(plain):
        return _interval(found)
    if found := _MONTH.fullmatch(plain):
        year = found[1] or found[4] or found[5] or found[8]
        month = found[2] or found[3] or found[6] or found[7]
        return _month(int(year), int(month))
    if quarter := _quarter(plain):
        return quarter
    if found := _HALF.fullmatch(plain):
        half = int(found[2] or found[3] or found[5] or found[7] or found[10])
        full = int(found[1] or found[4] or found[6] or found[8] or found[9])
        _, last = _month(full, 6 * half) or (date.min, date.min)
        return date(full, 6 * half - 5, 1), last
    if found := _WEEK.fullmatch(plain):
        return _week(int(found[1] or found[4]), int(found[2] or found[3]))
    if found := _SHORT_WEEK.fullmatch(plain):
        return _week(_full(found[2] or found[3]), int(found[1] or found[4]))
    if _YEAR.fullmatch(plain):
        return date(int(plain), 1, 1), date(int(plain), 12, 31)
    return _named_month(plain)


def _named_month(text: str) -> _Span | None:
    if found := _EAST.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    if found := _EAST_WEEK.fullmatch(text):
        return _week(int(found[1]), int(found[2]))
    if found := _EAST_QUARTER.fullmatch(text):
        return quarter_span(int(found[1]), int(found[2]))
    if found := _ERA.fullmatch(text):
        count = 1 if found[2] == "元" else int(found[2])
        return _month(_ERAS[found[1]] + count, int(found[3]))
    if found := _HUNGARIAN.fullmatch(text) or _WORDED.fullmatch(text):
        parts = [part for part in found.groups() if part]
        word = next(part for part in parts if not part.isdigit())
        year = next(part for part in parts if part.isdigit())
        number = month_number(word)
        return _month(_full(year), number) if number else None
    return None


def _quarter(text: str) -> _Span | None:
    if found := _QUARTER.fullmatch(text):
        number = int(found[2] or found[3] or found[5] or found[7])
        return quarter_span(_full(found[1] or found[4] or found[6] or found[8]), number)
    if found := _ROMAN_QUARTER.fullmatch(text):
        return quarter_span(int(found[2]), _ROMAN[found[1].casefold()])
    return None


def quarter_span(year: int, quarter: int) -> _Span:
    """Return the days of a quarter of the calendar year."""
    last = date(year, 3 * quarter, monthrange(year, 3 * quarter)[1])
    return date(year, 3 * quarter - 2, 1), last


def period_spans(texts: Iterable[str], order: Order, hint: str = "") -> dict[str, _Span]:
    """Return the span of each text that has one.

    Bare days mean the day itself, the week they begin or end, or the month they begin or end,
    whichever all of them fit; `hint` is the column's name.
    """
    found: dict[str, _Span] = {}
    days: dict[str, date] = {}
    for text in texts:
        named = named_span(text)
        day = None if named else read_day(_CLOCK.sub("", text), order)
        if named:
            found[text] = named
        elif day:
            days[text] = day
    widen = _width(set(days.values()), normalise(hint))
    if days and widen == "day" and WEEK_WORDS.search(normalise(hint)):
        return found | _weeks_of_most(days, normalise(hint))
    return found | {text: widened_spans(day, widen) for text, day in days.items()}


def widened_spans(day: date, width: str) -> _Span:
    """Return the `width` ('day', 'week', 'week_end', 'month') that `day` stands for."""
    if width == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    if width == "week":
        return day, day + 6 * _DAY
    if width == "week_end":
        return day - 6 * _DAY, day
    return day, day


def _width(days: set[date], hint: str) -> str:
    firsts = all(day.day == 1 for day in days)
    lasts = all(day.day == monthrange(day.year, day.month)[1] for day in days)
    weekdays = {day.weekday() for day in days}
    weekly, monthly = WEEK_WORDS.search(hint), MONTH_WORDS.search(hint)
    if not days:
        return "day"
    if weekly and len(weekdays) == 1:
        return _week_width(weekdays, hint)
    if (firsts or lasts) and (len(days) > 1 or monthly or not DAY_WORDS.search(hint)):
        return "month"
    if monthly and len({(day.year, day.month) for day in days}) == len(days):
        return "month"
    if len(weekdays) == 1 and len(days) > 1:
        return _week_width(weekdays, hint)
    return "day"


def _weeks_of_most(days: dict[str, date], hint: str) -> dict[str, _Span]:
    """Return the weeks that begin on the weekday of most days, where the column is one of weeks.

    The first week of a year or of the data is often cut: 6 January beside Mondays.
    """
    usual, times = Counter(day.weekday() for day in days.values()).most_common(1)[0]
    width = _week_width(set(), hint)
    step = -1 if width == "week" else 1
    moved = {
        text: day + step * ((day.weekday() - usual) * -step % 7) * _DAY
        for text, day in days.items()
    }
    if times < _MOSTLY * len(days) or len(set(moved.values())) < len(moved):
        return {text: (day, day) for text, day in days.items()}
    return {text: widened_spans(day, width) for text, day in moved.items()}


def _week_width(weekdays: set[int], hint: str) -> str:
    del weekdays  # any day may end a week
    return "week_end" if ENDING_WORDS.search(hint) else "week"


def _full(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _interval(found: re.Match[str]) -> _Span | None:
    """Return the days of an ISO interval."""
    parts = [int(part) for part in found.groups()]
    try:
        first, last = date(*parts[:3]), date(*parts[3:])
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _month(year: int, month: int) -> _Span | None:
    if not (1900 <= year <= 2199 and 1 <= month <= 12):
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _week(year: int, week: int) -> _Span | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return monday, monday + 6 * _DAY
