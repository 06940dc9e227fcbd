"""The watched folder: loaded, moved, explained; nothing half-written, nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from signpost.cli._main import signpost
from signpost.pipelines.inbox import ingest_inbox, waiting_loads
from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse

GOOD = "month,department,kpi,value\n2026-01,Sales,Cost,4\n2026-02,Sales,Cost,much\n"
Drop = Callable[..., Path]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def drop(inbox: Path) -> Drop:
    def dropped(name: str, text: str, *, age: float = 3600) -> Path:
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        then = time.time() - age
        os.utime(path, (then, then))
        return path

    return dropped


def names(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_what_waits_is_loaded_and_moved_with_the_reason(
    inbox: Path, drop: Drop, warehouse: Warehouse
) -> None:
    drop("kpi.csv", GOOD)
    drop("north/notes.csv", "a,b\n1,2\n")
    drop("fresh.csv", GOOD, age=0)
    drop("coming.csv.part", GOOD)
    report = ingest_inbox(inbox, lambda files: ingest(warehouse, files))
    assert report is not None
    assert sorted(one.status for one in report.files) == ["failed", "loaded"]
    assert names(inbox) == [
        "coming.csv.part",
        "done/kpi.csv",
        "done/kpi.csv.signpost.txt",
        "fresh.csv",
        "refused/north/notes.csv",
        "refused/north/notes.csv.signpost.txt",
    ]
    told = (inbox / "done/kpi.csv.signpost.txt").read_text()
    assert "kpi_long, 1 rows" in told
    assert "line 3, value: expected a number" in told
    assert "none of the" in (inbox / "refused/north/notes.csv.signpost.txt").read_text()
    assert ingest_inbox(inbox, lambda files: ingest(warehouse, files)) is None


def test_the_same_file_twice_is_harmless(inbox: Path, drop: Drop, warehouse: Warehouse) -> None:
    for _ in range(3):
        drop("kpi.csv", GOOD)
        ingest_inbox(inbox, lambda files: ingest(warehouse, files))
    assert warehouse.version() == 1
    assert len([name for name in names(inbox / "done") if name.endswith("kpi.csv")]) == 3
    notes = [path.read_text() for path in (inbox / "done").glob("*.txt")]
    assert len([note for note in notes if "already loaded, nothing changed" in note]) == 2


def test_a_load_that_breaks_off_leaves_every_file(inbox: Path, drop: Drop) -> None:
    drop("kpi.csv", GOOD)

    def breaks(_: list[Path]):
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        ingest_inbox(inbox, breaks)
    assert names(inbox) == ["kpi.csv"]


def test_a_file_that_another_run_took_is_not_told_again(
    inbox: Path, drop: Drop, warehouse: Warehouse
) -> None:
    path = drop("kpi.csv", GOOD)

    def slow(files: list[Path]):
        path.unlink()
        return ingest(warehouse, files)

    report = ingest_inbox(inbox, slow)
    assert report is not None
    assert report.files == ()
    assert names(inbox) == []


def test_a_file_in_the_future_is_not_left_for_ever(inbox: Path, drop: Drop) -> None:
    path = drop("kpi.csv", GOOD, age=-3600)
    assert waiting_loads(inbox) == [path]


@pytest.mark.slow
def test_the_command_ends_with_1_when_a_file_was_refused(
    inbox: Path, drop: Drop, tmp_path: Path
) -> None:
    drop("kpi.csv", f"{GOOD}2026-03,Sales,Cost,5\n")
    command = ["ingest", "--inbox", str(inbox), "--data", str(tmp_path / "data"), "--json"]
    first = subprocess.run(  # a real process, as cron starts it
        [sys.executable, "-m", "signpost", *command], capture_output=True, text=True, check=False
    )
    assert first.returncode == 0, first.stderr
    assert [one["status"] for one in json.loads(first.stdout)["files"]] == ["loaded"]
    drop("broken.csv", "a,b\n1,2\n")
    second = CliRunner().invoke(signpost, command)
    assert second.exit_code == 1
    third = CliRunner().invoke(signpost, command)
    assert third.exit_code == 0
    assert json.loads(third.stdout) == {"version": 1, "files": []}


def test_either_files_or_an_inbox(inbox: Path, tmp_path: Path) -> None:
    data = ["--data", str(tmp_path / "data")]
    assert CliRunner().invoke(signpost, ["ingest", *data]).exit_code == 2
    both = ["ingest", str(inbox), "--inbox", str(inbox), *data]
    assert CliRunner().invoke(signpost, both).exit_code == 2
