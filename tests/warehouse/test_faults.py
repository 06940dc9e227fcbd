"""Faults of the system beneath: a call that writes fails once, nothing acknowledged is lost."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.written import add_record
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
    "publish": "w.restore(2)",
    "purge": "retention.purge(w, -1, 'x')",
}
CODE = """
import sys
from pathlib import Path
from signpost.warehouse import Warehouse
from signpost.warehouse.maintenance import backup, erasure, retention
from tests.warehouse.facts import day, load, undo, usage
root = Path(sys.argv[1])
w = Warehouse(root, memory_limit="200MB", keep=5)
{act}
print("done", w.version())
"""


def traced(root: Path, act: str, *options: str) -> subprocess.CompletedProcess[str]:
    # stops at these calls alone
    only = ("--seccomp-bpf", "-e", f"trace={','.join(CALLS)}")
    command = [str(STRACE), "-f", "-qq", *only, "-o", str(root.parent / "trace"), *options]
    code = CODE.format(act=ACTS[act])
    return subprocess.run(
        [*command, sys.executable, "-c", code, str(root)],
        cwd=root.parent,  # a file that tempfile tries, and cannot remove, stays there
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(root.parent),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def points(root: Path, act: str) -> dict[str, int]:
    """How often each call is made, in the busiest thread."""
    done = traced(root, act)
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


def kept(place: Path, template: Path, injected: list[str], act: str) -> None:
    """Do it with faults, and look whether what was there is there, or what was acknowledged."""
    shutil.copytree(template, place)
    version, rows = state(template / "data")
    options = [word for one in injected for word in ("-e", f"inject={one}")]
    done = traced(place / "data", act, *options)
    now, found = state(place / "data")
    if "done" in done.stdout:
        assert now >= version, injected
    elif not journal.journal_file(place / "data").exists():
        assert now in (version, version + 1), (injected, done.stderr)
        assert now > version or found == rows, (injected, done.stderr)
    shutil.rmtree(place)


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
@pytest.mark.parametrize("fault", ["EIO", "ENOSPC"])
@pytest.mark.parametrize("act", ACTS)
def test_a_call_that_fails_loses_nothing(act: str, fault: str, tmp_path: Path) -> None:
    template = tmp_path / "template"
    backup(filled(template / "data"), template / "first.duckdb")
    shutil.copytree(template, tmp_path / "count")
    counted = points(tmp_path / "count" / "data", act)
    tried = 0
    for call, most in counted.items():
        for number in sorted({1, (most + 1) // 2, most} - {0}):
            place = tmp_path / f"{call}-{number}"
            kept(place, template, [f"{call}:error={fault}:when={number}"], act)
            tried += 1
    assert tried > 5
    if os.environ.get("RECORD"):  # for docs/trust.md
        add_record("faults", {f"{act}, {fault}": {"tried": tried, "lost": 0}})


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
@pytest.mark.parametrize("act", ACTS)
def test_several_faults_in_one_run_lose_nothing(act: str, tmp_path: Path) -> None:
    """A second call fails after the first, or every call from one on: the disk is gone."""
    template = tmp_path / "template"
    backup(filled(template / "data"), template / "first.duckdb")
    shutil.copytree(template, tmp_path / "count")
    counted = points(tmp_path / "count" / "data", act)
    half = (counted["fsync"] + 1) // 2
    from_then_on = [
        [f"{','.join(CALLS)}:error={fault}:when={number}+"]
        for fault, number in (("EIO", 1), ("EIO", half), ("ENOSPC", half + 1), ("EIO", 2 * half))
    ]
    pairs = [
        [f"fsync:error=EIO:when={half}", f"{second}:error=EIO:when=1+"]
        for second in ("unlink", "rename")
    ]
    late = [f"rename:error=ENOSPC:when={counted['rename']}", "unlink:error=EIO:when=1+"]
    every = [*from_then_on, *pairs, late]
    for number, injected in enumerate(every):
        kept(tmp_path / str(number), template, injected, act)
    assert len(every) == 7
    if os.environ.get("RECORD"):
        add_record("faults", {f"{act}, several": {"tried": len(every), "lost": 0}})
