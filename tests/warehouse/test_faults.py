"""Faults of the system beneath: a call that writes fails once, nothing acknowledged is lost."""

import os
import re
import shutil
from pathlib import Path

import pytest

from benchmarks.written import add_record
from signpost.warehouse import Warehouse
from signpost.warehouse.maintenance import journal
from tests.warehouse.strace import STRACE, traced

CALLS = ("fsync", "fdatasync", "pwrite64", "ftruncate", "rename", "link", "unlink")
ONLY = ("-e", f"trace={','.join(CALLS)}")
ACTS = ("load", "undo", "backup", "restore", "erase", "publish", "purge")


def points(root: Path, act: str) -> dict[str, int]:
    """How often each call is made, in the busiest thread."""
    done = traced(act, root, root.parent, *ONLY)
    assert "done" in done.stdout, done.stderr
    lines = done.trace.splitlines()
    made = [match.groups() for line in lines if (match := re.match(r"(\d+) +(\w+)\(", line))]
    return {
        call: max((made.count((pid, call)) for pid in {pid for pid, _ in made}), default=0)
        for call in CALLS
    }


State = tuple[int, list[tuple[object, ...]]]


def state(root: Path) -> State:
    reader = Warehouse(root, memory_limit="200MB").read()
    assert reader.notice == ""
    return reader.version, reader.rows("select * from usage_now order by all")


def kept(place: Path, template: Path, before: State, injected: list[str], act: str) -> None:
    """Do it with faults, and look whether what was there is there, or what was acknowledged."""
    shutil.copytree(template, place)
    version, rows = before
    options = [word for one in injected for word in ("-e", f"inject={one}")]
    done = traced(act, place / "data", place, *ONLY, *options)
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
def test_a_call_that_fails_loses_nothing(
    act: str, fault: str, template: Path, tmp_path: Path
) -> None:
    shutil.copytree(template, tmp_path / "count")
    counted, before = points(tmp_path / "count" / "data", act), state(template / "data")
    tried = 0
    for call, most in counted.items():
        for number in sorted({1, (most + 1) // 2, most} - {0}):
            place = tmp_path / f"{call}-{number}"
            kept(place, template, before, [f"{call}:error={fault}:when={number}"], act)
            tried += 1
    assert tried > 5
    if os.environ.get("RECORD"):  # for docs/trust.md
        add_record("faults", {f"{act}, {fault}": {"tried": tried, "lost": 0}})


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
@pytest.mark.parametrize("act", ACTS)
def test_several_faults_in_one_run_lose_nothing(act: str, template: Path, tmp_path: Path) -> None:
    """A second call fails after the first, or every call from one on: the disk is gone."""
    shutil.copytree(template, tmp_path / "count")
    counted, before = points(tmp_path / "count" / "data", act), state(template / "data")
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
        kept(tmp_path / str(number), template, before, injected, act)
    assert len(every) == 7
    if os.environ.get("RECORD"):
        add_record("faults", {f"{act}, several": {"tried": len(every), "lost": 0}})
