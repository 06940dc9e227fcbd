"""The power goes at any call of load, undo, publish, backup, restore, erase, purge."""

import os
import shutil
from pathlib import Path

import pytest

from benchmarks.written import add_record
from signpost.warehouse import Warehouse
from signpost.warehouse.exports import recorded_exports
from signpost.warehouse.maintenance import journal
from tests.warehouse import test_faults
from tests.warehouse.replay import LOSSES, OPTIONS, Disk, Left, calls_of, write
from tests.warehouse.strace import STRACE, traced
from tests.warehouse.test_jobs import names_ada, undone_facts

ACTS = (*test_faults.ACTS, "export", "key", "figures")


def usage_of(root: Path) -> tuple[int, list[tuple[object, ...]]]:
    reader = Warehouse(root, memory_limit="200MB", keep=5).read()
    assert reader.notice == ""
    return reader.version, reader.rows("select * from usage_now order by all")


class Judge:
    """What must hold after a power cut: what was there, or what was asked, and never a half."""

    def __init__(self, act: str, before: Path, after: Path) -> None:
        self.act = act
        self.states = [usage_of(before / "data")[1], usage_of(after / "data")[1]]
        self.judged: set[tuple[int, bool]] = set()

    def check(self, left: Left, place: Path, *, acknowledged: bool) -> None:
        """Judge what is left, written to a place; the same to the byte is judged once."""
        state = hash(frozenset(left.items())), acknowledged
        if state not in self.judged:
            write(left, place)
            self._check(place, acknowledged=acknowledged)
            shutil.rmtree(place)
            self.judged.add(state)

    def _check(self, place: Path, *, acknowledged: bool) -> None:
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
def test_a_power_cut_loses_nothing_acknowledged(act: str, template: Path, tmp_path: Path) -> None:
    place = tmp_path / "run" / "place"
    shutil.copytree(template, place)
    disk = Disk(place)
    done = traced(
        "erase by name" if act == "erase" else act, place / "data", place.parent, *OPTIONS
    )
    assert "done" in done.stdout, done.stderr
    judge, tried, acknowledged = Judge(act, template, place), 0, False
    for number, (call, arguments, result) in enumerate(calls_of(done.trace)):
        is_other = disk.apply(call, arguments, result)
        acknowledged |= call == "write" and arguments.startswith("1,")
        for loss in LOSSES if is_other or acknowledged else ():
            if call in ("pwrite64", "write") and number % 7 and not acknowledged:
                continue
            judge.check(disk.after_power_cut(loss), tmp_path / "left", acknowledged=acknowledged)
            tried += 1
        if acknowledged:
            break
    assert acknowledged
    assert tried >= 6, tried
    if os.environ.get("RECORD"):  # for docs/trust.md
        add_record("power_cuts", {act: {"tried": tried, "lost": 0}})
