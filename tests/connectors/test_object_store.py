"""Files and a Delta table in an S3 store on loopback."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow
import pytest

from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse
from tests.connectors.conftest import Fetch, files_in
from tests.connectors.loopback import Loopback
from tests.connectors.object_store import KEY, object_store
from tests.trust.small import Organisation, write

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("object_store")]
Settings = Callable[[str], None]


@pytest.fixture
def bucket(tmp_path: Path) -> Path:
    folder = tmp_path / "bucket"
    for at, path in enumerate(write(tmp_path / "files", Organisation(("a", "b")))):
        (folder / "exports" / "old").mkdir(parents=True, exist_ok=True)
        target = Path(shutil.copy(path, folder / "exports" / path.name))
        os.utime(target, (1_790_000_000 + at, 1_790_000_000 + at))
    (folder / "exports" / "old" / "roster.csv").write_text("not looked at")
    return folder


@pytest.fixture
def store(bucket: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    with object_store(bucket) as service:
        given = {"AWS_ENDPOINT_URL": service.address, "AWS_ACCESS_KEY_ID": KEY,
                 "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "eu-west-1",
                 "AWS_ALLOW_HTTP": "true", "AWS_EC2_METADATA_DISABLED": "true"}  # fmt: skip
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        yield service


def test_files_come_by_age_and_once(
    store: Loopback, bucket: Path, settings: Settings, fetched: Fetch, data: Path
) -> None:
    settings('[drop]\nconnector = "object_store"\naddress = "s3://lake/exports"\n')
    report = fetched()
    names = ("roster.csv", "kpi.csv", "TeamsUserActivityUserDetail.csv", "programme.yaml")
    assert (report.error, report.files, report.notes) == (None, names, ())
    inbox = data.parent / "inbox"
    for name in names:
        assert (inbox / name).read_bytes() == (bucket / "exports" / name).read_bytes()
    assert fetched().files == ()
    (bucket / "exports" / "kpi.csv").write_text("period,group,kpi,value\n2026-01,a,x,1\n")
    assert fetched().files == ("kpi.csv",)
    loaded = ingest(Warehouse(data), [inbox / "roster.csv"])
    assert [one.status for one in loaded.files] == ["loaded"]
    assert {one.method for one in store.asked} <= {"GET", "HEAD"}


def test_a_pattern_chooses(store: Loopback, settings: Settings, fetched: Fetch) -> None:
    settings(
        '[d]\nconnector = "object_store"\naddress = "s3://lake/exports/"\npattern = "k*.csv"\n'
    )
    assert fetched().files == ("kpi.csv",)
    assert store.asked


def test_of_very_many_files_the_oldest_are_left_out_and_that_is_said(
    store: Loopback, settings: Settings, fetched: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signpost.connectors.sources.object_store._MOST", 2)
    settings('[drop]\nconnector = "object_store"\naddress = "s3://lake/exports"\n')
    report = fetched()
    assert report.files == ("TeamsUserActivityUserDetail.csv", "programme.yaml")
    assert report.notes == ("The 2 oldest files are left out: a folder may have 2.",)
    assert store.asked


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("s3://lake/nothing", "There is no folder s3://lake/nothing."),
        ("s3://nothing/x", "There is no bucket of s3://nothing/x."),
        ("/etc", "is no address of an object store"),
        ("file:///etc", "is no address of an object store"),
    ],
)
def test_what_is_not_there_is_said(
    store: Loopback, settings: Settings, fetched: Fetch, data: Path, address: str, words: str
) -> None:
    settings(f'[drop]\nconnector = "object_store"\naddress = "{address}"\n')
    error = fetched().error
    assert store.address
    assert error is not None
    assert words in error.message
    assert files_in(data.parent / "inbox") == []


def test_a_wrong_key_is_said(
    store: Loopback, settings: Settings, fetched: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "wr0ng")
    settings('[drop]\nconnector = "object_store"\naddress = "s3://lake/exports"\n')
    error = fetched().error
    assert store.address
    assert error is not None
    assert error.code == "refused"
    assert "wr0ng" not in str(error.to_dict())


def test_a_delta_table_is_read_there(
    store: Loopback, bucket: Path, settings: Settings, fetched: Fetch, data: Path
) -> None:
    deltalake = pytest.importorskip("deltalake")
    place = bucket / "usage"
    for month in ("2026-01", "2026-02"):
        rows = {"month": [month] * 2, "team": ["Sales", "R&D"], "value": [1.5, 2.5]}
        deltalake.write_deltalake(str(place), pyarrow.table(rows), mode="append")
    settings('[usage]\nconnector = "delta"\ntable = "s3://lake/usage"\n')
    report = fetched()
    assert report.error is None, report.error
    (name,) = report.files
    assert name.endswith("_v1.parquet")
    with duckdb.connect() as con:
        found = con.execute(f"select count(*), sum(value) from '{data.parent / 'inbox' / name}'")
        assert found.fetchall() == [(4, 8.0)]
    assert any("_delta_log" in one.path for one in store.asked)
    settings('[usage]\nconnector = "delta"\ntable = "s3://lake/none"\n')
    error = fetched().error
    assert error is not None
    assert "\n" not in error.message
