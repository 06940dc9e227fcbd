"""The same content gives the same picture without making it again; other content never does."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from signpost.presentation.chart_data import Axis, ForestRow
from signpost.presentation.figures.forest import forest_figure
from signpost.presentation.memo import MOST, memoised_by_content
from signpost.presentation.theme import CLAIMS, DARK, LIGHT


def test_a_result_is_made_once_per_content() -> None:
    made: list[int] = []

    @memoised_by_content
    def double(table: pd.DataFrame, *, times: int = 2) -> pd.DataFrame:
        made.append(1)
        return table * times

    first = double(pd.DataFrame({"a": [1, 2]}))
    assert double(pd.DataFrame({"a": [1, 2]})) is first
    assert double(pd.DataFrame({"a": [1, 3]}))["a"].tolist() == [2, 6]
    assert double(pd.DataFrame({"a": [1, 2]}), times=3)["a"].tolist() == [3, 6]
    assert len(made) == 3


def test_what_was_not_asked_for_longest_goes_first() -> None:
    made: list[int] = []

    @memoised_by_content
    def keep(value: int) -> int:
        made.append(value)
        return value

    for value in range(MOST + 1):
        keep(value)
        keep(0)
    assert made == list(range(MOST + 1))
    keep(0)
    keep(1)
    assert made[-1] == 1


def test_a_picture_follows_its_rows_and_its_colours() -> None:
    rows = (ForestRow("Sales", -6.0, -9.0, -3.0, CLAIMS["better"]),)
    one = forest_figure(rows, Axis("Effect"), LIGHT)
    assert forest_figure(list(rows), Axis("Effect"), LIGHT).to_json() == one.to_json()
    assert forest_figure(rows, Axis("Effect"), LIGHT) is one
    assert forest_figure(rows, Axis("Effect"), DARK) is not one
    other = forest_figure((replace(rows[0], point=-5.0),), Axis("Effect"), LIGHT)
    assert [t.x[0] for t in other.data if t.meta == "points"] == [-5.0]


def test_a_picture_is_written_out_once() -> None:
    rows = (ForestRow("Sales", -4.0, -9.0, -3.0, CLAIMS["better"]),)
    one = forest_figure(rows, Axis("Effect"), LIGHT)
    assert one.to_dict() is one.to_dict()
    assert json.loads(one.to_json())["data"] == json.loads(go.Figure(one).to_json())["data"]
