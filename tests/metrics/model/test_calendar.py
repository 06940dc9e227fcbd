from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost.metrics.model.calendar import (
    DaySpan,
    Period,
    are_longer_than,
    complete_periods,
    compose_windows,
    from_label,
    merge_spans,
    period_of,
    periods_between,
)
from signpost.metrics.model.types import Window

DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
WINDOWS: st.SearchStrategy[Window] = st.sampled_from(["week", "month"])


def span(first: str, last: str) -> DaySpan:
    return DaySpan(date.fromisoformat(first), date.fromisoformat(last))


def days(first: str, n: int) -> list[DaySpan]:
    start = date.fromisoformat(first)
    return [DaySpan(start + timedelta(i), start + timedelta(i)) for i in range(n)]


def weeks(first: str, n: int) -> list[DaySpan]:
    start = date.fromisoformat(first)
    return [DaySpan(start + timedelta(7 * i), start + timedelta(7 * i + 6)) for i in range(n)]


@given(DAYS, WINDOWS)
def test_a_day_is_inside_its_period(day: date, window: Window) -> None:
    period = period_of(day, window)
    assert period.first <= day <= period.last
    assert from_label(period.label) == period


@given(DAYS, WINDOWS, st.integers(-60, 60))
def test_shift_goes_back_and_forth(day: date, window: Window, n: int) -> None:
    period = period_of(day, window)
    assert period.shift(n).shift(-n) == period
    assert period.shift(1).first == period.last + timedelta(1)


def test_weeks_are_named_by_their_monday_also_over_new_year() -> None:
    assert period_of(date(2026, 1, 1), "week").label == "2025-12-29"
    assert period_of(date(2026, 1, 1), "month").label == "2026-01"
    assert from_label("2026-W10") == from_label("2026-03-02")
    with pytest.raises(ValueError, match="not a Monday"):
        from_label("2026-01-01")


def test_periods_between_touches_both_ends() -> None:
    found = periods_between(date(2026, 1, 31), date(2026, 3, 1), "month")
    assert [p.label for p in found] == ["2026-01", "2026-02", "2026-03"]


def test_an_incomplete_last_period_is_not_complete() -> None:
    found = complete_periods([span("2026-01-05", "2026-01-20")], "week")
    assert [p.label for p in found] == ["2026-01-05", "2026-01-12"]
    gap = [span("2026-01-01", "2026-01-10"), span("2026-01-12", "2026-02-28")]
    assert [p.label for p in complete_periods(gap, "month")] == ["2026-02"]
    assert complete_periods([], "month") == ()


def test_merge_joins_touching_spans_only() -> None:
    spans = [span("2026-01-04", "2026-01-05"), span("2026-01-01", "2026-01-03")]
    assert merge_spans([*spans, span("2026-01-07", "2026-01-08")]) == (
        span("2026-01-01", "2026-01-05"),
        span("2026-01-07", "2026-01-08"),
    )


def test_a_window_belongs_to_the_period_it_ends_in() -> None:
    snapshot = span("2026-01-31", "2026-03-01")
    assert compose_windows([snapshot], "month") == {Period(date(2026, 3, 1), "month"): (snapshot,)}
    assert compose_windows([snapshot], "week") == {}


def test_of_two_snapshots_in_one_month_the_later_speaks_and_none_is_added() -> None:
    early, late = span("2026-03-01", "2026-03-30"), span("2026-03-02", "2026-03-31")
    assert compose_windows([early, late], "month") == {Period(date(2026, 3, 1), "month"): (late,)}


def test_days_make_weeks_only_where_all_seven_are_there() -> None:
    seven = days("2026-01-05", 7)
    assert compose_windows(seven, "week") == {Period(date(2026, 1, 5), "week"): tuple(seven)}
    assert compose_windows(seven[:3] + seven[4:], "week") == {}
    assert compose_windows(seven[1:], "week") == {}
    assert compose_windows(seven[:6], "week") == {}


def test_weeks_make_months_by_the_week_they_end_in() -> None:
    found = compose_windows(weeks("2026-01-26", 10), "month")
    # 26 January to 1 February ends in February, so February is whole and March is
    # (the week after 29 March ends in April, which has no more weeks).
    assert [p.label for p in found] == ["2026-02", "2026-03"]
    assert [len(parts) for parts in found.values()] == [4, 5]
    assert [p.label for p in compose_windows(weeks("2026-02-02", 4), "month")] == []


def test_quarters_are_never_cut_into_months() -> None:
    quarter = span("2026-01-01", "2026-03-31")
    assert compose_windows([quarter], "month") == {}
    assert are_longer_than([quarter], "month")
    assert not are_longer_than([*weeks("2026-01-05", 1), quarter], "month")
    assert not are_longer_than([], "month")


@given(st.integers(20, 120), WINDOWS, DAYS)
def test_days_compose_exactly_the_complete_periods(n: int, window: Window, day: date) -> None:
    spans = days(day.isoformat(), n)
    found = compose_windows(spans, window)
    assert tuple(found) == complete_periods(spans, window)
    for period, parts in found.items():
        assert merge_spans(parts) == (DaySpan(period.first, period.last),)
