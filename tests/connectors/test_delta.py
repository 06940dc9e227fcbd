"""A Delta table at one version: its id and version are the name of the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow
import pytest

from tests.connectors.conftest import Fetch, files_in

deltalake = pytest.importorskip("deltalake")


@pytest.fixture
def table(data: Path) -> str:
    place = str(data.parent / "lake" / "usage")
    for month in ("2026-01", "2026-02"):
        rows = {"month": [month] * 2, "team": ["Sales", "R&D"], "value": [1.5, 2.5]}
        deltalake.write_deltalake(place, pyarrow.table(rows), mode="append")
    deltalake.DeltaTable(place).delete("team = 'R&D' and month = '2026-01'")
    return str(deltalake.DeltaTable(place).metadata().id)[:8]


def rows_of(path: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        return con.execute(f"select * from '{path}' order by all").fetchall()


def test_the_newest_version_comes_once(
    table: str, settings: Callable[[str], None], fetched: Fetch, data: Path
) -> None:
    settings('[usage]\nconnector = "delta"\ntable = "lake/usage"\n')
    report = fetched()
    assert (report.error, report.files) == (None, (f"usage_{table}_v2.parquet",))
    assert rows_of(data.parent / "inbox" / report.files[0]) == [
        ("2026-01", "Sales", 1.5), ("2026-02", "R&D", 2.5), ("2026-02", "Sales", 1.5),
    ]  # fmt: skip
    assert fetched().files == ()


def test_an_older_version_and_some_columns(
    table: str, settings: Callable[[str], None], fetched: Fetch, data: Path
) -> None:
    settings(
        '[usage]\nconnector = "delta"\ntable = "lake/usage"\nversion = 0\ncolumns = "team, value"\n'
    )
    (name,) = fetched().files
    assert name == f"usage_{table}_v0.parquet"
    assert rows_of(data.parent / "inbox" / name) == [("R&D", 2.5), ("Sales", 1.5)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('table = "lake/none"', "There is no Delta table at lake/none"),
        ('table = "lake/usage"\nversion = 99', "lake/usage could not be opened"),
        ('table = "lake/usage"\ncolumns = "who"', "There is no column who"),
    ],
)
def test_what_is_not_there_is_said(
    table: str, settings: Callable[[str], None], fetched: Fetch, data: Path, line: str, words: str
) -> None:
    settings(f'[usage]\nconnector = "delta"\n{line}\n')
    error = fetched().error
    assert table
    assert error is not None
    assert words in error.message
    assert files_in(data.parent / "inbox") == []
