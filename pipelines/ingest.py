"""Files in: recognised, checked, published as one new version, or refused with what to do."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from pipelines.cells import MACROS
from pipelines.days import Order
from pipelines.draft import Choices, Draft, draft
from pipelines.failures import cannot_repair, engine_trouble, system_trouble
from pipelines.history import stored_receipt, undo, uploads
from pipelines.identify import all_sources
from pipelines.identity import load_key
from pipelines.mapping import read_mapping, remembered
from pipelines.people import place_people
from pipelines.programme_file import ProgrammeText, publish_programme, read_programme
from pipelines.publish import publish
from pipelines.receipt import FileResult, Receipt, Report
from pipelines.recognise import Mappings
from pipelines.staging import tables
from pipelines.trouble import Trouble, UnreadableFile
from pipelines.unpack import Loose
from warehouse.connection import Reader, Writer, connect
from warehouse.store import Warehouse

__all__ = ["FileResult", "Receipt", "Report", "found_files", "ingest", "undo", "uploads"]

Validate = Callable[[str], object]
Progress = Callable[[int, int], None]
Drafted = Draft | ProgrammeText

# rosters first, so that everything else finds its persons and groups
_RANK = {"roster": 0, "programme": 1}


@dataclass(frozen=True)
class Request:
    """What one call of `ingest` was asked for, beside the files."""

    source: str | None = None
    mapping: Path | None = None
    dates: Order | None = None
    who: str = ""
    dry_run: bool = False
    validate_programme: Validate | None = None
    progress: Progress | None = None


class _RehearsalError(Exception):
    """Ends a dry run: nothing it wrote is kept."""


def ingest(
    warehouse: Warehouse,
    paths: Iterable[Path | str],
    *,
    source: str | None = None,
    mapping: Path | None = None,
    dates: Order | None = None,
    who: str = "",
    dry_run: bool = False,
    validate_programme: Validate | None = None,
    progress: Progress | None = None,
) -> Report:
    """Load files and folders as one new version; what cannot be used is said per file.

    The order of the files does not matter. `dry_run` changes nothing. `progress` is told the bytes
    read and their total. Raises WarehouseError when the data folder itself is the trouble.
    """
    request = Request(source, mapping, dates, who, dry_run, validate_programme, progress)
    with tempfile.TemporaryDirectory(prefix="signpost-load-") as folder:
        return _load(warehouse, found_files(paths), request, Path(folder))


def found_files(paths: Iterable[Path | str]) -> list[Path]:
    """Return the files among `paths` and below its folders, in name order, hidden ones left out."""
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file())
            visible = (p for p in inside if not _hidden(p.relative_to(path)))
            found.update(dict.fromkeys(visible))
        else:
            found[path] = None
    return list(found)


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _load(warehouse: Warehouse, files: list[Path], request: Request, work: Path) -> Report:
    reader = warehouse.read()
    known = dict(reader.rows("select upload_id, upload_no from upload where undone_at is null"))
    choices = _choices(warehouse, reader, request)
    results: dict[int, FileResult] = {}
    paths: dict[int, Path] = {}
    drafts: dict[int, Drafted] = {}
    with _bench(warehouse, files, work) as con:
        for at, (path, name, outcome) in enumerate(_drafted(con, files, choices, request, work)):
            paths[at] = path
            if isinstance(outcome, Trouble):
                results[at] = FileResult(name, "failed", error=outcome)
            elif outcome.upload_id in known:
                results[at] = _already(reader, name, known[outcome.upload_id])
            elif any(outcome.upload_id == earlier.upload_id for earlier in drafts.values()):
                results[at] = FileResult(name, "already_loaded")
            elif trouble := cannot_repair(outcome, known):
                results[at] = FileResult(name, "failed", error=trouble)
            else:
                drafts[at] = outcome
    results |= _publish_all(warehouse, drafts, request, work)
    results = {at: replace(one, path=paths[at]) for at, one in results.items()}
    return Report(warehouse.version(), tuple(results[at] for at in sorted(results)))


def _choices(warehouse: Warehouse, reader: Reader, request: Request) -> Choices:
    decided = dict(reader.rows("select spelling, group_id from group_alias"))
    holds_data = bool(reader.rows("select 1 from alias limit 1"))
    key = load_key(warehouse.root, holds_data=holds_data, create=not request.dry_run)
    given = read_mapping(request.mapping) if request.mapping else None
    mappings = Mappings(given, remembered(reader))
    return Choices(key, all_sources(), request.source, request.dates, mappings, decided)


@contextlib.contextmanager
def _bench(
    warehouse: Warehouse, files: list[Path], work: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return an engine of our own for one call: raw ids never come near the data folder."""
    readable = [path.resolve() for path in files if path.is_file()]
    con = connect(
        work / "bench.duckdb",
        memory_limit=warehouse.memory_limit,
        spill=work / "spill",
        reads=[work, *readable],
    )
    try:
        con.execute(MACROS)
        yield con
    finally:
        con.close()


