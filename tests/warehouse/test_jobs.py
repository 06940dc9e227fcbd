"""Erasing and purging: killed anywhere, finished at the next start, gone from every version."""

import ast
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pandas as pd
import pytest

from benchmarks.crash import forked, gathered
from benchmarks.written import add_record
from signpost.warehouse import Warehouse, WarehouseError
from signpost.warehouse.exports import record_export
from signpost.warehouse.maintenance import backup, doctor, erasure, journal, retention
from signpost.warehouse.maintenance.publications import update_publication
from signpost.warehouse.usage_tables import table_of
from tests.warehouse.facts import Upload, add, day, load, undo, usage

pytestmark = pytest.mark.slow

OURS = str(Path(journal.__file__).parents[1])
WEEK = (day("2026-01-05"), day("2026-01-11"))
NEXT = (day("2026-01-12"), day("2026-01-18"))
ADA, BOB = "a" * 64, "b" * 64
NAME = "quaxolina@example.org"
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the test forks")


def opened(root: Path) -> Warehouse:
    return Warehouse(root, memory_limit="200MB", keep=5)


def filled(root: Path) -> Warehouse:
    """Two persons in three versions; the newest has undone and replaced figures."""
    warehouse = opened(root)
    with warehouse.write("test") as writer:
        for person, name in ((1, ADA), (2, BOB)):
            writer.execute("insert into person values (?, 'employee')", [person])
            writer.execute("insert into alias values (?, ?)", [name, person])
        add(writer, usage(WEEK, {1: 5, 2: 3}))
        row = {
            "kpi": "deals",
            "group_id": NAME,
            "first_day": WEEK[0],
            "last_day": WEEK[1],
            "numerator": 1,
            "denominator": 2,
        }
        text = {"line": 2, "text": f"row of {NAME.upper()}", "reason": "no day"}
        add(writer, Upload({f"outcome:deals:{NAME}": [WEEK]}, {"outcome": [row]}))
        add(writer, Upload({}, {"rejected": [text]}))
    undone = load(warehouse, usage(NEXT, {1: 1, 2: 1}))
    undo(warehouse, undone)
    groups = pd.DataFrame({"group": [NAME, "care"], "numerator": [1.0, 2.0]})
    update_publication(root, "shown", warehouse.version(), lambda _: groups)
    return warehouse


@pytest.fixture
def warehouse(template: Path, tmp_path: Path) -> Warehouse:
    shutil.copytree(template / "data", tmp_path / "data")
    return opened(tmp_path / "data")


def erase(root: Path) -> None:
    erasure.erase(opened(root), ADA, "test", forms=[NAME])


def purge(root: Path) -> None:
    retention.purge(opened(root), -1, "test")  # what is to come is old, too


def names_ada(root: Path) -> list[str]:
    """The files of the folder that hold the identifiers, read as bytes and as tables."""
    needles = [ADA.encode(), NAME.encode(), NAME.upper().encode()]
    found = [
        path.name
        for path in root.rglob("*")
        if path.is_file() and any(needle in path.read_bytes() for needle in needles)
    ]
    for version in opened(root).versions():
        counts = erasure.count_rows(opened(root).at(version), [ADA], [NAME])
        found += [f"{version.path.name}: {name}" for name, count in counts.items() if count]
    return found


def undone_facts(root: Path) -> dict[int, int]:
    sql = "select count(*) from usage where first_day = date '2026-01-12'"
    warehouse = opened(root)
    return {v.number: int(warehouse.at(v).one(sql)[0]) for v in warehouse.versions()}


def test_a_name_in_a_group_or_a_text_is_erased_too(warehouse: Warehouse) -> None:
    assert names_ada(warehouse.root)
    proof = erasure.erase(warehouse, ADA, "test", forms=[NAME, NAME.upper()])
    assert proof.complete
    assert proof.before[3]["outcome.group_id"] == 1
    assert names_ada(warehouse.root) == []
    assert not journal.journal_file(warehouse.root).exists()
    reader = warehouse.read()
    assert reader.one("select count(*) from usage where person_id = 2") == (2,)
    assert reader.one("select count(*) from truth where subject like 'outcome%'") == (0,)


