"""The data folder: publishing, reading, taking back."""

import gc
import os
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from signpost.warehouse import Warehouse, WarehouseError, audit, connection, ident

ROOT = Path(__file__).parents[2]


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "data", memory_limit="200MB", wait=5.0)


def note(warehouse: Warehouse, what: str) -> None:
    with warehouse.write("test") as writer:
        audit.record(writer, "test", what)


def acts(warehouse: Warehouse) -> list[str]:
    return [row[0] for row in warehouse.read().rows("select what from audit order by done_at")]


def test_an_empty_folder_has_every_table_and_no_row(warehouse: Warehouse) -> None:
    assert warehouse.version() == warehouse.read().version == 0
    assert warehouse.path() is None
    for name in ("usage", "usage_now", "person_window", "group_window", "roster_span"):
        assert warehouse.read().one(f"select count(*) from {name}") == (0,)
    assert not warehouse.root.exists()


def test_a_write_is_a_new_version_and_the_old_reader_keeps_its_own(warehouse: Warehouse) -> None:
    note(warehouse, "load")
    before = warehouse.read()
    note(warehouse, "undo")
    assert [before.version, warehouse.read().version, warehouse.version()] == [1, 2, 2]
    assert before.rows("select what from audit") == [("load",)]
    assert acts(warehouse) == ["load", "undo"]


def test_a_block_that_raises_publishes_nothing(warehouse: Warehouse) -> None:
    note(warehouse, "load")

    def fail() -> None:
        with warehouse.write("test") as writer:
            audit.record(writer, "test", "half")
            raise FileNotFoundError("export.csv")

    with pytest.raises(FileNotFoundError, match="export"):
        fail()
    assert acts(warehouse) == ["load"]
    assert sorted(p.name for p in warehouse.root.iterdir()) == ["v00000001.duckdb", "writer.lock"]


