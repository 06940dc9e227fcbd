"""Spark gives what DuckDB gives, cell by cell, on a real cluster, also when a worker dies."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.facts import Scale, fill
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.sample_data.build import build
from signpost.warehouse import Warehouse, WarehouseError, Writer, engine_spark, rollups
from tests.warehouse.facts import Upload, add, day, load, one_day, roster, undo, usage
from tests.warehouse.spark_cluster import Cluster, cluster, kill, serve_connect, until

ROOT = Path(__file__).parents[2]
MISSING = [
    *(["pyspark"] if importlib.util.find_spec("pyspark") is None else []),
    *(["Java 17 or newer"] if shutil.which("java") is None else []),
]
needs_spark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(bool(MISSING), reason=f"not on this machine: {' and '.join(MISSING)}"),
    pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups"),
    pytest.mark.xdist_group("spark"),
]


def marked(test: Any) -> Any:
    for mark in needs_spark:
        test = mark(test)
    return test


@pytest.fixture(scope="module")
def spark_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("spark")) as made:
        yield made


def every_kind(writer: Writer) -> None:
    """Write what can happen: days, weeks, gaps, reorganisations, licences, NULL, undo."""
    fill(writer, Scale(people=60, weeks=9, platforms=("teams", "slack")))
    week = (day("2024-03-04"), day("2024-03-10"))
    add(writer, usage(week, {1: 5, 2: None, 3: 0, 900: 7}, platform="yammer"))
    add(writer, usage(week, {1: 2, 3: 0}, platform="yammer", action="active_days"))
    add(writer, roster("2024-02-10", {1: "g1", 2: "moved", 3: "g3"}, location="Bonn", manager_id=2))
    add(writer, roster("2024-03-01", {n: f"g{n % 7}" for n in range(50)}))
    listed = [
        {"person_id": n, "platform": "yammer", "from_day": day("2024-01-15")} for n in range(5)
    ]
    add(writer, Upload({"licence:yammer": [one_day("2024-02-01")]}, {"licence": listed}))
    add(writer, Upload({"licence:yammer": [one_day("2024-03-08")]}, {"licence": listed[:2]}))


@pytest.fixture(scope="module")
def connect(spark_cluster: Cluster) -> str:
    """The address of a Connect server; the second thing asked of it costs half of the first."""
    return serve_connect(spark_cluster)


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A data folder rolled up by DuckDB: the sample organisation, and every kind."""
    folder = tmp_path_factory.mktemp("local")
    warehouse = Warehouse(folder / "data")
    report = ingest(warehouse, [build(folder / "exports", size="tiny")], validate_programme=parse)
    assert {one.status for one in report.files} == {"loaded"}
    with warehouse.write("test") as writer:
        every_kind(writer)
    undo(warehouse, load(warehouse, roster("2024-02-20", {1: "never"})))
    return warehouse


def exported(warehouse: Warehouse, folder: Path) -> str:
    """Keep the facts the way a lakehouse does: a Parquet folder per table."""
    with warehouse.write("test", reads=[folder]) as writer:
        for name in engine_spark.FACTS:
            (folder / name).mkdir()
            target = folder / name / "part-0.parquet"
            writer.connection.execute(f"copy {name} to '{target}' (format parquet)")
    return str(folder)


def stored(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    reader = warehouse.read()
    return {name: reader.rows(f"select * from {name} order by all") for name in engine_spark.LANDED}


def bring_home(made: Cluster, data: Path, address: str, facts: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "signpost.warehouse.engine_spark", "--data", str(data)]
    return subprocess.Popen(
        [*command, "--spark", address, "--facts", facts],
        cwd=ROOT,
        env=made.environment,
        text=True,
        stderr=subprocess.PIPE,
    )


def tasks(made: Cluster, worker: int) -> int:
    """Count the tasks a worker's executors began, over all applications so far."""
    logs = (made.folder / f"worker-{worker}").rglob("stderr")
    return sum(log.read_text("utf-8", "replace").count("Running task") for log in logs)


def succeeded(process: subprocess.Popen[str]) -> None:
    _, said = process.communicate(timeout=1200)
    assert process.returncode == 0, said[-4000:]


@marked
def test_a_lakehouse_rolled_up_over_connect_equals_duckdb(
    spark_cluster: Cluster, connect: str, local: Warehouse, tmp_path: Path
) -> None:
    (tmp_path / "facts").mkdir()
    facts = exported(local, tmp_path / "facts")
    home = Warehouse(tmp_path / "home")
    succeeded(bring_home(spark_cluster, home.root, connect, facts))
    assert stored(home) == stored(local)
    windows = "select platform, first_day, last_day from usage_delivered order by all"
    assert home.read().rows(windows) == local.read().rows(windows)
    with home.write("test") as writer:  # the rest of the data folder goes on as before
        writer.execute("insert into mapping values ('a', 'b', 'c', now()::timestamp)")
        writer.rewrote = True
    assert stored(home) == stored(local)
    with pytest.raises(WarehouseError, match="kept in a lakehouse"):
        load(home, usage((day("2024-03-04"), day("2024-03-10")), {1: 1}))


@marked
def test_a_publish_can_hand_its_own_facts_to_spark(
    spark_cluster: Cluster, connect: str, local: Warehouse, tmp_path: Path
) -> None:
    shutil.copytree(local.root, tmp_path / "data")
    code = (
        "import sys\n"
        "from signpost.warehouse import Warehouse\n"
        "with Warehouse(sys.argv[1]).write('test') as writer:\n"
        "    writer.rewrote = True\n"
    )
    chosen = {"SIGNPOST_ENGINE": "spark", "SIGNPOST_SPARK": connect}
    found = Warehouse(tmp_path / "data")
    with found.write("test") as writer:
        writer.execute("delete from group_window")  # what is there then, Spark put there
    done = subprocess.run(
        [sys.executable, "-c", code, str(found.root)],
        cwd=ROOT,
        env={**spark_cluster.environment, **chosen},
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert stored(found) == stored(local)
    with found.write("test") as writer:
        assert not rollups.refresh(writer.connection, rebuild=False)


@marked
def test_on_a_master_it_equals_duckdb_though_a_worker_is_killed(
    spark_cluster: Cluster, local: Warehouse, tmp_path: Path
) -> None:
    (tmp_path / "facts").mkdir()
    facts = exported(local, tmp_path / "facts")
    home = Warehouse(tmp_path / "home")
    before = tasks(spark_cluster, 1)
    work = bring_home(spark_cluster, home.root, spark_cluster.master, facts)
    try:
        until(lambda: tasks(spark_cluster, 1) > before + 10, "the second worker got no work")
        assert work.poll() is None, "it was over before the worker could be killed"
        kill(spark_cluster.workers[1])
        succeeded(work)
    finally:
        work.kill()  # else it would wait for its cluster for ever
    assert stored(home) == stored(local)
    until(lambda: spark_cluster.status()["aliveworkers"] == 1, "the worker was not killed")


def test_without_spark_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyspark", "pyspark.errors", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, name, None)  # as if it were not installed
    monkeypatch.setenv("SIGNPOST_ENGINE", "spark")
    warehouse = Warehouse(tmp_path)
    assert warehouse.read().version == 0  # nothing to compute, nothing to install
    with pytest.raises(WarehouseError, match=r"signpost-analytics\[spark\]"):
        load(warehouse, usage((day("2024-03-04"), day("2024-03-10")), {1: 1}))
    assert warehouse.version() == 0
