"""Killed writers leave the data folder whole; the command that shows it can also say no."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import crash
from signpost.warehouse import Warehouse
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the command forks")


def run(*arguments: str) -> dict[str, object]:
    command = [sys.executable, "-m", "benchmarks.crash", "--rows", "2000", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.slow
@needs_fork
def test_kills_at_random_moments_lose_nothing() -> None:
    found = run("--rounds", "15", "--longest", "0.6")
    assert found["kills"] == 15
    assert found["violations"] == []


@pytest.mark.slow
@needs_fork
def test_kills_at_every_twentieth_line_lose_nothing() -> None:
    found = run("--lines", "--step", "20")
    assert found["violations"] == []
    assert int(str(found["kills"])) > 15


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        ('delete from "usage of teams" where person_id = 7', "half an upload"),
        ("update person_window set times = times + 1000", "stale rollup"),
        ("delete from rolled", "stale truth"),
        ("delete from audit", "half an act"),
    ],
)
def test_the_command_sees_damage(tmp_path: Path, damage: str, name: str) -> None:
    warehouse = Warehouse(tmp_path, memory_limit="200MB")
    with warehouse.write("test") as writer:
        crash.load(writer, 1, 50)
    assert crash.violations(warehouse.read()) == []
    with warehouse.scratch() as writer:
        crash.load(writer, 1, 50)
        writer.execute(
            "insert into person_window select platform, person_id, first_day, last_day,"
            " 1, null, times from usage_now"
        )
        writer.execute("insert into rolled select * from truth_now")
        assert crash.violations(writer) == []
        writer.execute(damage)
        assert name in crash.violations(writer)
