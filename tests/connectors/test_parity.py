"""The same facts by file, database, Delta table and Spark: the same answers."""

from __future__ import annotations

import copy
import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from click.testing import CliRunner

from signpost.cli._main import signpost
from signpost.connectors.run import fetch
from signpost.connectors.settings import fetch_jobs
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from signpost.warehouse.engine_spark import FACTS
from signpost.warehouse.usage_tables import usage_tables
from tests.connectors.conftest import Server, files_in
from tests.trust.small import Organisation, write
from tests.warehouse.spark_cluster import configured
from tests.warehouse.test_spark import ROOT, marked

FIRM = Organisation(("Zqalfa", "Zqbravo", "Zqcharlie", "Zqdelta"), few=("Zqtiny",))
COUNTS = ("Team Chat Message Count", "Private Chat Message Count", "Call Count", "Meeting Count")
KINDS = dict.fromkeys((*COUNTS, "Report Period", "numerator", "denominator"), int)
Table = tuple[list[str], list[list[Any]]]
Settings = Callable[[str], None]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write(tmp_path_factory.mktemp("parity"), FIRM)


@pytest.fixture(scope="module")
def by_file(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("by_file") / "data"
    load(data, files)
    return data


@pytest.fixture(scope="module")
def expected(by_file: Path) -> Mapping[str, Any]:
    return told(by_file)


def load(data: Path, files: list[Path]) -> None:
    report = ingest(Warehouse(data), files, who="x", validate_programme=parse)
    assert {one.status for one in report.files} == {"loaded"}, report


def told(data: Path) -> Mapping[str, Any]:
    """All that is asked of a data folder, as the command line says it."""
    asked = [("evidence",), ("panel", "--use-case", "uc"), ("programme", "portfolio")]
    asked += [("adoption", "--by", by, "--window", "week") for by in ("group", "all", "area")]
    asked += [("adoption", "--metric", "licensed", "--by", "group")]
    found = {}
    for words in asked:
        done = CliRunner().invoke(signpost, [*words, "--data", str(data), "--json"])
        found[" ".join(words)] = json.loads(done.stdout)
    return found


def typed(path: Path) -> Table:
    """The cells of a file as another system keeps them: numbers as numbers, each row once."""
    with path.open(encoding="utf-8", newline="") as text:
        head, *rows = csv.reader(text)
    kinds = [KINDS.get(name, str) for name in head]
    return head, [[kind(cell) for kind, cell in zip(kinds, row, strict=True)] for row in rows]


@pytest.mark.slow
def test_there_is_something_to_compare(expected: Mapping[str, Any]) -> None:
    (answer,) = expected["evidence"]
    assert len(answer["estimates"]) > 1
    assert len(expected["adoption --by group --window week"]["rows"]) == 5
    assert len(expected["panel --use-case uc"]) > 100


@pytest.mark.server
@pytest.mark.xdist_group("postgres")
def test_a_database_gives_the_same_answers(
    postgres: Server, files: list[Path], expected: Mapping[str, Any], data: Path,
    settings: Settings, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    text = ""
    for path in files[:3]:
        name, (head, rows) = path.stem.lower(), typed(path)
        columns = ", ".join(f'"{c}" {"bigint" if KINDS.get(c) else "text"}' for c in head)
        cells = ", ".join("(" + ", ".join(f"'{cell}'" for cell in row) + ")" for row in rows)
        table = f"facts_{name}"
        postgres.sql(
            f"create table {table} ({columns}); insert into {table} values {cells}; "
            f"grant select on {table} to reader"
        )
        (data.parent / f"{name}.sql").write_text(f"select * from {table} order by 1, 2, 3")
        text += (
            f'[{name}]\nconnector = "postgres"\nhost = "127.0.0.1"\nport = {postgres.port}\n'
            f'database = "postgres"\nuser = "reader"\nsslmode = "disable"\nquery = "{name}.sql"\n'
        )
        monkeypatch.setenv(f"SIGNPOST_FETCH_{name.upper()}_PASSWORD", "right")
    settings(text)
    assert told(fetched_and_loaded(data, files)) == expected


@pytest.mark.slow
def test_delta_tables_give_the_same_answers(
    files: list[Path], expected: Mapping[str, Any], data: Path, settings: Settings
) -> None:
    deltalake = pytest.importorskip("deltalake")
    text = ""
    for path in files[:3]:
        name, (head, rows) = path.stem.lower(), typed(path)
        columns = {column: [row[at] for row in rows] for at, column in enumerate(head)}
        deltalake.write_deltalake(str(data.parent / "lake" / name), pyarrow.table(columns))
        text += f'[{name}]\nconnector = "delta"\ntable = "lake/{name}"\n'
    settings(text)
    assert told(fetched_and_loaded(data, files)) == expected


def fetched_and_loaded(data: Path, files: list[Path]) -> Path:
    for job in fetch_jobs(data).values():
        report = fetch(job, data)
        assert report.error is None, report.error
    inbox = data.parent / "inbox"
    assert len(files_in(inbox)) == 3
    shutil.copy(files[3], inbox / files[3].name)
    load(data, sorted(inbox.iterdir()))
    return data


@pytest.mark.slow
def test_what_stays_in_a_lakehouse_is_said(
    by_file: Path, expected: Mapping[str, Any], tmp_path: Path
) -> None:
    # without what was published before: single actions that are gone would be a correction of it
    ignored = shutil.ignore_patterns("published", "answers-*")
    shutil.copytree(by_file, tmp_path / "data", ignore=ignored)
    with Warehouse(tmp_path / "data").write("test") as writer:
        writer.execute("insert or replace into setting values ('facts', ['spark:/lake'])")
        for table in usage_tables(writer).values():  # only what was rolled up is fetched
            writer.connection.execute(f"delete from {table}")
    found = told(tmp_path / "data")
    name = "adoption --by group --window week"
    assert found[name] == expected[name]
    words = ["adoption", "--metric", "breadth", "--platform", "teams", "--json"]
    done = CliRunner().invoke(signpost, [*words, "--data", str(tmp_path / "data")])
    assert json.loads(done.stdout)["error"]["message"] == (
        "Breadth is counted from single actions, which stay in the lakehouse."
    )


@marked
def test_facts_rolled_up_by_spark_give_the_same_answers(
    files: list[Path], expected: Mapping[str, Any], tmp_path: Path
) -> None:
    roster, kpis, usage, programme = files
    lake = tmp_path / "lake"
    lake.mkdir()
    load(tmp_path / "source", [roster, usage])
    with Warehouse(tmp_path / "source").write("test", reads=[lake]) as writer:
        for name in FACTS:
            (lake / name).mkdir()
            target = lake / name / "part-0.parquet"
            writer.connection.execute(f"copy {name} to '{target}' (format parquet)")
    data = tmp_path / "data"
    command = ("--data", str(data), "--spark", "local[1]", "--facts", str(lake))
    done = subprocess.run(
        [sys.executable, "-m", "signpost.warehouse.engine_spark", *command],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env=configured(tmp_path / "spark").environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    load(data, [kpis, programme])
    found, wanted = told(data), copy.deepcopy(expected)
    # hours are counted from single actions, which stay in the lakehouse (docs/data.md)
    for one in (found, wanted):
        one["programme portfolio"]["working_time"].pop("in_all_a_year")
    assert found == wanted
