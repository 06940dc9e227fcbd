"""The days a file covers, read from its name, where its rows do not carry them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from signpost.pipelines.text.dates import read_day
from signpost.pipelines.text.periods import named_span

_Window = tuple[date, date]

_WORDED = r"[A-Z][a-z]{2,8} \d{1,2}, \d{4}"
_PRIOR = re.compile(rf"Prior (\d+) Days - ({_WORDED})", re.I)
_RANGE = re.compile(rf"({_WORDED}) - ({_WORDED})", re.I)
_BACK = re.compile(r"_(7|14|28|30|90|180)_(\d{4})-(\d{2})-(\d{2})")
_ISO = re.compile(r"(?<!\d)(20\d{2})[-_.]?(\d{1,2})[-_.]?(\d{1,2})(?!\d)")


def date_range_from_file_name(name: str) -> _Window | None:
    """'… Prior 30 Days - Jul 3, 2026.csv' or '… Apr 4, 2026 - Jul 3, 2026.csv'."""
    if prior := _PRIOR.search(name):
        last = read_day(prior[2], "mdy")
        return (last - timedelta(days=int(prior[1]) - 1), last) if last else None
    if span := _RANGE.search(name):
        first, last = read_day(span[1], "mdy"), read_day(span[2], "mdy")
        return (first, last) if first and last and first <= last else None
    return None


def days_until(name: str) -> _Window | None:
    """'…_30_2026-09-12T14-42-10.csv': so many days until that one."""
    back = _BACK.search(name)
    last = read_day("-".join(back.group(2, 3, 4)), "dmy") if back else None
    return (last - timedelta(days=int(back[1]) - 1), last) if back and last else None


def iso_range(name: str) -> _Window | None:
    """One ISO day, or two: the first and the last."""
    days = [found for found in map(_day, _ISO.finditer(name)) if found]
    if not days or len(days) > 2 or days[0] > days[-1]:
        return None
    return days[0], days[-1]


def iso_day(name: str) -> _Window | None:
    """Return the only ISO day in the name."""
    found = iso_range(name)
    return found if found and found[0] == found[1] else None


def month_or_day(name: str) -> _Window | None:
    """Return an ISO day, range or month such as 2026-07."""
    months = re.findall(r"(?<!\d)20\d{2}-(?:0[1-9]|1[0-2])(?![-\d])", name)
    return iso_range(name) or (named_span(months[0]) if len(months) == 1 else None)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def discourse_days(name: str) -> _Window | None:
    """'user-list-260703-101500-1.csv.gz': the 28 days up to the export of 3 July 2026."""
    found = re.search(r"user-list-(\d{2})(\d{2})(\d{2})-\d{6}", name)
    if not found:
        return None
    try:
        last = date(2000 + int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return last - timedelta(days=27), last