def test_what_is_not_erased_is_named(warehouse: Warehouse, tmp_path: Path) -> None:
    record_export(warehouse.root, NAME, "brief", version=1, size=1)
    copy = backup.backup(warehouse, tmp_path / "copy.duckdb")
    proof = erasure.erase(warehouse, ADA, NAME, forms=[NAME])
    assert proof.complete
    assert [text.rpartition(":")[2] for text in proof.beside[:2]] == [
        " a backup made before.",
        " names the person as one who works with Signpost.",
    ]
    assert str(copy.resolve()) in proof.beside[0]
    assert "audit trail" in proof.beside[2]
    again = erasure.erase(warehouse, BOB, "test")
    assert again.complete


def test_what_lies_beside_the_data_is_erased_or_named(warehouse: Warehouse, tmp_path: Path) -> None:
    accented = "quéxolina@example.org"
    readers = erasure.readers_folder(warehouse.root)
    readers.mkdir()
    drafts = {"one": NAME.upper(), "two": accented.upper(), "three": "nobody"}
    for name, text in drafts.items():
        (readers / f"{name}.drafts.json").write_text(json.dumps({"owner": text}))
    for name in ("digest.json", "fetch.toml", "fetched.json", "access.toml"):
        (tmp_path / f"data.{name}").write_text(f'{{"who": "{NAME}"}}')
    (tmp_path / "database.toml").write_text(NAME)
    proof = erasure.erase(warehouse, ADA, "test", forms=[NAME, accented])
    assert proof.complete
    assert [path.name for path in readers.iterdir()] == ["three.drafts.json"]
    named = [Path(line.partition(": names")[0]).name for line in proof.beside]
    assert named == ["data.access.toml", "data.digest.json", "data.fetch.toml", "data.fetched.json"]


