"""What is made of the same results is made once; of others, however alike, anew."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pandas as pd
import pytest

from signpost.presentation.chart_data import Axis, ForestRow
from signpost.presentation.exhibits.exhibit import Exhibit
from signpost.presentation.figures.forest import forest_figure
from signpost.presentation.memo import MOST, forget_all, memoised_by_identity, memoised_by_object
from signpost.presentation.theme import CLAIMS, DARK, LIGHT


@dataclass(frozen=True)
class Report:
    title: str


@pytest.fixture
def made() -> list[object]:
    return []


@pytest.fixture
def asked(made: list[object]) -> Callable[..., object]:
    @memoised_by_identity
    def make(*args: object, **kwargs: object) -> object:
        made.append((args, kwargs))
        return object()

    return make


def test_the_same_object_gives_what_it_gave(asked: Callable[..., object]) -> None:
    report = Report("paying back")
    assert asked(report, "net", least=2) is asked(report, "net", least=2)
    assert asked(report, "net", least=2) is not asked(report, "cost", least=2)
    assert asked(report, "net", least=2) is not asked(report, "net", least=3)
    assert asked(report, 1) is not asked(report, True)


def test_what_another_reader_is_shown_is_made_anew(asked: Callable[..., object]) -> None:
    assert asked(Report("alike")) is not asked(Report("alike"))


def test_lists_names_and_tables_go_by_what_is_in_them(asked: Callable[..., object]) -> None:
    report, table = Report("one"), pd.DataFrame({"a": [1, 2]})
    once = asked([report], {"g": "Group"}, table)
    assert asked((report,), {"g": "Group"}, table.copy()) is once
    assert asked([report, report], {"g": "Group"}, table) is not once
    assert asked([report], {"g": "Other"}, table) is not once
    assert asked([report], {"g": "Group"}, table + 1) is not once


def test_a_table_that_is_shown_again_is_not_read_again() -> None:
    read: list[int] = []

    @memoised_by_object
    def write(table: pd.DataFrame) -> int:
        read.append(len(table))
        return len(read)

    table = pd.DataFrame({"a": [1, 2]})
    assert [write(table), write(table), write(table.copy()), write(table)] == [1, 1, 2, 1]


def test_an_object_is_never_taken_for_one_that_is_gone(
    asked: Callable[..., object], made: list[object]
) -> None:
    for number in range(2 * MOST):
        asked(Report(str(number)))  # gone at once, were it not kept with what it gave
    assert len(made) == 2 * MOST


def test_who_asks_for_what_is_being_made_waits_for_it() -> None:
    """A hundred readers open the same page at once when a new version is shown."""
    made: list[int] = []

    @memoised_by_identity
    def draw(report: Report) -> object:
        made.append(1)
        time.sleep(0.1)
        return object()

    report = Report("paying back")
    with ThreadPoolExecutor(8) as readers:
        drawn = set(readers.map(draw, [report] * 8))
    assert len(drawn) == len(made) == 1


def test_nothing_of_a_version_that_is_gone_is_kept(asked: Callable[..., object]) -> None:
    report = Report("erased")
    before = asked(report)
    forget_all()
    assert asked(report) is not before


def test_an_exhibit_is_drawn_once_for_each_colours() -> None:
    calls: list[object] = []
    rows_drawn = (ForestRow("Sales", -6.0, -9.0, -3.0, CLAIMS["better"]),)

    def draw(palette: object) -> object:
        calls.append(palette)
        return forest_figure(rows_drawn, Axis("Effect"), LIGHT)

    def rows() -> pd.DataFrame:
        calls.append("table")
        return pd.DataFrame({"a": [1]})

    shown = Exhibit("A", figure=draw, table=rows)  # type: ignore[arg-type]
    for palette in (LIGHT, DARK, LIGHT):
        assert shown.drawn(palette) is not None
    assert shown.rows is shown.rows
    assert calls == [LIGHT, DARK, "table"]
    assert Exhibit("no picture").drawn(LIGHT) is None
