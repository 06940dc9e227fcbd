"""Connections of the engine: how a file is opened, what a reader and a writer may do with it."""

import atexit
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb
import pandas as pd

from signpost import clock
from signpost.warehouse.errors import engine_errors_explained

Params = Sequence[Any] | Mapping[str, Any]
T = TypeVar("T")
_SPILL: dict[int, Path] = {}
_SMALL = 16 << 20  # bytes: on fewer, a second thread finds no work and still costs
_LEFTOVER_SECONDS = 2 * 86_400.0  # seconds
# changing facts in place is not what rollups expect: afterwards they are computed from scratch
_REWRITES = re.compile(
    r"\s*(update|delete\s+from|truncate|merge\s+into)\s+\"?(usage|roster|licence)\b", re.IGNORECASE
)
_INSERTS = re.compile(r"\s*insert\b", re.IGNORECASE)


def ident(name: str) -> str:
    """Quote ``name`` as one SQL identifier, whatever it contains."""
    if "\0" in name:
        raise ValueError("a name cannot contain a NUL character")
    return '"' + name.replace('"', '""') + '"'


def sql_text(value: str) -> str:
    """Quote ``value`` as one SQL string."""
    return "'" + value.replace("'", "''") + "'"


def parquet(path: Path) -> str:
    """Return SQL for the rows of one Parquet file."""
    return f"read_parquet({sql_text(str(path))})"


def write_parquet_file(frame: pd.DataFrame, types: Mapping[str, str], path: Path) -> None:
    """Write a frame as Parquet, its columns of the SQL types given, its rows in their order."""
    casts = (f"cast({ident(name)} as {kind}) as {ident(name)}" for name, kind in types.items())
    with duckdb.connect(config={"threads": 1}) as con:
        con.register("rows_to_write", frame)
        con.execute(
            f"copy (select {', '.join(casts)} from rows_to_write) to {sql_text(str(path))} "
            "(format parquet, compression zstd)"
        )


def spill_folder() -> Path:
    """Return this process's own folder for what does not fit in memory; removed at exit.

    Two engine instances that share one crash (DuckDB 1.5.6), so each file gets a subfolder.
    """
    pid = os.getpid()
    if pid not in _SPILL:
        _SPILL[pid] = Path(tempfile.mkdtemp(prefix=f"signpost-{pid}-"))
        atexit.register(shutil.rmtree, _SPILL[pid], ignore_errors=True)
    return _SPILL[pid]


def sweep_spill() -> None:
    """Remove what our killed processes left in the temporary folder, after two days."""
    for left in Path(tempfile.gettempdir()).glob("signpost-*-*"):
        with suppress(OSError):  # somebody else's, or just removed
            status, pid = left.stat(), left.name.split("-")[1]
            is_own = not hasattr(os, "getuid") or status.st_uid == os.getuid()
            is_old = status.st_mtime < time.time() - _LEFTOVER_SECONDS
            if is_own and pid != "stage" and is_old and not is_alive(pid):
                shutil.rmtree(left, ignore_errors=True)


def is_alive(pid: str) -> bool:
    """Return whether a process with this number runs; where nobody can know, whether it could."""
    return pid.isdigit() and (not Path("/proc").is_dir() or Path("/proc", pid).is_dir())


def connect(
    path: Path | None,
    *,
    memory_limit: str,
    spill: Path,
    read_only: bool = False,
    reads: Iterable[Path] = (),
) -> duckdb.DuckDBPyConnection:
    """Return a connection to ``path`` (None: in memory), able to reach only it and ``reads``.

    ``reads`` are files or folders; of a file the folder that holds it is meant.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",  # a variable's name in our code is no table
    }
    reads = [*reads]
    if _size([*reads, *filter(None, [path])]) <= _SMALL:
        config["threads"] = 1
    connection = duckdb.connect(str(path or ":memory:"), read_only=read_only, config=config)
    folders = sorted({str(p if p.is_dir() else p.parent) for p in map(Path.resolve, reads)})
    connection.execute("set enable_progress_bar = false")  # stdout is for JSON
    # the order matters: the last two close the door behind the first
    connection.execute(f"set allowed_directories = [{', '.join(map(sql_text, folders))}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _size(paths: Iterable[Path]) -> int:
    """Return the bytes of files, and of those in folders; what is not there has none."""
    every = (found for path in paths for found in (path.rglob("*") if path.is_dir() else [path]))
    return sum(found.stat().st_size for found in every if found.is_file())


def insert_rows(
    connection: duckdb.DuckDBPyConnection, sql: str, params: Params = ()
) -> list[tuple[Any, ...]]:
    """Run one INSERT and return what it reports; after an insert of nothing, commit.

    DuckDB 1.5.6: an insert of no rows, then one of 122,880 or more into the same table in the same
    transaction, both in an order, and the rows are gone, also after the commit. We write to private
    copies, of which nothing is seen before the rename: all or none still holds.
    """
    counts = connection.execute(sql, params).fetchall()
    if counts == [(0,)]:
        _settle(connection)
    return counts


def _settle(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.execute("commit")
    except duckdb.TransactionException as error:
        if "no transaction is active" not in str(error):
            raise
    else:
        connection.execute("begin")


class Snapshot:
    """One opened version, shared by its readers and closed with the last of them."""

    def __init__(self, path: Path, version: int, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self.version = version
        self.layout: str | None = None
        self.derived: dict[Hashable, Any] = {}
        self._connection = connection
        self._lock = threading.Lock()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a connection of its own on this version; 0.1 ms."""
        with self._lock:
            return self._connection.cursor()


