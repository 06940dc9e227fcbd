"""`signpost.judge`: every kind of table gets the answer the command line gives for the same CSV."""

from __future__ import annotations

import copy
import json
from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from click.testing import CliRunner

import signpost
from signpost.cli._main import signpost as command
from signpost.presentation.words.catalogue import say

FIRST = date(2026, 1, 5)


def panel() -> pd.DataFrame:
    """Twelve groups, twenty weeks; six of them start in two waves and get better by one."""
    groups, weeks = 12, 20
    draw = np.random.default_rng(7)
    start = np.where(np.arange(groups) < 3, 8, np.where(np.arange(groups) < 6, 12, weeks))
    exposed = np.arange(weeks) >= start[:, None]
    outcome = draw.normal(5, 0.3, (groups, weeks)) - exposed
    days = [FIRST + timedelta(weeks=week) for week in range(weeks)]
    began = [days[at].isoformat() if at < weeks else None for at in start]
    return pd.DataFrame(
        {
            "group": np.repeat([f"g{i:02}" for i in range(groups)], weeks),
            "period": np.tile([day.isoformat() for day in days], groups),
            "outcome": outcome.ravel(),
            "start": np.repeat(np.array(began, dtype=object), weeks),
        }
    )


@pytest.fixture(scope="module")
def by_command(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What `signpost judge` says about the same panel as CSV."""
    file = tmp_path_factory.mktemp("judge") / "panel.csv"
    panel().to_csv(file, index=False)
    asked = ["judge", str(file), "--better", "lower", "--worthwhile", "0.2", "--json"]
    return json.loads(CliRunner().invoke(command, asked).stdout)


def dated(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{n: pd.to_datetime(frame[n]) for n in ("period", "start")})


def weekly(frame: pd.DataFrame) -> pd.DataFrame:
    days = dated(frame)
    return frame.assign(**{n: days[n].dt.to_period("W") for n in ("period", "start")})


TABLES = {
    "pandas": panel,
    "pandas, days as datetime64": lambda: dated(panel()),
    "pandas, days with a time zone": lambda: panel().assign(
        period=dated(panel())["period"].dt.tz_localize("UTC")
    ),
    "pandas, days as dates": lambda: panel().assign(period=dated(panel())["period"].dt.date),
    "pandas, weeks as periods": lambda: weekly(panel()),
    "pandas, group and period in the index": lambda: panel().set_index(["group", "period"]),
    "pandas, categories": lambda: panel().astype({"group": "category"}),
    "pandas, names in capitals": lambda: panel().rename(columns=str.upper),
    "polars": lambda: pl.from_pandas(panel()),
    "polars, days": lambda: pl.from_pandas(panel()).with_columns(
        pl.col("period", "start").str.to_date()
    ),
    "pyarrow": lambda: pa.Table.from_pandas(panel()),
    "pyarrow, one batch": lambda: pa.RecordBatch.from_pandas(panel()),
    "duckdb": lambda: duckdb.from_df(panel()),
    "somebody's own": lambda: Own(pa.Table.from_pandas(panel())),
}


class Own:
    """A table of a library nobody has heard of."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("kind", TABLES)
def test_every_kind_of_table_gets_the_answer_of_the_command_line(
    kind: str, by_command: Any
) -> None:
    found = signpost.judge(TABLES[kind](), better="lower", worthwhile=0.2, label="panel.csv")
    assert found.to_dict() == by_command
    assert found.verdict.grade == "works"
    assert found.estimates[0].low < -1 < found.estimates[0].high


def test_the_table_is_not_changed() -> None:
    frame = dated(panel()).set_index(["group", "period"])
    before = copy.deepcopy(frame)
    signpost.judge(frame, better="lower")
    pd.testing.assert_frame_equal(frame, before)
    table = pl.from_pandas(panel())
    signpost.judge(table, better="lower")
    assert table.equals(pl.from_pandas(panel()))


@pytest.mark.parametrize(
    ("frame", "message", "remedy"),
    [
        ([1, 2], "A list is no table.", "pandas or polars"),
        (pl.from_pandas(panel()).lazy(), "A LazyFrame is no table.", "collect"),
        (pl.Series([1, 2]), "The Series is no table", "pandas or polars"),
        (panel().drop(columns="outcome"), "Missing column(s): outcome.", "found: group"),
        (panel().assign(Outcome=1), "Column outcome is there twice.", "rename"),
        (panel().assign(outcome="much"), "Line 2, column outcome: is not a number.", "Correct it"),
        (panel().assign(period="soon"), "'soon' is not a period", "same way"),
    ],
)
def test_what_is_no_panel_is_said_with_what_to_do(frame: Any, message: str, remedy: str) -> None:
    with pytest.raises(signpost.PanelError) as trouble:
        signpost.judge(frame, better="lower")
    assert message in trouble.value.message
    assert remedy in trouble.value.remedy


def test_a_question_that_cannot_be_answered_is_a_refusal_not_an_error() -> None:
    found = signpost.judge(panel().assign(outcome=7.0), better="lower")
    assert found.refusal is not None
    assert found.verdict.grade == "cannot_tell"
    assert say(found.refusal.remedy) in str(found)


def test_it_prints_well_and_harmlessly() -> None:
    found = signpost.judge(panel(), better="lower", worthwhile=0.2, label="<b>&")
    html = found._repr_html_()
    assert repr(found).splitlines()[0] == "<b>&: works (moderate)"
    assert "&lt;b&gt;&amp;: Works (moderate)" in html
    assert "<b>&:" not in html
    assert all(f"<li>{say(one)}" in html for one in found.verdict.because)
    assert isinstance(found, signpost.Evidence)
    assert isinstance(found.panel, signpost.Panel)
