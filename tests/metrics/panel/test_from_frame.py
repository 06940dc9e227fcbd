"""Ready-made panels: every way periods are written, and every way a table can be wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost.metrics.panel.frame_columns import PanelError
from signpost.metrics.panel.from_frame import WEEKS_FROM, panel_from_frame
from signpost.metrics.panel.period_labels import PeriodError, labelled_periods

PERIODS = {
    "days": ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"],
    "month days": ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"],
    "months": ["2025-11", "2025-12", "2026-01", "2026-02"],
    "weeks": ["2025-W52", "2026-W01", "2026-W02", "2026-W03"],
    "numbers": ["3", "4", "5", "6"],
}


def table(periods: list[str], **columns: object) -> pd.DataFrame:
    rows = [
        {"group": group, "period": period, "outcome": float(i)}
        for group in ("a", "b")
        for i, period in enumerate(periods)
    ]
    frame = pd.DataFrame(rows)
    if "start" not in columns and "adoption" not in columns:
        frame["start"] = np.where(frame["group"] == "a", periods[2], None)
    return frame.assign(**columns)


@pytest.mark.parametrize("kind", PERIODS)
def test_every_way_of_writing_periods(kind: str) -> None:
    panel = panel_from_frame(table(PERIODS[kind]), better="lower")
    assert panel.periods == tuple(PERIODS[kind])
    assert panel.start.tolist() == [2, -1]
    months = kind in ("month days", "months", "numbers")
    assert panel.question.window == ("month" if months else "week")
    np.testing.assert_array_equal(panel.outcome, [[0, 1, 2, 3]] * 2)


@pytest.mark.parametrize(("periods", "window"), [(WEEKS_FROM - 1, "month"), (WEEKS_FROM, "week")])
def test_many_whole_numbers_are_taken_for_weeks(periods: int, window: str) -> None:
    numbers = [str(at) for at in range(1, periods + 1)]
    question = panel_from_frame(table(numbers), better="lower").question
    assert (question.window, question.period) == (window, "period")


def test_a_period_without_rows_is_unknown() -> None:
    frame = table(PERIODS["months"])
    frame = frame[frame["period"] != "2025-12"]
    panel = panel_from_frame(frame, better="lower")
    assert len(panel.periods) == 4
    assert np.isnan(panel.outcome[:, 1]).all()


def test_starts_before_within_and_after_the_panel() -> None:
    frame = table(PERIODS["days"])
    frame["start"] = np.where(frame["group"] == "a", "2020-01-01", "2027-01-01")
    assert panel_from_frame(frame, better="lower").start.tolist() == [0, -1]
    frame["start"] = np.where(frame["group"] == "a", "2026-03-11", None)
    assert panel_from_frame(frame, better="lower").start.tolist() == [1, -1]


def test_weight_denominator_and_adoption() -> None:
    frame = table(PERIODS["numbers"], adoption=0.5, denominator=[10.0] * 4 + [30.0] * 4)
    panel = panel_from_frame(frame, better="higher", lag=2, worthwhile=0.1)
    assert panel.weight.tolist() == [10.0, 30.0]
    np.testing.assert_allclose(panel.outcome_numerator[1], [0, 30, 60, 90])
    assert panel.adoption is not None
    assert panel.question.lag == 2
    assert panel_from_frame(frame.assign(weight=2.0), better="higher").weight.tolist() == [2.0, 2.0]


def test_floats_from_a_csv_are_whole_numbers() -> None:
    frame = table(["2003", "2004", "2005", "2006"])
    frame["start"] = pd.to_numeric(frame["start"])
    assert panel_from_frame(frame, better="lower").start.tolist() == [2, -1]


WRONG = {
    "no outcome column": (lambda f: f.drop(columns="outcome"), "outcome"),
    "neither start nor adoption": (lambda f: f.drop(columns="start"), "adoption or start"),
    "no rows": (lambda f: f.iloc[:0], "no rows"),
    "text for a number": (lambda f: f.assign(outcome=["x", *f["outcome"][1:]]), "Line 2"),
    "infinity": (lambda f: f.assign(outcome=[*f["outcome"][:-1], np.inf]), "Line 9"),
    "blank group": (lambda f: f.assign(group=["", *f["group"][1:]]), "Line 2, column group"),
    "not a period": (lambda f: f.assign(period=["soon", *f["period"][1:]]), "soon"),
    "two kinds of period": (lambda f: f.assign(period=["2026-W01", *f["period"][1:]]), "kinds"),
    "no such month": (lambda f: f.assign(period=["2026-13", *f["period"][1:]]), "2026-13"),
    "a row twice": (lambda f: pd.concat([f, f.iloc[[3]]]), "twice"),
    "two starts": (lambda f: f.assign(start=["2025-12", *f["start"][1:]]), "several"),
    "start of another kind": (lambda f: f.assign(start="2026-W02"), "week"),
    "start in words": (lambda f: f.assign(start="never"), "leave it blank"),
    "adoption below zero": (lambda f: f.assign(adoption=-0.1), "below zero"),
    "a share above one": (lambda f: f.assign(adoption=[12.0] + [0.4] * 7), "Line 2.*percent"),
    "adoption beyond percent": (lambda f: f.assign(adoption=400.0), "above one"),
    "too large to square": (lambda f: f.assign(outcome=[1e300, *f["outcome"][1:]]), "too large"),
    "too small to square": (lambda f: f.assign(outcome=1e-300), "another unit"),
    "weights apart": (lambda f: f.assign(weight=[1e-6] * 4 + [1e6] * 4), "as much as another"),
    "weight zero": (lambda f: f.assign(weight=0), "above zero"),
    "no weight": (lambda f: f.assign(weight=[None] * 4 + [1.0] * 4), "'a'"),
    "far period": (lambda f: f.assign(period=["2126-01", *f["period"][1:]]), "mistyped"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_table_is_told_where_and_what(wrong: str) -> None:
    change, words = WRONG[wrong]
    with pytest.raises(PanelError, match=words):
        panel_from_frame(change(table(PERIODS["months"])), better="lower")


def test_every_wrong_table_has_a_remedy() -> None:
    for change, _ in WRONG.values():
        with pytest.raises(PanelError) as told:
            panel_from_frame(change(table(PERIODS["months"])), better="lower")
        assert told.value.remedy
        assert str(told.value).endswith(told.value.remedy)


@pytest.mark.parametrize(
    ("kind", "day"), [("weeks", "2026-01-11"), ("months", "2026-01-31"), ("days", "2026-03-22")]
)
def test_a_start_may_be_the_day(kind: str, day: str) -> None:
    frame = table(PERIODS[kind])
    frame["start"] = np.where(frame["group"] == "a", day, None)
    assert panel_from_frame(frame, better="lower").start.tolist() == [2, -1]


def test_adoption_in_percent_is_read_as_shares() -> None:
    frame = table(PERIODS["numbers"], adoption=[0.0, 40.0, 55.0, 100.0] * 2)
    adoption = panel_from_frame(frame, better="lower").adoption
    assert adoption is not None
    np.testing.assert_allclose(adoption[0], [0, 0.4, 0.55, 1])


def test_zero_is_not_never() -> None:
    frame = table(["2003", "2004", "2005", "2006"])
    frame["start"] = np.where(frame["group"] == "a", 2005, 0)
    with pytest.raises(PanelError, match="blank"):
        panel_from_frame(frame, better="lower")


def test_a_worthwhile_change_must_be_positive() -> None:
    with pytest.raises(PanelError, match="worthwhile"):
        panel_from_frame(table(PERIODS["months"]), better="lower", worthwhile=0.0)


@given(st.lists(st.integers(-500, 500), min_size=1, max_size=30, unique=True))
def test_whole_numbers_keep_their_order(numbers: list[int]) -> None:
    try:
        line = labelled_periods([str(number) for number in numbers])
    except PeriodError:
        return
    places = [line.index(str(number)) for number in sorted(numbers)]
    assert places == sorted(places)
    assert places[0] == 0
    assert places[-1] == len(line.labels) - 1


def test_a_column_names_the_division_of_each_group() -> None:
    frame = table(PERIODS["months"])
    north = frame.assign(division=np.where(frame["group"] == "a", "North", "South"))
    division = panel_from_frame(north, better="lower").division
    assert division is not None
    assert division.tolist() == [0, 1]
    assert panel_from_frame(frame, better="lower").division is None
