"""An Iceberg table at one snapshot, from its metadata alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pytest

from tests.connectors.conftest import Fetch, files_in
from tests.connectors.object_store import KEY, object_store

pytest.importorskip("pyiceberg")
from pyiceberg.catalog.noop import NoopCatalog
from pyiceberg.io.pyarrow import PyArrowFileIO, schema_to_pyarrow  # noqa: F401
from pyiceberg.partitioning import UNPARTITIONED_PARTITION_SPEC
from pyiceberg.schema import Schema
from pyiceberg.serializers import ToOutputFile
from pyiceberg.table import CommitTableResponse, Table
from pyiceberg.table.metadata import new_table_metadata
from pyiceberg.table.sorting import UNSORTED_SORT_ORDER
from pyiceberg.table.update import update_table_metadata
from pyiceberg.types import DoubleType, NestedField, StringType

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("object_store")]
Settings = Callable[[str], None]
SCHEMA = Schema(
    NestedField(1, "month", StringType(), required=False),
    NestedField(2, "team", StringType(), required=False),
    NestedField(3, "value", DoubleType(), required=False),
)


class FolderCatalog(NoopCatalog):
    """Commits are files beside the data, as any catalogue writes them."""

    commits = 0

    def commit_table(self, table: Table, requirements: Any, updates: Any) -> CommitTableResponse:
        made = update_table_metadata(table.metadata, updates)
        FolderCatalog.commits += 1
        name = f"{self.commits:05d}-x.metadata.json"
        place = f"{made.location}/metadata/{name}"
        ToOutputFile.table_metadata(made, PyArrowFileIO().new_output(place))
        return CommitTableResponse(metadata=made, metadata_location=place)


def written(place: str) -> list[int]:
    """Write a table of two snapshots and return their numbers."""
    made = new_table_metadata(SCHEMA, UNPARTITIONED_PARTITION_SPEC, UNSORTED_SORT_ORDER, place)
    table = Table(("lake", "usage"), made, f"{place}/metadata/00000-x.metadata.json",
                  PyArrowFileIO(), FolderCatalog("folder"))  # fmt: skip
    for month in ("2026-01", "2026-02"):
        rows = {"month": [month] * 2, "team": ["Sales", "R&D"], "value": [1.5, 2.5]}
        table.append(pyarrow.table(rows))
    return [one.snapshot_id for one in table.snapshots()]


def rows_of(path: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        return con.execute(f"select * from '{path}' order by all").fetchall()


@pytest.fixture
def snapshots(data: Path) -> list[int]:
    return written(str(data.parent / "lake" / "usage"))


def test_the_newest_snapshot_comes_once(
    snapshots: list[int], settings: Settings, fetched: Fetch, data: Path
) -> None:
    settings('[usage]\nconnector = "iceberg"\ntable = "lake/usage"\n')
    report = fetched()
    assert report.error is None, report.error
    (name,) = report.files
    assert name.endswith(f"_s{snapshots[-1]}.parquet")
    assert rows_of(data.parent / "inbox" / name) == [
        ("2026-01", "R&D", 2.5), ("2026-01", "Sales", 1.5),
        ("2026-02", "R&D", 2.5), ("2026-02", "Sales", 1.5),
    ]  # fmt: skip
    assert fetched().files == ()


def test_an_older_snapshot_and_some_columns(
    snapshots: list[int], settings: Settings, fetched: Fetch, data: Path
) -> None:
    place = next((data.parent / "lake" / "usage" / "metadata").glob("*.metadata.json"))
    settings(
        f'[usage]\nconnector = "iceberg"\ntable = "lake/usage/metadata/{place.name}"\n'
        f'snapshot = {snapshots[0]}\ncolumns = "team, value"\n'
    )
    report = fetched()
    assert report.error is None, report.error
    assert rows_of(data.parent / "inbox" / report.files[0]) == [("R&D", 2.5), ("Sales", 1.5)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('table = "lake/none"', "There is no Iceberg table at lake/none"),
        ('table = "lake/usage"\nsnapshot = 99', "lake/usage has no such snapshot"),
        ('table = "lake/usage"\nsnapshot = "x"', "snapshot = 'x' is no number"),
        ('table = "lake/usage"\ncolumns = "who"', "There is no column who"),
    ],
)
def test_what_is_not_there_is_said(
    snapshots: list[int], settings: Settings, fetched: Fetch, data: Path, line: str, words: str
) -> None:
    settings(f'[usage]\nconnector = "iceberg"\n{line}\n')
    error = fetched().error
    assert snapshots
    assert error is not None
    assert words in error.message
    assert files_in(data.parent / "inbox") == []


def test_a_table_in_an_object_store(
    settings: Settings, fetched: Fetch, data: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    bucket = tmp_path / "bucket"
    with object_store(bucket) as service:
        given = {"AWS_ENDPOINT_URL": service.address, "AWS_ACCESS_KEY_ID": KEY,
                 "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "eu-west-1"}  # fmt: skip
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        written_to_bucket(bucket)
        settings('[usage]\nconnector = "iceberg"\ntable = "s3://lake/usage"\n')
        report = fetched()
    assert report.error is None, report.error
    assert len(rows_of(data.parent / "inbox" / report.files[0])) == 4


def written_to_bucket(bucket: Path) -> None:
    """A table whose metadata names s3://lake/usage, its files laid into the bucket."""

    class Redirected(PyArrowFileIO):
        def new_output(self, location: str) -> Any:
            return super().new_output(location.replace("s3://lake", str(bucket)))

        def new_input(self, location: str) -> Any:
            return super().new_input(location.replace("s3://lake", str(bucket)))

    (bucket / "usage").mkdir(parents=True)
    made = new_table_metadata(
        SCHEMA, UNPARTITIONED_PARTITION_SPEC, UNSORTED_SORT_ORDER, "s3://lake/usage"
    )
    catalog = FolderCatalog("folder")
    io = Redirected()

    def commit(table: Table, requirements: Any, updates: Any) -> CommitTableResponse:
        found = update_table_metadata(table.metadata, updates)
        FolderCatalog.commits += 1
        place = f"s3://lake/usage/metadata/{FolderCatalog.commits:05d}-x.metadata.json"
        ToOutputFile.table_metadata(found, io.new_output(place))
        return CommitTableResponse(metadata=found, metadata_location=place)

    catalog.commit_table = commit  # type: ignore[method-assign]
    table = Table(("lake", "usage"), made, "s3://lake/usage/metadata/0.metadata.json", io, catalog)
    for month in ("2026-01", "2026-02"):
        rows = {"month": [month] * 2, "team": ["Sales", "R&D"], "value": [1.5, 2.5]}
        table.append(pyarrow.table(rows))
    shutil.rmtree(bucket / "none", ignore_errors=True)
