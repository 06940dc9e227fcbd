"""Adoption counts per group and period, before disclosure control: for statistics only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from signpost.metrics.model.adoption_metrics import (
    CATALOGUE,
    READING_ACTIONS,
    AdoptionMetric,
    metric_named,
)
from signpost.metrics.model.calendar import (
    DaySpan,
    Period,
    are_longer_than,
    compose_windows,
    periods_between,
)
from signpost.metrics.model.keys import platform_key
from signpost.metrics.model.ladder import DEFAULT, ladder_placing
from signpost.metrics.model.sql_files import day_rows, statements
from signpost.metrics.model.types import Refusal, Window
from signpost.metrics.panel.membership import Grouping
from signpost.warehouse import Reader
from signpost.warehouse.usage_tables import usage_by_columns

_SQL = statements("adoption/adoption.sql")
FLOW = "\x1f"
"""Between the group a person was in and the one they are in now."""
_GROUP = {
    "as-was": "r.group_id",
    "as-is": "l.group_id",
    "flow": f"r.group_id || '{FLOW}' || l.group_id",
}
_COLUMNS = ["group", "period", "numerator", "denominator", "people"]


@dataclass(frozen=True)
class UsagePeriods:
    """Consecutive periods from the first to the last delivered one, and the windows of each."""

    every: tuple[Period, ...]
    parts: dict[Period, tuple[DaySpan, ...]]

    @property
    def days(self) -> str:
        """Return rows of (period number, first day, last day, closing day)."""
        rows = [
            (self.every.index(period), span.first, span.last, spans[-1].last)
            for period, spans in self.parts.items()
            for span in spans
        ]
        return day_rows(rows)

    @property
    def has_single_windows(self) -> bool:
        """Return whether each period is one window."""
        return all(len(spans) == 1 for spans in self.parts.values())

    def numbers(self, history: int = 0) -> list[int]:
        """Return the numbers of the delivered periods with so many delivered before them."""
        have = {i for i, period in enumerate(self.every) if period in self.parts}
        return sorted(i for i in have if all(i - back in have for back in range(history + 1)))

    def last(self, number: int) -> UsagePeriods:
        """Return only the last `number` delivered periods."""
        latest = [self.every[i] for i in self.numbers()[-number:]]
        return replace(self, parts={period: self.parts[period] for period in latest})


def platforms_with_usage(reader: Reader) -> tuple[str, ...]:
    """Return every platform with usage."""
    return reader.once(
        ("platforms with usage",), lambda: tuple(name for (name,) in reader.rows(_SQL["platforms"]))
    )


def usage_periods(reader: Reader, platform: str, window: Window) -> UsagePeriods | Refusal:
    """Return the periods with usage; a Refusal where there is none."""
    key = ("usage periods", platform, window)
    return reader.once(key, lambda: _usage_periods(reader, platform, window))


def _usage_periods(reader: Reader, platform: str, window: Window) -> UsagePeriods | Refusal:
    windows = reader.rows(_SQL["windows"], [platform_key(platform)])
    spans = [DaySpan(first, last) for first, last in windows]
    parts = compose_windows(spans, window)
    if parts:
        return UsagePeriods(periods_between(min(parts).first, max(parts).last, window), parts)
    if are_longer_than(spans, window):
        return Refusal(
            f"Usage of {platform} comes in windows of {min(s.days for s in spans)} days or more; "
            f"it cannot be asked per {window}.",
            f"Load a shorter export of {platform}, or ask per month.",
        )
    have = ", ".join(platforms_with_usage(reader)) or "none"
    return Refusal(
        f"There is no usage of {platform or 'the platform'} that makes a whole {window}.",
        f"Load its usage export. Usage there is of: {have}.",
    )


def adoption_counts(
    reader: Reader,
    metric: str,
    platform: str,
    window: Window,
    grouping: Grouping | str = "as-was",
    members_on: date | None = None,
) -> pd.DataFrame | Refusal:
    """Return group, period (a Period), numerator, denominator, people (in the denominator).

    Nobody active among the licensed is 0; a period that no file covers has no row. With
    `members_on`, people count under the group they were in on that day, or not at all. This is
    before disclosure: for statistics, not for a screen.
    """
    card, platform = metric_named(metric), platform_key(platform)
    if card is None:
        names = ", ".join(card.id for card in CATALOGUE)
        return Refusal(f"There is no adoption metric {metric!r}.", f"Use one of: {names}.")
    if window not in card.windows:
        return Refusal(f"{card.label} is counted over weeks.", "Ask per week.")
    aggregated = None if members_on else _aggregated(reader, metric, platform, window)
    if aggregated is not None:
        return aggregated
    line = usage_periods(reader, platform, window)
    if isinstance(line, Refusal):
        return line
    counts = _counted(reader, card, platform, line, members_on or grouping)
    counts = counts[counts["period"].isin(line.numbers(card.history))]
    if counts.empty:
        return _too_short_refusal(reader, card, platform, window)
    period = counts["period"].map(dict(enumerate(line.every)))
    return counts.rename(columns={"group_id": "group"}).assign(period=period)[_COLUMNS]


def _counted(
    reader: Reader, card: AdoptionMetric, platform: str, line: UsagePeriods, grouping: str | date
) -> pd.DataFrame:
    if card.id == "active" and grouping == "as-was" and line.has_single_windows:
        counts = reader.frame(_SQL["group_windows"].format(days=line.days), [platform])
        return counts.assign(
            numerator=counts["active"], denominator=counts["licensed"], people=counts["licensed"]
        )
    own = _statement(reader, card, platform)
    return reader.frame(person_sql(line, grouping) + own, {"platform": platform})


def person_sql(line: UsagePeriods, grouping: str | date) -> str:
    """Return the statements `used` and `member` for these periods, to select from.

    A day as grouping: under the group of that day; who was in none has NULL.
    """
    used = _SQL["used" if line.has_single_windows else "used_in_parts"].format(days=line.days)
    if isinstance(grouping, date):
        then = f"from_day <= date '{grouping}' and date '{grouping}' < until_day"
        return used + _SQL["member"].format(group=_GROUP["as-is"], placed=then)
    return used + _SQL["member"].format(group=_GROUP[grouping], placed="true")


def _statement(reader: Reader, card: AdoptionMetric, platform: str) -> str:
    if card.from_facts:
        return _kinds_done(reader, platform) + _SQL[card.id]
    return ladder_placing(DEFAULT) + _SQL[card.id] if card.id == "habitual" else _SQL[card.id]


def _kinds_done(reader: Reader, platform: str) -> str:
    """Return the statement `did` of a platform."""
    usage, columns = usage_by_columns(reader, platform)
    done = {action: f"u.{column} > 0" for action, column in columns.items()}
    kinds = {action: f"max(case when {sql} then 1 else 0 end)" for action, sql in done.items()}
    wrote = [sql for action, sql in kinds.items() if not _is_reading(action)]
    return _SQL["did"].format(
        usage=usage,
        is_used=" or ".join(done.values()) or "false",
        kinds=" + ".join(kinds.values()) or "0",
        wrote=" + ".join(wrote) or "0",
    )


def _is_reading(action: str) -> bool:
    return not set(READING_ACTIONS).isdisjoint(action.split("_"))


def _too_short_refusal(
    reader: Reader, card: AdoptionMetric, platform: str, window: Window
) -> Refusal:
    if reader.one(_SQL["members"], [platform])[0] == 0:
        return Refusal(
            f"Nobody who uses {platform} is in the roster.",
            "Load a roster of that time whose people carry the same ids as the usage export.",
        )
    if card.from_facts and reader.rows("select 1 from setting where name = 'facts'"):
        return Refusal(
            f"{card.label} is counted from single actions, which stay in the lakehouse.",
            "Choose another metric, or load usage exports into a data folder of their own.",
        )
    return Refusal(
        f"{card.label} needs {card.history + 1} {window}s of {platform} in a row, in detail.",
        f"Load more {window}s of usage.",
    )


def _aggregated(reader: Reader, metric: str, platform: str, window: Window) -> pd.DataFrame | None:
    """Return counts of exports that come per group, where no person-level usage is loaded.

    Their denominator is the number of people. Weeks of such counts do not add up to months.
    """
    if reader.rows(_SQL["windows"], [platform]):
        return None
    rows = reader.rows(_SQL["group_usage_windows"], [platform, metric])
    plan = compose_windows([DaySpan(first, last) for first, last in rows], window)
    whole = [(period, spans[0]) for period, spans in plan.items() if len(spans) == 1]
    if not whole:
        return None
    days = day_rows([(i, span.first, span.last, span.last) for i, (_, span) in enumerate(whole)])
    counts = reader.frame(_SQL["group_usage"].format(days=days), [platform, metric]).dropna()
    period = counts["period"].map({i: period for i, (period, _) in enumerate(whole)})
    named = counts.rename(columns={"group_id": "group"})
    return named.assign(period=period, people=counts["denominator"])[_COLUMNS]
