"""Store of the data folder: one immutable file per version, the highest number is current.

A writer copies the newest ``vNNNNNNNN.duckdb`` to a private ``.tmp``, changes it in one
transaction, reads it back and renames it to the next number. A kill at any moment leaves at most a
``.tmp``, which the next writer removes. Nothing is written under a name that somebody has open.
"""

import atexit
import contextlib
import itertools
import threading
import time
import uuid
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb

from signpost.warehouse import audit, migrations, rollups, versions
from signpost.warehouse.connection import Reader, Snapshot, Writer, connect, spill_folder
from signpost.warehouse.errors import (
    UnreadableError,
    WarehouseError,
    engine_errors_explained,
    explain_engine_error,
)
from signpost.warehouse.lock import writer_lock
from signpost.warehouse.maintenance.erased_rows import erase_rows
from signpost.warehouse.maintenance.journal import Job, begin_job, end_job, unfinished_job
from signpost.warehouse.maintenance.publications import erase_from_publications
from signpost.warehouse.maintenance.purged_rows import purge_rows
from signpost.warehouse.pages import read_through, rewrite_file
from signpost.warehouse.versions import DataVersion

_opened: weakref.WeakValueDictionary[Path, Snapshot] = weakref.WeakValueDictionary()
_kept_open: dict[Path, Snapshot] = {}  # the tables without rows, which every new folder asks
_opening = threading.Lock()
_blanking = threading.Lock()
_serial = itertools.count()
_IS_NAMED = "select 1 from setting where name = 'folder'"
_NAME_FOLDER = "insert into setting values ('folder', ?)"  # a backup knows its folder
_WORK = {"erase": erase_rows, "purge": purge_rows}