def test_what_was_fetched_or_delivered_is_named(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "data.fetch.toml").write_text('inbox = "drop"\n')
    files = {
        "inbox/done/use.csv": NAME.upper(),
        "drop/roster.csv": f"{NAME},care",
        "drop/refused/use.xlsx": "packed",
        "drop/other.csv": "nobody",
        "elsewhere/use.csv": NAME,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    proof = erasure.erase(warehouse, ADA, "test", forms=[NAME])
    assert proof.complete
    named = {Path(line.partition(": a file as")[0]) for line in proof.beside}
    assert {str(path.relative_to(tmp_path)) for path in named} == {
        "inbox/done/use.csv", "drop/roster.csv", "drop/refused/use.xlsx",
    }  # fmt: skip


def test_a_byte_that_is_left_is_no_proof(warehouse: Warehouse) -> None:
    (warehouse.root / "notes.txt").write_text("x" * (1 << 20) + NAME)
    proof = erasure.erase(warehouse, ADA, "test", forms=[NAME])
    assert not proof.complete
    assert proof.files == ("notes.txt",)


def test_what_is_purged_is_in_no_older_version(warehouse: Warehouse) -> None:
    assert undone_facts(warehouse.root) == {1: 0, 2: 2, 3: 2}
    retention.purge(warehouse, -1, "test")
    assert undone_facts(warehouse.root) == {4: 0}
    kept = warehouse.version()
    assert not any(retention.purge(warehouse, -1, "test").values())
    assert sorted(undone_facts(warehouse.root)) == [
        kept,
        kept + 1,
    ]  # nothing to purge, none removed


def test_rows_that_an_older_purge_left_in_older_versions_go(warehouse: Warehouse) -> None:
    with warehouse.write("as it was", compact=True) as writer:
        writer.execute(f"delete from {table_of('teams')} where first_day = date '2026-01-12'")
    assert undone_facts(warehouse.root) == {1: 0, 2: 2, 3: 2, 4: 0}
    retention.purge(warehouse, -1, "test")
    assert undone_facts(warehouse.root) == {5: 0}


def killed_at(line: int, act: Callable[[Path], None], root: Path) -> Callable[[int], None]:
    """Kill it where the so-many-th line of ours is reached for the first time."""

    def work(pipe: int) -> None:
        seen: set[tuple[str, int]] = set()

        def trace(frame: FrameType, event: str, _: object) -> Any:
            if not frame.f_code.co_filename.startswith(OURS):
                return None
            if event == "line":
                seen.add((frame.f_code.co_filename, frame.f_lineno))
                if len(seen) == line:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        act(root)
        sys.settrace(None)
        os.write(pipe, b"done\n")

    return work


def in_child(act: Callable[[], object]) -> list[str]:
    """Do something in a fresh process; this one never opens the engine and may fork again."""
    return gathered(*forked(lambda pipe: os.write(pipe, f"{act()}\n".encode()) and None))


def finish(how: str, root: Path) -> object:
    if how == "load":
        load(opened(root), usage(NEXT, {2: 7}))
    elif how == "doctor":
        doctor.repair(root, "test")
    else:
        opened(root).finish_job()
    return ""


def kills(
    act: Callable[[Path], None], wrong: Callable[[Path], list[Any]], folder: Path, step: int
) -> int:
    """Kill an act at every so-many-th line; how often. Each time the next start finishes it."""
    count, template = int(os.environ.get("KILL_FROM", "0")) // step, folder / "template"
    line = step * (count + 1)
    in_child(lambda: filled(template / "data") and None)
    while True:
        root = folder / f"line-{line}" / "data"
        shutil.copytree(template, root.parent)
        if "done" in gathered(*forked(killed_at(line, act, root))):
            return count
        begun = journal.journal_file(root).exists()
        how = ("load", "doctor", "start")[count % 3]

        def look(root: Path = root, how: str = how) -> object:
            finish(how, root)
            return [wrong(root), opened(root).read().one(_OTHERS)[0]]

        (found,) = in_child(look)
        left, others = ast.literal_eval(found)
        assert not journal.journal_file(root).exists(), line
        assert others == 1, line
        assert not begun or left == [], (line, left)
        shutil.rmtree(root.parent)
        line, count = line + step, count + 1


_OTHERS = "select count(*) from usage where person_id = 2 and first_day = date '2026-01-05'"


@pytest.mark.slow
@needs_fork
@pytest.mark.parametrize("act", ["erase", "purge"])
def test_a_kill_at_any_line_is_made_good_at_the_next_start(act: str, tmp_path: Path) -> None:
    """KILL_STEP=1 kills at every line; here at every 37th. KILL_FROM goes on after a line."""
    step = int(os.environ.get("KILL_STEP", "37"))
    if act == "erase":
        many = kills(erase, names_ada, tmp_path, step)
    else:
        left = lambda root: [n for n in undone_facts(root).values() if n > 1]  # noqa: E731
        many = kills(purge, left, tmp_path, step)
    assert many > 5
    if os.environ.get("RECORD"):  # for docs/trust.md
        add_record("killed_jobs", {act: {"tried": many, "step": step, "lost": 0}})


def test_a_broken_off_erasure_is_said_and_finished(warehouse: Warehouse) -> None:
    job = journal.Job("erase", "test", {"hashes": [ADA], "forms": [NAME]}, warehouse.version())
    journal.begin_job(warehouse.root, job)
    assert [one.id for one in doctor.folder_findings(warehouse.root)] == ["unfinished"]
    assert any("erasure" in line for line in doctor.repair(warehouse.root, "test"))
    assert names_ada(warehouse.root) == []
    assert doctor.folder_findings(warehouse.root) == ()


def test_a_backup_takes_no_half_erased_person_along(warehouse: Warehouse, tmp_path: Path) -> None:
    job = journal.Job("erase", "test", {"hashes": [ADA], "forms": [NAME]}, warehouse.version())
    journal.begin_job(warehouse.root, job)
    copy = backup.backup(warehouse, tmp_path / "copy.duckdb")
    assert ADA.encode() not in copy.read_bytes()


def test_an_unreadable_journal_is_said(warehouse: Warehouse) -> None:
    journal.journal_file(warehouse.root).write_text("{")
    with pytest.raises(WarehouseError, match="cannot be read"):
        warehouse.finish_job()


def test_another_folders_backup_is_refused(tmp_path: Path) -> None:
    one, other = filled(tmp_path / "one"), filled(tmp_path / "other")
    copy = backup.backup(one, tmp_path / "copy.duckdb")
    before = other.version()
    with pytest.raises(WarehouseError, match="another data folder"):
        backup.restore(other, copy, "test")
    assert other.version() == before
    assert backup.restore(one, copy, "test") == 4
    assert backup.restore(opened(tmp_path / "empty"), copy, "test") == 4  # after what was shown


def test_the_record_of_downloads_is_in_the_backup(warehouse: Warehouse, tmp_path: Path) -> None:
    record_export(warehouse.root, "ana", "brief", version=1, size=1)
    copy = backup.backup(warehouse, tmp_path / "copy.duckdb")
    fresh = opened(tmp_path / "fresh")
    backup.restore(fresh, copy, "test")
    place = fresh.root.with_name("fresh.exports.jsonl")
    assert "brief" in place.read_text()
