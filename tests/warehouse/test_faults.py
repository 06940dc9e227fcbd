"""Faults of the system beneath: a call that writes fails once, nothing acknowledged is lost."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from signpost.warehouse import Warehouse
from signpost.warehouse.maintenance import journal
from signpost.warehouse.maintenance.backup import backup
from tests.warehouse.test_jobs import filled

ROOT = Path(__file__).parents[2]
STRACE = shutil.which("strace")
CALLS = ("fsync", "fdatasync", "pwrite64", "ftruncate", "rename", "link", "unlink")
ACTS = {
    "load": "load(w, usage((day('2026-01-19'), day('2026-01-25')), {1: 2, 2: 2}))",
    "undo": "undo(w, 1)",
    "backup": "backup.backup(w, root.parent / 'copy.duckdb')",
    "restore": "backup.restore(w, root.parent / 'first.duckdb', 'x')",
    "erase": "erasure.erase(w, 'a' * 64, 'x')",
}
CODE = """
import sys
from pathlib import Path
from signpost.warehouse import Warehouse
from signpost.warehouse.maintenance import backup, erasure
from tests.warehouse.facts import day, load, undo, usage
root = Path(sys.argv[1])
w = Warehouse(root, memory_limit="200MB", keep=5)
{act}
print("done", w.version())
"""


def traced(root: Path, act: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(STRACE), "-f", "-qq", "-o", str(root.parent / "trace"), *options]
    code = CODE.format(act=ACTS[act])
    return subprocess.run(
        [*command, sys.executable, "-c", code, str(root)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def points(root: Path, act: str) -> dict[str, int]:
    """How often each call is made, in the busiest thread."""
    done = traced(root, act, "-e", f"trace={','.join(CALLS)}")
    if "ptrace" in done.stderr:
        pytest.skip("this machine lets nobody trace")
    assert "done" in done.stdout, done.stderr
    lines = (root.parent / "trace").read_text().splitlines()
    made = [match.groups() for line in lines if (match := re.match(r"(\d+) +(\w+)\(", line))]
    return {
        call: max((made.count((pid, call)) for pid in {pid for pid, _ in made}), default=0)
        for call in CALLS
    }


def state(root: Path) -> tuple[int, list[tuple[object, ...]]]:
    reader = Warehouse(root, memory_limit="200MB").read()
    assert reader.notice == ""
    return reader.version, reader.rows("select * from usage_now order by all")


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
@pytest.mark.parametrize("fault", ["EIO", "ENOSPC"])
@pytest.mark.parametrize("act", ACTS)
def test_a_call_that_fails_loses_nothing(act: str, fault: str, tmp_path: Path) -> None:
    template = tmp_path / "template"
    backup(filled(template / "data"), template / "first.duckdb")
    before = state(template / "data")
    shutil.copytree(template, tmp_path / "count")
    counted = points(tmp_path / "count" / "data", act)
    tried = 0
    for call, most in counted.items():
        for number in sorted({1, (most + 1) // 2, most} - {0}):
            place = tmp_path / f"{call}-{number}"
            shutil.copytree(template, place)
            inject = f"inject={call}:error={fault}:when={number}"
            done = traced(place / "data", act, "-e", inject)
            version, rows = state(place / "data")
            tried += 1
            if "done" in done.stdout:
                assert version >= before[0], (call, number)
            elif not journal.journal_file(place / "data").exists():
                assert version in (before[0], before[0] + 1), (call, number, done.stderr)
                assert version > before[0] or rows == before[1], (call, number)
            shutil.rmtree(place)
    assert tried > 5