def test_a_cancelled_load_leaves_nothing_behind(warehouse: Warehouse) -> None:
    note(warehouse, "load")

    def cancel() -> None:
        with warehouse.write("test") as writer:
            writer.execute("insert into person select range, 'guest' from range(100000)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cancel()
    assert sorted(p.name for p in warehouse.root.iterdir()) == ["v00000001.duckdb", "writer.lock"]
    note(warehouse, "again")
    assert acts(warehouse) == ["load", "again"]


def test_the_contract_of_the_tables_is_executed(warehouse: Warehouse) -> None:
    with pytest.raises(duckdb.ConstraintException), warehouse.write("test") as writer:
        writer.execute(
            "insert into group_usage values ('teams', 'care', date '2026-01-01',"
            " date '2026-01-01', 'active', 1, -1, 1)"
        )
    assert warehouse.version() == 0


def test_a_version_that_opens_but_cannot_be_read_is_not_published(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    with warehouse.write("test") as writer:
        writer.execute(
            "insert into group_alias select 'spelling ' || range, hash(range)::varchar, '', now()"
            " from range(200000)"
        )
    good, spoilt = warehouse.path(), tmp_path / "spoilt.duckdb"
    assert good is not None
    data = bytearray(good.read_bytes())
    at = warehouse._blank().stat().st_size + 1000  # within the first block that was added
    data[at : at + 64] = bytes(64 * [0xA5])
    spoilt.write_bytes(data)
    with duckdb.connect(str(spoilt), read_only=True) as opened:
        assert opened.execute("select count(*) from duckdb_tables()").fetchall()
    with pytest.raises(WarehouseError):
        warehouse._verify(spoilt, good)
    warehouse._verify(good, good)


@pytest.mark.parametrize("compact", [False, True])
def test_a_compact_write_leaves_no_byte_of_what_was_deleted(
    warehouse: Warehouse, *, compact: bool
) -> None:
    note(warehouse, "a word to be forgotten")
    with warehouse.write("test", compact=compact) as writer:
        writer.execute("delete from audit")
    path = warehouse.path()
    assert path is not None
    assert acts(warehouse) == []
    assert (b"a word to be forgotten" in path.read_bytes()) is not compact


def test_execute_tells_the_rows_it_changed(warehouse: Warehouse) -> None:
    with warehouse.write("test") as writer:
        people = pd.DataFrame({"person_id": [1, 2, 3], "kind": ["employee", "guest", "service"]})
        assert writer.insert("person", people) == 3
        assert writer.insert("person", people.head(0)) == 0
        assert writer.execute("update person set kind = 'guest' where person_id > 1") == 2
        assert writer.execute("create temp table staged as select 1 as x") <= 1
        assert writer.one("select count(*) from person where kind = 'guest'") == (2,)
        assert list(writer.frame("select person_id from person")["person_id"]) == [1, 2, 3]
    with pytest.raises(LookupError):
        warehouse.read().one("select 1 from person where person_id = 9")


def test_old_versions_are_kept_by_count_and_can_be_restored(warehouse: Warehouse) -> None:
    for what in ("a", "b", "c", "d"):
        note(warehouse, what)
    assert [version.number for version in warehouse.versions()] == [2, 3, 4]
    assert warehouse.restore(3) == 5
    assert acts(warehouse) == ["a", "b", "c", "restore"]
    with pytest.raises(WarehouseError, match="Version 1 is not kept"):
        warehouse.restore(1)


def test_old_versions_are_kept_by_age_but_never_fewer_than_two(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, keep=5, keep_days=30)
    for what in ("a", "b", "c"):
        note(warehouse, what)
        for version in warehouse.versions():
            os.utime(version.path, (0, 0))
    note(warehouse, "d")
    assert [version.number for version in warehouse.versions()] == [3, 4]


def test_sql_reaches_only_the_files_it_was_given(warehouse: Warehouse, tmp_path: Path) -> None:
    given, other = tmp_path / "in" / "a.csv", tmp_path / "b.csv"
    given.parent.mkdir()
    for path in (given, other):
        path.write_text("x\n1\n", "utf-8")
    with warehouse.write("test", reads=[given]) as writer:
        assert writer.rows("select x from read_csv(?)", [str(given)]) == [(1,)]
        with pytest.raises(duckdb.PermissionException):
            writer.rows("select x from read_csv(?)", [str(other)])
    with pytest.raises(duckdb.PermissionException):
        warehouse.read().rows("select x from read_csv(?)", [str(given)])
    with pytest.raises(duckdb.InvalidInputException, match="locked"):
        warehouse.read().rows("set threads = 1")
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        warehouse.read().rows("insert into person values (1, 'guest')")


def test_the_empty_tables_are_opened_once(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert warehouse.read().one("select count(*) from usage") == (0,)
    monkeypatch.setattr(duckdb, "connect", None)
    assert Warehouse(tmp_path / "other").read().one("select count(*) from usage") == (0,)


def test_a_small_folder_takes_one_thread(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = "select current_setting('threads')"
    every = duckdb.sql(threads).fetchone()
    (tmp_path / "in").mkdir()
    with warehouse.write("test", reads=[tmp_path / "in"]) as writer:
        assert writer.one(threads) == (1,)
    monkeypatch.setattr(connection, "_SMALL", 1 << 20)  # the tables alone take more
    with warehouse.write("test") as writer:
        assert writer.one(threads) == every
    monkeypatch.setattr(connection, "_SMALL", 16 << 20)
    (tmp_path / "in" / "large.parquet").write_bytes(b"x" * (16 << 20))
    with warehouse.write("test", reads=[tmp_path / "in"]) as writer:
        assert writer.one(threads) == every


def test_scratch_has_the_tables_and_leaves_nothing(warehouse: Warehouse) -> None:
    note(warehouse, "load")
    with warehouse.scratch() as scratch:
        assert scratch.one("select count(*) from audit") == (0,)
        scratch.execute("insert into person values (1, 'guest')")
        assert scratch.one("select count(*) from person") == (1,)
    assert warehouse.version() == 1


def test_a_reader_is_not_blocked_by_a_writer_at_work(warehouse: Warehouse) -> None:
    note(warehouse, "load")
    with warehouse.write("test") as writer:
        audit.record(writer, "test", "undo")
        code = (
            "import sys; from signpost.warehouse import Warehouse;"
            "print(Warehouse(sys.argv[1]).read().one('select count(*) from audit')[0])"
        )
        seen = subprocess.run(
            [sys.executable, "-c", code, str(warehouse.root)], capture_output=True, check=True
        )
        assert seen.stdout.split() == [b"1"]
    assert acts(warehouse) == ["load", "undo"]


def test_threads_share_one_reader_while_others_write(warehouse: Warehouse) -> None:
    note(warehouse, "load")
    seen: list[bool] = []

    def look() -> None:
        for _ in range(40):
            reader = warehouse.read()
            count = reader.one("select count(*) from audit")[0]
            seen.append(count == reader.version)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(4):
        note(warehouse, "again")
    for thread in threads:
        thread.join()
    assert len(seen) == 160
    assert all(seen)


def test_names_from_files_stay_names() -> None:
    assert ident('a"; drop table x') == '"a""; drop table x"'
    with pytest.raises(ValueError, match="NUL"):
        ident("a\0b")


def test_the_audit_trail_tells_who_and_what(warehouse: Warehouse) -> None:
    with warehouse.write("test") as writer:
        audit.record(writer, "ada", "load", "teams.csv", 7)
    row = warehouse.read().one("select who, what, detail, upload_no, done_at::date from audit")
    assert row[:4] == ("ada", "load", "teams.csv", 7)
    assert isinstance(row[4], date)


def test_what_killed_processes_left_is_swept_two_days_later(tmp_path: Path) -> None:
    old = time.time() - 3 * 86_400
    names = ("signpost-load-x", "signpost-999999999-x", f"signpost-{os.getpid()}-x", "other-load-x")
    for name in (*names, "signpost-load-new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rows.parquet").write_bytes(b"x")
    for name in names:
        os.utime(tmp_path / name, (old, old))
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    reads = "from signpost.warehouse import Warehouse; Warehouse('nowhere').read()"
    loads = "from signpost.warehouse.staging import StagingFolder; StagingFolder('load').cleanup()"
    for code, there in ((reads, 5), (loads, 3)):  # a reader does not wait for it
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
        assert len(list(tmp_path.iterdir())) == there
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "other-load-x",
        f"signpost-{os.getpid()}-x",
        "signpost-load-new",
    ]


def test_a_program_that_ends_with_a_folder_open_prints_nothing(warehouse: Warehouse) -> None:
    note(warehouse, "load")
    code = (
        "import sys; from signpost.warehouse import Warehouse;"
        "reader = Warehouse(sys.argv[1]).read(); sys.modules['kept'] = reader"
    )
    command = [sys.executable, "-c", code, str(warehouse.root)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no list of open files here")
def test_the_last_reader_closes_the_file(warehouse: Warehouse) -> None:
    note(warehouse, "load")

    def opened() -> list[str]:
        places = (str(fd.readlink()) for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink())
        return [place for place in places if str(warehouse.root) in place]

    reader = warehouse.read()
    assert opened()
    del reader
    gc.collect()
    warehouse._current = None
    assert opened() == []
