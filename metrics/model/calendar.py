"""Calendar of weeks and months: period of a day, windows of a period, lags.

A week runs from Monday to Sunday and is named by its Monday (ISO 8601); a month is a calendar
month. A window (first_day..last_day, both inside) belongs to the period it ends in, if its length
fits. Nothing here knows what day it is today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from signpost.metrics.model.types import Window

DAY = timedelta(days=1)
LENGTH_DAYS: dict[Window, tuple[int, int]] = {"week": (7, 8), "month": (28, 31)}
"""Days a window may have to stand for a period; Slack's weekly active counts eight days."""


@dataclass(frozen=True, order=True)
class DaySpan:
    """Days from first to last, both inside."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, order=True)
class Period:
    """One week or month, named by its first day."""

    first: date
    window: Window

    @property
    def last(self) -> date:
        """Last day, inside."""
        return self.shift(1).first - DAY

    @property
    def label(self) -> str:
        """'2026-03-02' for the week of that Monday, '2026-03' for a month."""
        return self.first.isoformat() if self.window == "week" else f"{self.first:%Y-%m}"

    def shift(self, periods: int) -> Period:
        """Return the period that many periods later, earlier where negative."""
        if self.window == "week":
            return Period(self.first + periods * 7 * DAY, self.window)
        months = self.first.year * 12 + self.first.month - 1 + periods
        return Period(date(months // 12, months % 12 + 1, 1), self.window)


def period_of(day: date, window: Window) -> Period:
    """Return the week or month that contains `day`."""
    first = day - day.weekday() * DAY if window == "week" else day.replace(day=1)
    return Period(first, window)


def from_label(label: str) -> Period:
    """Return the period of '2026-03-02', '2026-W10' or '2026-03'; ValueError if it is none."""
    if "-W" in label:
        year, week = label.split("-W")
        return Period(date.fromisocalendar(int(year), int(week), 1), "week")
    if len(label) == len("2026-03"):
        return Period(date.fromisoformat(f"{label}-01"), "month")
    period = period_of(date.fromisoformat(label), "week")
    if period.label != label:
        raise ValueError(f"{label} is not a Monday.")
    return period


def periods_between(first: date, last: date, window: Window) -> tuple[Period, ...]:
    """Return every period that touches first..last, in time order."""
    periods, current = [], period_of(first, window)
    while current.first <= last:
        periods.append(current)
        current = current.shift(1)
    return tuple(periods)


def complete_periods(covered: Iterable[DaySpan], window: Window) -> tuple[Period, ...]:
    """Return the periods every day of which lies in one of the spans, in time order."""
    days = merge_spans(covered)
    if not days:
        return ()
    every = periods_between(days[0].first, days[-1].last, window)
    return tuple(p for p in every if any(s.first <= p.first and p.last <= s.last for s in days))


def merge_spans(spans: Iterable[DaySpan]) -> tuple[DaySpan, ...]:
    """Return the spans with those joined that overlap or touch; in time order."""
    joined: list[DaySpan] = []
    for span in sorted(spans):
        if joined and span.first <= joined[-1].last + DAY:
            joined[-1] = DaySpan(joined[-1].first, max(joined[-1].last, span.last))
        else:
            joined.append(span)
    return tuple(joined)


def _is_one_period(span: DaySpan, window: Window) -> bool:
    """Return whether this window can stand for one period of that length."""
    shortest, longest = LENGTH_DAYS[window]
    return shortest <= span.days <= longest


def compose_windows(spans: Iterable[DaySpan], window: Window) -> dict[Period, tuple[DaySpan, ...]]:
    """Return period -> the windows that make it up, without periods that cannot be made.

    One window whose length fits stands for the period it ends in; of several the one that ends
    last. Otherwise shorter windows are taken together, if they follow each other without gap or
    overlap and reach over the whole period: days or weeks to months, days to weeks. Windows longer
    than the period are never cut.
    """
    ending: dict[Period, list[DaySpan]] = {}
    for span in set(spans):
        ending.setdefault(period_of(span.last, window), []).append(span)
    composed = {period: _windows_of(period, sorted(inside)) for period, inside in ending.items()}
    return {period: composed[period] for period in sorted(composed) if composed[period]}


def _windows_of(period: Period, inside: Sequence[DaySpan]) -> tuple[DaySpan, ...]:
    whole = [span for span in inside if _is_one_period(span, period.window)]
    if whole:
        return (max(whole, key=lambda span: (span.last, span.first)),)
    shortest = LENGTH_DAYS[period.window][0]
    parts = [span for span in inside if span.days < shortest]
    for days in sorted({span.days for span in parts}):
        alike = tuple(span for span in parts if span.days == days)
        if _covers_period(period, alike):
            return alike
    return ()


def _covers_period(period: Period, parts: Sequence[DaySpan]) -> bool:
    chained = all(a.last + DAY == b.first for a, b in pairwise(parts))
    # The last part may end early in the period only if the next one would end after it.
    return (
        chained
        and parts[0].first <= period.first
        and parts[-1].last + parts[-1].days * DAY > (period.last)
    )


def are_longer_than(spans: Iterable[DaySpan], window: Window) -> bool:
    """Return whether every one of these windows is longer than a period, so that none fits."""
    lengths = [span.days for span in spans]
    return bool(lengths) and min(lengths) > LENGTH_DAYS[window][1]


DAYS_PER_MONTH = 30.4375
