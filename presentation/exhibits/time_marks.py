"""What happened, as marks on every chart over time: interventions, reorganisations, definitions."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from signpost.presentation.chart_data import TrendMark
from signpost.presentation.formats import count, short_label

MOST_MARKS = 8
"""More months with events than this are not all drawn: those with most groups are."""


@dataclass(frozen=True)
class TimeEvent:
    """One thing that happened on a day, in how many groups; 0: in the whole organisation."""

    day: date
    what: str
    groups: int = 0


@dataclass(frozen=True)
class TimeMarks:
    """Marks of a chart and what their letters stand for."""

    marks: tuple[TrendMark, ...] = ()
    words: str = ""


NO_MARKS = TimeMarks()


def marks_between(events: Sequence[TimeEvent], periods: Sequence[str]) -> TimeMarks:
    """Return one mark per month in which something happened while the chart lasts."""
    if not periods or not events:
        return NO_MARKS
    first, last = min(periods), max(periods)
    by_month: dict[str, list[TimeEvent]] = {}
    for event in sorted(events, key=lambda one: one.day):
        day = event.day.isoformat()
        if first <= day[: len(first)] and day[: len(last)] <= last:
            by_month.setdefault(day[:7], []).append(event)
    most = sorted(by_month, key=lambda month: -_weight(by_month[month]))[:MOST_MARKS]
    drawn = [(month, found) for month, found in by_month.items() if month in most]
    letters = dict(zip((month for month, _ in drawn), string.ascii_uppercase, strict=False))
    marks = tuple(TrendMark(_place(found, periods), letters[month]) for month, found in drawn)
    parts = [f"{letters[month]} {short_label(month)}: {_words(found)}" for month, found in drawn]
    left = sum(len(found) for month, found in by_month.items() if month not in most)
    parts += [f"not drawn: {count(left, 'more event')}"] if left else []
    return TimeMarks(marks, "; ".join(parts))


def _weight(events: Sequence[TimeEvent]) -> int:
    """Return how much a month matters: what concerns the whole organisation comes first."""
    return sum(event.groups or 1_000 for event in events)


def _place(events: Sequence[TimeEvent], periods: Sequence[str]) -> str:
    """Return the first period of the chart that holds the first of these events."""
    day = events[0].day.isoformat()
    return max((one for one in periods if one <= day[: len(one)]), default=min(periods))


def _words(events: Sequence[TimeEvent]) -> str:
    groups: Counter[str] = Counter()
    for event in events:
        groups[event.what] += event.groups
    return ", ".join(
        f"{what} in {count(many, 'group')}" if many else what for what, many in groups.items()
    )