class Reader:
    """Reads one version, which does not change while the reader lives. Safe to share by threads.

    ``notice`` is a sentence for the user when this is not the newest version, else empty.
    """

    def __init__(self, snapshot: Snapshot, notice: str = "") -> None:
        self._snapshot = snapshot
        self.notice = notice

    @property
    def version(self) -> int:
        """Return the number of the version."""
        return self._snapshot.version

    @property
    def folder(self) -> Path:
        """Return the folder that the version lies in."""
        return self._snapshot.path.parent

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a connection of its own, for what the methods here cannot do. Close it."""
        return self._snapshot.cursor()

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """Return what `work` derives from this version, worked out once. Nobody may change it."""
        derived = self._snapshot.derived
        if key not in derived:
            derived[key] = work()
        return cast("T", derived[key])

    def frame(self, sql: str, params: Params = ()) -> pd.DataFrame:
        """Return the rows as a new DataFrame; DATE comes as datetime64, NULL as NaN or NaT."""
        with engine_errors_explained(self._snapshot.path), self._snapshot.cursor() as cursor:
            return cursor.execute(sql, params).df()

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """Return the rows as tuples; DATE comes as datetime.date, NULL as None."""
        with engine_errors_explained(self._snapshot.path), self._snapshot.cursor() as cursor:
            return cursor.execute(sql, params).fetchall()

    def one(self, sql: str, params: Params = ()) -> tuple[Any, ...]:
        """Return the first row as a tuple; LookupError if there is none."""
        rows = self.rows(sql, params)
        if not rows:
            raise LookupError("the question has no row")
        return rows[0]


class Writer(Reader):
    """Reads and changes one private copy, inside one transaction. For one thread only.

    ``rewrote``: facts were changed in place, so that the publish computes all rollups again. It is
    seen by ``execute``; who uses ``connection`` for that sets it. ``began``: when it began, in UTC;
    all that one publish brings is loaded at that moment, so that nothing of it came first.
    ``temporary``: names of temp tables that are made and still hold; who makes one adds it.
    ``usage_actions``: platform -> actions that have a column; None: nobody has looked yet.
    """

    def __init__(self, snapshot: Snapshot, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(snapshot)
        self.rewrote = False
        self.temporary: set[str] = set()
        self.usage_actions: dict[str, tuple[str, ...]] | None = None
        self.began = clock.timestamp()
        self._connection = connection

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """Return the engine's own connection, for what the methods here cannot do."""
        return self._connection

    def execute(self, sql: str, params: Params = ()) -> int:
        """Run one statement and return how many rows it changed (0 if it changes none)."""
        self.rewrote = self.rewrote or bool(_REWRITES.match(sql))
        with engine_errors_explained(self._snapshot.path):
            if _INSERTS.match(sql):
                result = insert_rows(self._connection, sql, params)
            else:
                result = self._connection.execute(sql, params).fetchall()
        changed = result[0][0] if len(result) == 1 and len(result[0]) == 1 else 0
        return changed if isinstance(changed, int) else 0

    def insert(self, table: str, frame: pd.DataFrame) -> int:
        """Append a DataFrame to ``table`` by column names and return the number of rows."""
        if frame.empty:
            return 0
        names = ", ".join(ident(str(column)) for column in frame.columns)
        self._connection.register("_inserted", frame)
        try:
            return self.execute(f"insert into {ident(table)} ({names}) select * from _inserted")
        finally:
            self._connection.unregister("_inserted")

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """Return what `work` derives now: what is written changes it."""
        del key
        return work()

    def frame(self, sql: str, params: Params = ()) -> pd.DataFrame:
        """As ``Reader.frame``, seeing what this writer has done so far."""
        with engine_errors_explained(self._snapshot.path):
            return self._connection.execute(sql, params).df()

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """As ``Reader.rows``, seeing what this writer has done so far."""
        with engine_errors_explained(self._snapshot.path):
            return self._connection.execute(sql, params).fetchall()
