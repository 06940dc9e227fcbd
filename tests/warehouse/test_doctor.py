"""A damaged, blocked, full, read-only or foreign data folder: clear words and no loss."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb
import pytest

from signpost.warehouse import Warehouse, WarehouseError, audit, migrations
from signpost.warehouse.maintenance import backup, doctor

pytestmark = pytest.mark.slow  # many loads

ROOT = Path(__file__).parents[2]


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    made = Warehouse(tmp_path / "data", memory_limit="200MB", wait=0.2)
    note(made, "one")
    note(made, "two")
    return made


def note(warehouse: Warehouse, what: str) -> None:
    with warehouse.write("test") as writer:
        audit.record(writer, "test", what)
        writer.execute(
            "insert into person select range, 'employee' from range(50000)"
            " where not exists (select 1 from person)"
        )


def acts(warehouse: Warehouse) -> list[str]:
    return [row[0] for row in warehouse.read().rows("select what from audit order by done_at")]


def ids(warehouse: Warehouse) -> list[str]:
    return [finding.id for finding in doctor.diagnose(warehouse.root)]


def damage(path: Path, start: int, stop: int | None = None) -> None:
    """Write noise over a part of the file, under a new inode as a failing disk would."""
    content = bytearray(path.read_bytes())
    end = len(content) if stop is None else stop
    content[start:end] = b"\xa5" * (end - start)
    path.unlink()
    path.write_bytes(content)


def test_a_sound_folder_has_no_finding(warehouse: Warehouse, tmp_path: Path) -> None:
    assert ids(warehouse) == []
    assert doctor.diagnose(tmp_path / "nothing") == ()
    assert doctor.repair(tmp_path / "nothing", "test") == ()


@pytest.mark.parametrize("keep", [0, 100, 5000])
def test_a_damaged_newest_version_falls_back_and_says_so(warehouse: Warehouse, keep: int) -> None:
    newest = warehouse.versions()[-1].path
    damage(newest, keep)
    reader = warehouse.read()
    assert reader.version == 1
    assert "v00000002.duckdb" in reader.notice
    assert "older version" in reader.notice
    assert reader.rows("select what from audit") == [("one",)]
    with pytest.raises(WarehouseError, match="doctor"):
        note(warehouse, "three")  # never on top of a version we cannot read
    assert ids(warehouse) == ["damaged"]
    assert doctor.repair(warehouse.root, "test") == (
        "v00000002.duckdb is damaged and was renamed to v00000002.damaged.",
    )
    assert ids(warehouse) == ["set_aside"]
    assert warehouse.read().notice == ""
    note(warehouse, "three")
    assert warehouse.version() == 3  # the number 2 is never used again
    assert acts(warehouse) == ["one", "three"]


def test_damage_deep_in_a_file_is_found(warehouse: Warehouse) -> None:
    newest = warehouse.versions()[-1].path
    size = newest.stat().st_size
    damage(newest, size // 2)
    assert ids(warehouse) == ["damaged"]
    with pytest.raises(WarehouseError, match=r"v00000002\.duckdb .* is damaged"):
        note(warehouse, "three")
    assert warehouse.version() == 2


def test_a_folder_with_nothing_but_damage_says_so(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    note(warehouse, "one")
    damage(warehouse.versions()[-1].path, 0)
    with pytest.raises(WarehouseError, match="damaged"):
        warehouse.read()
    finding = doctor.diagnose(tmp_path)[0]
    assert (finding.id, finding.repairable) == ("damaged", False)
    assert "backup" in finding.remedy


def test_what_a_broken_off_load_left_is_found_and_removed(warehouse: Warehouse) -> None:
    left = warehouse.root / "v00000003.99-1.tmp"
    left.write_bytes(b"half")
    assert ids(warehouse) == ["broken_off"]
    assert doctor.repair(warehouse.root, "test") == ("What a broken-off load left was removed.",)
    assert not left.exists()
    assert acts(warehouse) == ["one", "two"]


@pytest.mark.slow
def test_two_loads_at_once_wait_or_say_who_is_at_work(warehouse: Warehouse) -> None:
    code = (
        "import sys, time; from signpost.warehouse import Warehouse\n"
        "with Warehouse(sys.argv[1]).write('nightly load') as writer:\n"
        "    print('ready', flush=True); sys.stdin.readline()\n"
        "    writer.execute(\"insert into person values (99999, 'guest')\")\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(warehouse.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    with pytest.raises(WarehouseError, match="nightly load, process"):
        note(warehouse, "three")
    with pytest.raises(WarehouseError, match="Somebody else"):
        doctor.repair(warehouse.root, "test")
    patient = Warehouse(warehouse.root, wait=30)
    waiting = threading.Thread(target=note, args=(patient, "three"))
    waiting.start()
    other.communicate("go\n")
    waiting.join()
    assert warehouse.version() == 4
    assert warehouse.read().one("select count(*) from person where person_id = 99999") == (1,)
    assert acts(warehouse) == ["one", "two", "three"]


def test_a_newer_folder_is_refused_and_not_changed(warehouse: Warehouse) -> None:
    with warehouse.write("test") as writer:
        writer.execute("update setting set value = '999:x' where name = 'layout'")
    for attempt in (lambda: warehouse.read(), lambda: note(warehouse, "three")):
        with pytest.raises(WarehouseError, match="newer Signpost"):
            attempt()
    assert warehouse.version() == 3
    assert ids(warehouse) == ["newer"]


def test_an_older_folder_is_brought_up_to_date(warehouse: Warehouse) -> None:
    with warehouse.write("test") as writer:
        writer.execute("update setting set value = '1:older' where name = 'layout'")
        writer.execute("drop view usage_now cascade")
    assert ids(warehouse) == ["older"]
    assert warehouse.read().one("select count(*) from usage_now") == (0,)
    assert warehouse.version() == 4
    assert ids(warehouse) == []
    with warehouse.write("test") as writer:
        writer.execute("update setting set value = '1:older' where name = 'layout'")
    assert doctor.repair(warehouse.root, "test") == (
        "The data folder was brought up to this Signpost.",
    )


def _run(sql: str, connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(sql)


def test_each_step_of_a_migration_is_applied_once(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = migrations.SCHEMA_VERSION
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", now + 2)
    migrations.layout.cache_clear()
    made = ("create table first_step (x integer)", "alter table first_step add column y integer")
    added = {now + at: partial(_run, sql) for at, sql in enumerate(made)}
    monkeypatch.setattr(migrations, "MIGRATIONS", added)
    try:
        note(warehouse, "three")
        note(warehouse, "four")
        columns = "select column_name from duckdb_columns() where table_name = 'first_step'"
        assert warehouse.read().rows(columns) == [("x",), ("y",)]
        assert acts(warehouse) == ["one", "two", "three", "four"]
    finally:
        migrations.layout.cache_clear()


def test_a_clock_that_jumps_changes_no_data(warehouse: Warehouse) -> None:
    ahead = time.time() + 400 * 86_400
    for version in warehouse.versions():
        os.utime(version.path, (ahead, ahead))
    assert ids(warehouse) == ["clock"]
    note(warehouse, "three")
    for version in warehouse.versions():
        os.utime(version.path, (0, 0))  # and back, long before everything
    note(warehouse, "four")
    assert sorted(acts(warehouse)) == ["four", "one", "three", "two"]
    assert [version.number for version in warehouse.versions()] == [3, 4]


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder", "utf-8")
    with pytest.raises(WarehouseError, match="is not a folder"):
        note(Warehouse(tmp_path / "data"), "one")


def test_broken_promises_between_tables_are_found(warehouse: Warehouse) -> None:
    with warehouse.write("test") as writer:
        writer.execute("insert into alias values ('x', 77777777)")
        writer.execute("insert into truth values ('cost', '2026-01-01', '2026-01-01', 42)")
    found = [finding.message for finding in doctor.diagnose(warehouse.root)]
    assert found == ["1 truth of no upload.", "1 identifiers of no person."]


def test_a_person_or_an_identifier_that_stands_twice_is_found(warehouse: Warehouse) -> None:
    with warehouse.write("test") as writer:
        writer.execute("insert into person values (88888888, 'employee'), (88888888, 'guest')")
        writer.execute("insert into alias values ('x', 88888888), ('x', 88888888), ('y', 88888888)")
    found = [finding.message for finding in doctor.diagnose(warehouse.root)]
    assert found == ["1 persons twice.", "1 identifiers twice."]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root to mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.slow
def test_a_full_disk_ends_in_clear_words_and_no_loss(small_disk: Path) -> None:
    warehouse = Warehouse(small_disk / "data", memory_limit="200MB")
    note(warehouse, "one")

    def too_much() -> None:
        with warehouse.write("test") as writer:
            writer.execute(
                "insert into rejected select 1, range, null,"
                " sha256(range::varchar) || sha256('x' || range), 'no' from range(1200000)"
            )

    with pytest.raises(WarehouseError, match="is full"):
        too_much()
    assert sorted(p.name for p in warehouse.root.iterdir()) == ["v00000001.duckdb", "writer.lock"]
    (small_disk / "filler").write_bytes(b"x" * (small_disk_free(small_disk) - 2**20))
    with pytest.raises(WarehouseError, match="is full"):
        note(warehouse, "two")
    assert "disk" in ids(warehouse)
    (small_disk / "filler").unlink()
    note(warehouse, "three")
    assert acts(warehouse) == ["one", "three"]


def small_disk_free(place: Path) -> int:
    told = os.statvfs(place)
    return told.f_bavail * told.f_frsize


def test_a_read_only_folder_can_be_read_and_says_why_not_more(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root to mount read-only")
    bind = ["mount", "--bind", str(warehouse.root), str(warehouse.root)]
    if subprocess.run(bind, capture_output=True).returncode:
        pytest.skip("this machine does not let us mount")
    try:
        remount = ["mount", "-o", "remount,ro,bind", str(warehouse.root)]
        subprocess.run(remount, check=True, capture_output=True)
        assert acts(warehouse) == ["one", "two"]
        with pytest.raises(WarehouseError, match="cannot be written to"):
            note(warehouse, "three")
    finally:
        subprocess.run(["umount", "--lazy", str(warehouse.root)], check=True)
    assert warehouse.version() == 2


def test_a_backup_restores_what_it_held(warehouse: Warehouse, tmp_path: Path) -> None:
    kept = tmp_path / "elsewhere"
    kept.mkdir()
    file = backup.backup(warehouse, kept)
    assert file.name == "signpost-00000002.duckdb"
    note(warehouse, "three")
    assert backup.restore(warehouse, file, "ada") == 4
    assert acts(warehouse) == ["one", "two", "restore"]
    fresh = Warehouse(tmp_path / "fresh")
    assert backup.restore(fresh, file, "ada") == 1
    assert acts(fresh) == ["one", "two", "restore"]
    with pytest.raises(WarehouseError, match="already exists"):
        backup.backup(warehouse, file)


def test_what_is_no_backup_is_not_restored(warehouse: Warehouse, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    with pytest.raises(WarehouseError, match="no file"):
        backup.restore(warehouse, other, "ada")
    other.write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseError, match="not a backup"):
        backup.restore(warehouse, other, "ada")
    whole = backup.backup(warehouse, tmp_path / "whole.duckdb").read_bytes()
    other.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(WarehouseError, match="damaged"):
        backup.restore(warehouse, other, "ada")
    with pytest.raises(WarehouseError, match="no data"):
        backup.backup(Warehouse(tmp_path / "empty"), tmp_path)
    assert warehouse.version() == 2