class Warehouse:
    """Data folder. Many processes may read while one writes.

    ``memory_limit`` is the engine's, per opened version; ``keep`` versions stay on disk, the older
    of them at most ``keep_days`` (the newest two always); ``wait`` is how many seconds a writer
    waits for another one.
    """

    def __init__(
        self,
        root: Path | str,
        *,
        memory_limit: str = "2GB",
        keep: int = 3,
        keep_days: float = 30.0,
        wait: float = 600.0,
    ) -> None:
        self.root = Path(root).resolve()
        self.keep, self.keep_days, self.wait = max(keep, 2), keep_days, wait
        self.memory_limit = memory_limit
        self._current: Snapshot | None = None

    def versions(self) -> list[DataVersion]:
        """Return every version on disk, oldest first."""
        return versions.data_versions(self.root)

    def version(self) -> int:
        """Return the newest version's number, 0 if there is none: the key of all caches."""
        on_disk = self.versions()
        return on_disk[-1].number if on_disk else 0

    def path(self) -> Path | None:
        """Return the newest version's file, None if there is none."""
        on_disk = self.versions()
        return on_disk[-1].path if on_disk else None

    def read(self) -> Reader:
        """Return a reader of the newest version that opens, of an empty folder no rows."""
        for _ in range(100):
            on_disk = self.versions()
            if not on_disk:
                return self.empty_reader()
            with contextlib.suppress(FileNotFoundError):  # collected by a writer meanwhile
                return self._newest(on_disk)
            time.sleep(0.02)
        raise WarehouseError(f"{self.root} changes faster than it can be read.", "Try again.")

    def at(self, version: DataVersion) -> Reader:
        """Return a reader of one version. Raises UnreadableError, FileNotFoundError."""
        return Reader(self._open(version))

    def empty_reader(self) -> Reader:
        """Return a reader of the tables without rows."""
        snapshot = self._open(DataVersion(0, self._blank()))
        if snapshot.path not in _kept_open:
            atexit.register(_kept_open.clear)  # before the folder of its file is removed
            _kept_open[snapshot.path] = snapshot
        return Reader(snapshot)

    @contextlib.contextmanager
    def write(
        self, who: str, *, reads: Iterable[Path] = (), compact: bool = False
    ) -> Iterator[Writer]:
        """Change a private copy; published when the block ends well, dropped when it raises.

        ``who`` is told to another writer that has to wait. ``reads`` are the files, or their
        folders, that SQL inside the block may read. ``compact`` writes the new version afresh, so
        that no byte of what was deleted stays in it. Raises WarehouseError.
        """
        with writer_lock(self.root, who, self.wait):
            self._finish_job()
            base = self.path()
            with self._new_version(base) as tmp:
                with self._transaction(tmp, base, reads) as writer:
                    yield writer
                if compact:
                    self._rewrite(tmp)

    def run_job(self, job: Job) -> dict[str, int]:
        """Run a job that must be finished once it has begun; returns the rows it changed per table.

        The intent is written first. Killed at any moment, the job is finished by the next writer,
        by `finish_job` or by the doctor. Raises WarehouseError.
        """
        with writer_lock(self.root, job.who, self.wait):
            self._finish_job()
            begin_job(self.root, replace(job, until=self.version()))
            return self._finish_job()

    def finish_job(self) -> Job | None:
        """Finish what was begun, if anything was; returns it. Raises WarehouseError."""
        if unfinished_job(self.root) is None:
            return None
        with writer_lock(self.root, "finish", self.wait):
            job = unfinished_job(self.root)  # another may have finished it meanwhile
            self._finish_job()
        return job

    def restore(self, version: int, who: str = "") -> int:
        """Publish a copy of an older version; returns its number. Raises WarehouseError."""
        file_of = dict(self.versions())
        if version not in file_of:
            have = ", ".join(map(str, file_of)) or "none"
            raise WarehouseError(f"Version {version} is not kept.", f"There are: {have}.")
        return self.adopt(file_of[version], who)

    def adopt(self, file: Path, who: str) -> int:
        """Publish a copy of a version's file, from here or a backup; returns its new number."""
        with writer_lock(self.root, who, self.wait):
            self._finish_job()
            if not file.is_file():
                raise WarehouseError(f"{file.name} is gone: what it held was erased.", "")
            with self._new_version(file) as tmp, self._transaction(tmp, file, reads=()) as writer:
                audit.record(writer, who, "restore", file.name)
            return self.version()

    @contextlib.contextmanager
    def scratch(self, *, reads: Iterable[Path] = ()) -> Iterator[Writer]:
        """Open all tables, empty, in memory: for trying a file out. ``reads`` as in ``write``."""
        connection = self._in_memory(reads)
        try:
            yield Writer(Snapshot(self.root, 0, connection), connection)
        finally:
            connection.close()

    def _newest(self, on_disk: list[DataVersion]) -> Reader:
        notice = ""
        for version in reversed(on_disk):
            try:
                return Reader(self._in_this_layout(version, newest=version is on_disk[-1]), notice)
            except UnreadableError as error:
                if version is on_disk[0]:
                    raise
                notice = notice or f"{error} You see an older version."
        raise FileNotFoundError(self.root)

    def _in_this_layout(self, version: DataVersion, *, newest: bool) -> Snapshot:
        """Open a version; if an older Signpost wrote it, publish it in this one's layout first."""
        snapshot = self._open(version)
        if snapshot.layout is None:
            with engine_errors_explained(version.path), snapshot.cursor() as cursor:
                snapshot.layout = migrations.stored_layout(cursor)
        migrations.refuse_newer(snapshot.layout)
        if snapshot.layout == migrations.layout() or not newest:
            return snapshot
        with self.write("upgrade"):
            pass
        return self._open(self.versions()[-1])

    def _open(self, version: DataVersion) -> Snapshot:
        """Return the one read-only instance per process and version; its last reader closes it."""
        with _opening:
            snapshot = _opened.get(version.path)
            if snapshot is None:
                snapshot = _opened[version.path] = self._connect(version)
            self._current = snapshot
        return snapshot

    def _connect(self, version: DataVersion) -> Snapshot:
        number, path = version
        spill = spill_folder() / f"{next(_serial)}-{path.name}"
        try:
            with engine_errors_explained(path):
                connection = connect(
                    path, memory_limit=self.memory_limit, spill=spill, read_only=True
                )
        except duckdb.IOException as error:
            if not path.exists():
                raise FileNotFoundError(path) from error
            raise
        return Snapshot(path, number, connection)

    def _blank(self) -> Path:
        """Return the file of all tables without rows; a process makes it once."""
        folder = spill_folder()
        made = folder / f"blank-{migrations.layout().replace(':', '-')}.duckdb"
        with _blanking, engine_errors_explained(folder):
            if not made.exists():
                folder.mkdir(exist_ok=True)  # somebody may have tidied up the temporary files
                part = folder / "blank.part"
                with contextlib.closing(
                    connect(part, memory_limit=self.memory_limit, spill=folder / "blank.spill")
                ) as connection:
                    migrations.bring_up_to_date(connection)
                    rollups.refresh(connection)
                part.rename(made)
        return made

    def _in_memory(self, reads: Iterable[Path] = ()) -> duckdb.DuckDBPyConnection:
        spill = spill_folder() / f"{next(_serial)}-memory"
        connection = connect(None, memory_limit=self.memory_limit, spill=spill, reads=reads)
        migrations.bring_up_to_date(connection)
        rollups.refresh(connection)
        return connection

    def _finish_job(self) -> dict[str, int]:
        """Finish what was begun: publish a version without it, then remove all versions before."""
        job = unfinished_job(self.root)
        if job is None:
            return {}
        changed: dict[str, int] = {}
        is_resumed = self.version() > job.until
        if not is_resumed:
            base = self.path()
            with self._new_version(base) as tmp:
                with self._transaction(tmp, base, reads=()) as writer:
                    changed = _WORK[job.what](writer, job)
                self._rewrite(tmp)
        if job.what == "erase":
            with engine_errors_explained(self.root):
                erase_from_publications(self.root, job.given["forms"])
        removes = is_resumed or job.what == "erase" or job.given.get("is_left")
        if not (removes or any(changed.values())) or versions.remove_up_to(self.root, job.until):
            end_job(self.root)  # else a file is still open elsewhere: the next writer tries again
        return changed

    @contextlib.contextmanager
    def _new_version(self, base: Path | None) -> Iterator[Path]:
        """Copy ``base`` to a private file; after the block verify, publish and collect."""
        number, tmp = versions.next_file(self.root)
        try:
            versions.copy_version(base or self._blank(), tmp)
            yield tmp
            self._verify(tmp, base or tmp)
            versions.publish_version(tmp, number)
        finally:
            versions.remove_files(self.root.glob(tmp.name + "*"))
        versions.remove_old_versions(self.root, self.keep, self.keep_days)

    @contextlib.contextmanager
    def _transaction(self, tmp: Path, base: Path | None, reads: Iterable[Path]) -> Iterator[Writer]:
        """Make all changes or none. The caller's own errors are not changed."""
        spill = tmp.with_name(tmp.name + ".spill")
        subject = base or self.root  # the file that an error is about
        with engine_errors_explained(subject):
            connection = connect(tmp, memory_limit=self.memory_limit, spill=spill, reads=reads)
        try:
            with engine_errors_explained(subject):
                connection.execute("begin")
                if migrations.bring_up_to_date(connection):
                    rollups.refresh(connection)
                if not connection.execute(_IS_NAMED).fetchone():
                    connection.execute(_NAME_FOLDER, [uuid.uuid4().hex])
            writer = Writer(Snapshot(subject, self.version(), connection), connection)
            try:
                yield writer
            except duckdb.Error as error:
                raise explain_engine_error(error, subject) or error from error
            with engine_errors_explained(subject):
                rollups.refresh(connection, rebuild=writer.rewrote)
                connection.execute("commit")
                connection.execute("checkpoint")
        finally:
            connection.close()

    def _rewrite(self, tmp: Path) -> None:
        fresh = tmp.with_name(tmp.name + ".fresh")
        with engine_errors_explained(self.root):
            rewrite_file(tmp, fresh, memory_limit=self.memory_limit)
            fresh.replace(tmp)

    def _verify(self, tmp: Path, base: Path) -> None:
        """Refuse to publish what the engine cannot read; damage was there before us."""
        spill = tmp.with_name(tmp.name + ".spill")
        limit = self.memory_limit
        with (
            engine_errors_explained(base),
            connect(tmp, memory_limit=limit, spill=spill, read_only=True) as it,
        ):
            read_through(it)