def _drafted(
    con: duckdb.DuckDBPyConnection,
    files: list[Path],
    choices: Choices,
    request: Request,
    work: Path,
) -> Iterator[tuple[Path, str, Drafted | Trouble]]:
    """Yield the file, the name of what is in it, and what that would bring."""
    report = _counted(files, request.progress)
    for path in files:
        before = len(list(work.iterdir()))
        own = work / f"file-{before}"
        own.mkdir()
        try:
            for table in tables(path, own, report):
                name = table.name
                try:
                    if isinstance(table, Loose):
                        yield path, name, read_programme(table, request.validate_programme)
                    else:
                        yield path, name, draft(con, table, choices, own)
                except UnreadableFile as error:
                    yield path, name, error.trouble
                except duckdb.Error as error:
                    yield path, name, engine_trouble(error, name, path)
        except UnreadableFile as error:
            yield path, path.name, error.trouble
        except OSError as error:
            yield path, path.name, system_trouble(error, path)


def _counted(files: list[Path], progress: Progress | None) -> Callable[[int], None] | None:
    if progress is None:
        return None
    total = sum(path.stat().st_size for path in files if path.is_file())
    done = 0

    def report(more: int) -> None:
        nonlocal done
        done = min(done + more, total)
        progress(done, total)

    return report


def _already(reader: Reader, name: str, number: int) -> FileResult:
    return FileResult(name, "already_loaded", stored_receipt(reader, number, already=True))


def _rank(one: Drafted) -> tuple[int, str, str]:
    table = "programme" if isinstance(one, ProgrammeText) else one.source.table
    last = (
        "" if isinstance(one, ProgrammeText) or one.last_day is None else one.last_day.isoformat()
    )
    return _RANK.get(table, 2), last, one.upload_id


def _publish_all(
    warehouse: Warehouse, drafts: dict[int, Drafted], request: Request, work: Path
) -> dict[int, FileResult]:
    if not drafts:
        return {}
    results: dict[int, FileResult] = {}
    ordered = sorted(drafts.items(), key=lambda pair: _rank(pair[1]))
    with contextlib.suppress(_RehearsalError), _writer(warehouse, request, work) as writer:
        place_people(writer, [one.folder for _, one in ordered if isinstance(one, Draft)])
        for at, one in ordered:
            receipt = _publish(writer, one, request.who)
            results[at] = FileResult(one.name, "loaded", receipt)
        if request.dry_run:
            raise _RehearsalError
    return results


def _publish(writer: Writer, one: Drafted, who: str) -> Receipt:
    if isinstance(one, ProgrammeText):
        return publish_programme(writer, one, who)
    return publish(writer, one, who)


def _writer(
    warehouse: Warehouse, request: Request, work: Path
) -> contextlib.AbstractContextManager[Writer]:
    if request.dry_run and not warehouse.version():
        return warehouse.scratch(reads=[work])
    return warehouse.write(request.who or "somebody", reads=[work])
