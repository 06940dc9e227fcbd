"""What each file of a call would bring, worked out before anything is written."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from signpost.pipelines.errors import FileTrouble, UnreadableFile
from signpost.pipelines.failure_messages import cannot_repair, engine_trouble, system_trouble
from signpost.pipelines.file_order import days_in_name
from signpost.pipelines.files.staging import Table, tables
from signpost.pipelines.files.unpack import UnpackedFile
from signpost.pipelines.postponed_drafts import Drafted
from signpost.pipelines.prepare import Choices, prepare_draft
from signpost.pipelines.progress import Meter, Tell
from signpost.pipelines.publish import read_programme
from signpost.pipelines.recognition.column_mapping import dump_mapping
from signpost.pipelines.recognition.identify import source_named
from signpost.pipelines.shapes.reshape import readable_tables
from signpost.pipelines.text.dates import Order
from signpost.warehouse.connection import Reader

Validate = Callable[[str], object]
Compare = Callable[[Reader, str], Iterable[str]]
"""From the data and the text of a programme to warnings: names that mean nothing."""


@dataclass(frozen=True)
class Request:
    """Options of one call of `ingest`, beside the files."""

    source: str | None = None
    mapping: Path | None = None
    dates: Order | None = None
    who: str = ""
    dry_run: bool = False
    validate_programme: Validate | None = None
    compare_programme: Compare | None = None
    progress: Tell | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    mappings: Mapping[Path, Path] = field(default_factory=dict)
    with_helper: bool = False


@dataclass(frozen=True)
class IngestContext:
    """Working place of the files of one call."""

    con: duckdb.DuckDBPyConnection
    choices: Choices
    request: Request
    work: Path
    meter: Meter
    in_force: Mapping[str, int] = field(default_factory=dict)
    """The uploads that are loaded, with their numbers."""


@dataclass(frozen=True)
class AlreadyLoaded:
    """A file with the very bytes of one that is loaded: there is nothing to work out."""

    upload_id: str
    asked: str | None = None
    """The source it was to be read as this time."""


DraftResult = Drafted | AlreadyLoaded | FileTrouble
Named = tuple[str, DraftResult]
"""The name of something in a file, and what that would bring."""


def draft_file(desk: IngestContext, path: Path, number: int, met: dict[str, str]) -> list[Named]:
    """Return what a file would bring; `met` (upload id -> name) grows by what is new."""
    own = desk.work / f"file-{number}"
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    found: list[Named] = []
    with desk.meter.file(path):
        try:
            for named in _outcomes(desk, path, own, met):
                found.append(named)
                meet(met, *named)
        except UnreadableFile as error:
            found.append((path.name, error.trouble))
        except OSError as error:
            found.append((path.name, system_trouble(error, path)))
    return found


def meet(met: dict[str, str], name: str, outcome: DraftResult) -> None:
    """Remember a draft: the same bytes need not be read once more."""
    if not isinstance(outcome, (AlreadyLoaded, FileTrouble)):
        met[outcome.upload_id] = name


def _outcomes(
    desk: IngestContext, path: Path, own: Path, met: Mapping[str, str]
) -> Iterator[Named]:
    said = desk.request.answers.get("encoding", "")
    mine = replace(desk, choices=desk.choices.for_file(path))
    for found in tables(path, own, desk.meter.read, said):
        loaded = _is_loaded(mine, found, met)
        known = mine if loaded else _answered(mine, found)
        for table in _readable(known, found, own, loaded=loaded):
            yield table.name, _one(known, table, path, own, met)


def _is_loaded(desk: IngestContext, table: Table | UnpackedFile, met: Mapping[str, str]) -> bool:
    """Return whether these very bytes are loaded: there is nothing to look at."""
    return isinstance(table, Table) and _of_its_own(desk, table, met).sha256 in met


def _answered(desk: IngestContext, table: Table | UnpackedFile) -> IngestContext:
    """Return the context with the answers that are known for files with these columns."""
    if isinstance(table, UnpackedFile) or not table.layouts:
        return desk
    return replace(desk, choices=desk.choices.of(table.layouts[0].headers))


def _readable(
    desk: IngestContext, table: Table | UnpackedFile, own: Path, *, loaded: bool
) -> list[Table | UnpackedFile | Unreadable]:
    """Return the tables that a table holds, in a shape that is recognised."""
    if loaded or isinstance(table, UnpackedFile) or desk.request.source:
        return [table]
    choices = desk.choices
    try:
        return [
            *readable_tables(
                table, choices.sources, choices.mappings, choices.groups, choices.answers, own
            )
        ]
    except UnreadableFile as error:
        return [Unreadable(table.name, error.trouble)]


@dataclass(frozen=True)
class Unreadable:
    """A table that asks something before it can be read."""

    name: str
    trouble: FileTrouble


def _one(
    desk: IngestContext,
    table: Table | UnpackedFile | Unreadable,
    path: Path,
    own: Path,
    met: Mapping[str, str],
) -> DraftResult:
    if isinstance(table, Unreadable):
        return table.trouble
    try:
        if isinstance(table, UnpackedFile):
            text = read_programme(table, desk.request.validate_programme)
            return AlreadyLoaded(text.upload_id) if text.upload_id in met else text
        asked = desk.request.source and source_named(desk.request.source).id
        table = _of_its_own(desk, table, met)
        if table.sha256 in met:
            return AlreadyLoaded(table.sha256, asked)
        draft = desk.meter.drafted(
            desk.con, lambda: prepare_draft(desk.con, table, desk.choices, own)
        )
        return cannot_repair(draft, desk.in_force) or draft
    except UnreadableFile as error:
        return error.trouble
    except duckdb.Error as error:
        parquet = isinstance(table, Table) and table.parquet is not None
        return engine_trouble(error, table.name, path, parquet=parquet)


def _of_its_own(desk: IngestContext, table: Table, met: Mapping[str, str]) -> Table:
    """Return another id for equal bytes under a name with other days, or with another mapping."""
    before = met.get(table.sha256)
    if before is None:
        return table
    days, given = days_in_name(table.name), desk.choices.mappings.given
    told = "/".join(days) if days and days != days_in_name(before) else ""
    if given is not None and not desk.choices.mappings.is_remembered(table, given):
        told += dump_mapping(given)
    if not told:
        return table
    return replace(table, sha256=hashlib.sha256(f"{table.sha256}/{told}".encode()).hexdigest())
