"""One run of one job: each file whole in the inbox, or not there at all."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from filelock import FileLock, Timeout

from signpost.connectors.model import Connector, FetchError, FetchItem, FetchJob, FetchSession
from signpost.connectors.settings import connectors
from signpost.connectors.state import FetchState
from signpost.registry import install_hint

FetchProgress = Callable[[int, int, str], None]
"""Told how many files are done, of how many, and the one that is next."""
FetchNotice = Callable[[str], None]
"""Told what whoever runs it must know, before anything is fetched."""


@dataclass(frozen=True)
class FetchReport:
    """Files and notes of one run."""

    name: str
    connector: str
    files: tuple[str, ...]
    unchanged: int
    """Files that were the same as last time."""
    notes: tuple[str, ...]
    checked: bool = False
    """Only the connection was tried."""
    error: FetchError | None = None
    """Why it stopped; what came before it lies in the inbox."""

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON."""
        names = (one.name for one in fields(self) if one.name != "error")
        shown: dict[str, object] = {name: getattr(self, name) for name in names}
        if self.error:
            shown["error"] = self.error.to_dict()
        return shown


def fetch(
    job: FetchJob,
    data: Path,
    *,
    check: bool = False,
    progress: FetchProgress | None = None,
    notice: FetchNotice | None = None,
) -> FetchReport:
    """Fetch what is new, oldest first; `check` tries the connection and fetches nothing."""
    connector = connectors()[job.connector]
    files: list[str] = []
    notes: list[str] = []
    same = 0
    error = None
    try:
        with _alone(job, data), _connected(connector, job) as session:
            for note in session.check():
                notes.append(note)
                if notice:
                    notice(note)
            state = FetchState(data)
            items = [] if check else _wanted(session, state, job)
            for done, item in enumerate(items):
                if progress:
                    progress(done, len(items), item.file)
                new = _fetched(session, item, job, state)
                files += [item.file] if new else []
                same += not new
    except FetchError as stopped:
        error = stopped
    return FetchReport(job.name, connector.id, tuple(files), same, tuple(notes), check, error)


@contextlib.contextmanager
def _alone(job: FetchJob, data: Path) -> Iterator[None]:
    """Hold the job: two runs would fetch everything twice."""
    try:
        with FileLock(data.parent / f"{data.name}.fetch-{job.name}.lock", timeout=0):
            yield
    except Timeout as error:
        raise FetchError(
            f"Another run of {job.name} is at work.", "Wait until it has ended.", "busy"
        ) from error


@contextlib.contextmanager
def _connected(connector: Connector, job: FetchJob) -> Iterator[FetchSession]:
    try:
        with connector.connect(job) as session:
            yield session
    except ModuleNotFoundError as error:
        raise _not_installed(connector, error.name or "") from error


def _not_installed(connector: Connector, module: str) -> FetchError:
    return FetchError(
        f"{connector.label} needs {module}, which is not installed.",
        install_hint(connector.extra),
        "not_installed",
    )


def _wanted(session: FetchSession, state: FetchState, job: FetchJob) -> list[FetchItem]:
    done = state.entries(job.name)
    return [item for item in session.items() if not item.once or item.key not in done]


def _fetched(session: FetchSession, item: FetchItem, job: FetchJob, state: FetchState) -> bool:
    """Fetch one file and return whether it is new; the inbox leaves `.part` alone."""
    if Path(item.file).name != item.file or item.file.startswith("."):
        raise FetchError(f"{item.file!r} is no name of a file.", "Correct `file`.", "settings")
    job.inbox.mkdir(parents=True, exist_ok=True)
    part = job.inbox / f"{item.file}.part"
    try:
        session.write(item, part)
        with part.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        before = state.entries(job.name).get(item.key, {})
        new = before.get("sha256") != digest
        filled = part.stat().st_size > 0  # a day without use is no file
        if new and filled:
            part.replace(job.inbox / item.file)
    finally:
        part.unlink(missing_ok=True)
    if new:
        state.record(job.name, item.key, item.file, digest)
    return new and filled
