"""The power goes at any call of load, undo, publish, backup, restore, erase, purge."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.written import add_record
from signpost.warehouse import Warehouse
from signpost.warehouse.exports import recorded_exports
from signpost.warehouse.maintenance import journal
from signpost.warehouse.maintenance.backup import backup
from tests.warehouse import test_faults
from tests.warehouse.replay import LOSSES, OPTIONS, Disk, calls_of
from tests.warehouse.test_faults import ROOT, STRACE
from tests.warehouse.test_jobs import filled, names_ada, undone_facts

ACTS = {
    **test_faults.ACTS,
    "erase": "erasure.erase(w, 'a' * 64, 'x', forms=['quaxolina@example.org'])",
    "export": "exports.record_export(root, 'x', 'brief', version=3, size=1)",
    "key": "pseudonyms.load_key(root.parent / 'other', holds_data=False)",
    "figures": "publications.update_publication(root, 'x', 3, lambda _: pd.DataFrame({'a': [1]}))",
}
CODE = """
import sys
from pathlib import Path
import pandas as pd
from signpost.pipelines.facts import pseudonyms
from signpost.warehouse import Warehouse, exports
from signpost.warehouse.maintenance import backup, erasure, publications, retention
from tests.warehouse.facts import day, load, undo, usage
root = Path(sys.argv[1])
w = Warehouse(root, memory_limit="200MB", keep=5)
{act}
print("done", flush=True)
"""


def usage_of(root: Path) -> tuple[int, list[tuple[object, ...]]]:
    reader = Warehouse(root, memory_limit="200MB", keep=5).read()
    assert reader.notice == ""
    return reader.version, reader.rows("select * from usage_now order by all")


def traced(act: str, place: Path) -> str:
    """Do it under strace; the calls it made."""
    command = [str(STRACE), *OPTIONS, "-o", str(place.parent / "trace"), sys.executable, "-c"]
    done = subprocess.run(
        [*command, CODE.format(act=ACTS[act]), str(place / "data")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr:
        pytest.skip("this machine lets nobody trace")
    assert "done" in done.stdout, done.stderr
    return (place.parent / "trace").read_text()


class Judge:
    """What must hold after a power cut: what was there, or what was asked, and never a half."""

    def __init__(self, act: str, before: Path, after: Path) -> None:
        self.act = act
        self.states = [usage_of(before / "data")[1], usage_of(after / "data")[1]]

    def check(self, place: Path, *, acknowledged: bool) -> None:
        root = place / "data"
        was_begun = journal.journal_file(root).exists()
        _, rows = usage_of(root)
        assert rows in self.states
        if self.act == "backup":
            assert not (place / "copy.duckdb").exists() or usage_of_file(place / "copy.duckdb")
        if acknowledged:
            assert rows == self.states[1]
            getattr(self, self.act, lambda _: None)(place)
        if was_begun:
            Warehouse(root, memory_limit="200MB", keep=5).finish_job()
            assert usage_of(root)[1] == self.states[1]

    @staticmethod
    def backup(place: Path) -> None:
        assert usage_of_file(place / "copy.duckdb")

    @staticmethod
    def erase(place: Path) -> None:
        assert names_ada(place / "data") == []

    @staticmethod
    def purge(place: Path) -> None:
        assert not any(undone_facts(place / "data").values())

    @staticmethod
    def export(place: Path) -> None:
        assert [one.what for one in recorded_exports(place / "data")][-1:] == ["brief"]

    @staticmethod
    def key(place: Path) -> None:
        assert len((place / "other.key").read_text().strip()) == 64

    @staticmethod
    def figures(place: Path) -> None:
        assert len(list((place / "data" / "published").glob("*.cells"))) == 2


def usage_of_file(file: Path) -> bool:
    folder = file.with_name("opened")
    folder.mkdir()
    shutil.copy(file, folder / "v00000001.duckdb")
    found = bool(usage_of(folder)[1])
    shutil.rmtree(folder)
    return found


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
@pytest.mark.parametrize("act", ACTS)
def test_a_power_cut_loses_nothing_acknowledged(act: str, tmp_path: Path) -> None:
    template = tmp_path / "template"
    backup(filled(template / "data"), template / "first.duckdb")
    place = tmp_path / "run" / "place"
    shutil.copytree(template, place)
    disk = Disk(place)
    trace = traced(act, place)
    judge, tried, acknowledged = Judge(act, template, place), 0, False
    for number, (call, arguments, result) in enumerate(calls_of(trace)):
        is_other = disk.apply(call, arguments, result)
        acknowledged |= call == "write" and arguments.startswith("1,")
        for loss in LOSSES if is_other or acknowledged else ():
            if call in ("pwrite64", "write") and number % 40 and not acknowledged:
                continue
            left = tmp_path / "left"
            disk.after_power_cut(loss, left)
            judge.check(left, acknowledged=acknowledged)
            shutil.rmtree(left)
            tried += 1
        if acknowledged:
            break
    assert acknowledged
    assert tried >= 6, tried
    if os.environ.get("RECORD"):  # for docs/trust.md
        add_record("power_cuts", {act: {"tried": tried, "lost": 0}})
