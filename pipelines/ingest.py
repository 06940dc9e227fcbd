"""Files in: recognised, checked, published as one new version, or refused with what to do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from signpost.pipelines.drafting.drafts import (
    AlreadyLoaded,
    Compare,
    IngestContext,
    Request,
    Validate,
)
from signpost.pipelines.drafting.together import draft_files
from signpost.pipelines.errors import FileTrouble
from signpost.pipelines.facts.person_registry import place_people
from signpost.pipelines.facts.pseudonyms import key_of, key_sign
from signpost.pipelines.failure_messages import loaded_otherwise
from signpost.pipelines.files.parquet_table import is_table_folder
from signpost.pipelines.history import record_loads, stored_receipt, undo, uploads
from signpost.pipelines.model.receipt import FileResult, Receipt, Report
from signpost.pipelines.postponed_drafts import (
    Drafted,
    drafts_naming_people,
    drafts_to_ask_about,
    known_people,
    publishing_order,
    without_known_people,
)
from signpost.pipelines.prepare import Choices, Draft
from signpost.pipelines.progress import Meter, Tell
from signpost.pipelines.publish import (
    ProgrammeText,
    add_warnings,
    join_days,
    publish_drafts,
    publish_programme,
)
from signpost.pipelines.recognition.answers import remembered_answers
from signpost.pipelines.recognition.column_mapping import read_mapping, remembered_mapping
from signpost.pipelines.recognition.identify import all_sources
from signpost.pipelines.recognition.match_table import Mappings
from signpost.pipelines.recognition.programme_calendar import calendar_answers
from signpost.pipelines.scratch_engine import scratch_engine
from signpost.pipelines.text.dates import Order
from signpost.warehouse.connection import Reader, Writer
from signpost.warehouse.staging import StagingFolder
from signpost.warehouse.store import Warehouse

__all__ = ["FileResult", "Receipt", "Report", "found_files", "ingest", "undo", "uploads"]

Progress = Tell


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
    compare_programme: Compare | None = None,
    progress: Progress | None = None,
    answers: Mapping[str, str] | None = None,
    mappings: Mapping[Path, Path] | None = None,
    with_helper: bool = False,
) -> Report:
    """Load files and folders as one new version; what cannot be used is said per file.

    The order of the files does not matter. `mapping` is for all of them, `mappings` has those of
    single ones. `dry_run` changes nothing. `progress` is told what is
    done and the total, in bytes weighed by the work they are, in the caller's thread; if it raises,
    nothing is loaded. `validate_programme` raises ValueError for a text that is no programme;
    `compare_programme` returns warnings of one that is, from the data and its text.
    `with_helper`: a second process works out many small files beside this one, for whoever waits.
    Raises WarehouseError when the data folder itself is the trouble.
    """
    request = Request(
        source, mapping, dates, who, dry_run, validate_programme, compare_programme, progress,
        answers or {}, mappings or {}, with_helper,
    )  # fmt: skip
    with StagingFolder("load") as folder:
        try:
            return _load(warehouse, found_files(paths), request, Path(folder))
        except RuntimeError as error:
            if "interrupted" in str(error).lower():  # the engine's word for Ctrl-C
                raise KeyboardInterrupt from error
            raise


def found_files(paths: Iterable[Path | str]) -> list[Path]:
    """Return the files among `paths` and below its folders, in name order, hidden ones left out.

    The Parquet files of one table are one: the folder stands for them.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        found.update(dict.fromkeys(_below(path) if path.is_dir() else [path]))
    return list(found)


def _below(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and its folders; a folder that is one table comes as it is."""
    if is_table_folder(folder):
        yield folder
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")):
            continue
        if path.is_file():
            yield path
        elif path.is_dir() and not path.is_symlink():
            yield from _below(path)


def _load(warehouse: Warehouse, files: list[Path], request: Request, work: Path) -> Report:
    reader = warehouse.read()
    loaded = reader.rows(
        "select upload_id, upload_no, filename from upload where undone_at is null"
    )
    known = {upload: number for upload, number, _ in loaded}
    choices = _choices(warehouse, reader, request)
    results: dict[int, FileResult] = {}
    paths: dict[int, Path] = {}
    drafts: dict[int, Drafted] = {}
    meter = Meter(files, request.progress)
    met = {upload: name for upload, _, name in loaded}
    with scratch_engine(work, files, warehouse.memory_limit) as con:
        desk = IngestContext(con, choices, request, work, meter, known)
        found = draft_files(desk, files, met, warehouse.memory_limit)
        for at, (path, name, outcome) in enumerate(found):
            paths[at] = path
            if isinstance(outcome, FileTrouble):
                results[at] = FileResult(name, "failed", error=outcome)
            elif isinstance(outcome, AlreadyLoaded):
                results[at] = _already(reader, name, known.get(outcome.upload_id), outcome.asked)
            else:
                drafts[at] = outcome
        people = known_people(reader, con, drafts.values(), choices.key)
        drafts = {at: without_known_people(con, people, one) for at, one in drafts.items()}
        held = drafts_naming_people(con, people, drafts)
        waiting = {at: one for at, one in drafts.items() if at not in held}
        held |= drafts_to_ask_about(reader, con, waiting, request.answers)
    for at, why in held.items():
        results[at] = FileResult(drafts.pop(at).name, "failed", error=why)
    results |= _publish_all(warehouse, drafts, request, work, meter, key_sign(choices.key))
    results = {at: replace(one, path=paths[at]) for at, one in results.items()}
    return Report(warehouse.version(), tuple(results[at] for at in sorted(results)))


def _choices(warehouse: Warehouse, reader: Reader, request: Request) -> Choices:
    decided = dict(reader.rows("select spelling, group_id from group_alias"))
    key = key_of(warehouse, reader, create=not request.dry_run)
    given = read_mapping(request.mapping) if request.mapping else None
    mappings = Mappings(given, remembered_mapping(reader))
    groups = frozenset(name for (name,) in reader.rows("select distinct group_id from roster"))
    calendar = calendar_answers(reader)
    return Choices(
        key,
        all_sources(),
        request.source,
        request.dates,
        mappings,
        decided,
        {**calendar, **request.answers},
        groups,
        dict(request.answers),
        remembered_answers(reader),
        calendar=calendar,
        own_mappings={path: read_mapping(file) for path, file in request.mappings.items()},
    )


def _already(reader: Reader, name: str, number: int | None, asked: str | None) -> FileResult:
    """Return what an earlier call loaded; None: an earlier file of this call."""
    receipt = None if number is None else stored_receipt(reader, number, already=True)
    if receipt and asked and receipt.source_id != asked:
        return FileResult(name, "failed", error=loaded_otherwise(receipt, asked))
    return FileResult(name, "already_loaded", receipt)


def _publish_all(
    warehouse: Warehouse,
    drafts: dict[int, Drafted],
    request: Request,
    work: Path,
    meter: Meter,
    sign: str,
) -> dict[int, FileResult]:
    if not drafts:
        meter.published(1)
        return {}
    results: dict[int, FileResult] = {}
    ordered = sorted(
        drafts.items(),
        key=lambda pair: publishing_order(pair[1], pair[0], request.answers.get("wins", "")),
    )
    with contextlib.suppress(_RehearsalError), _writer(warehouse, request, work) as writer:
        place_people(writer, [one.folder for _, one in ordered if isinstance(one, Draft)])
        writer.execute("insert or ignore into setting values ('key_sign', ?)", [sign])
        for count, (at, one) in enumerate(ordered, start=1):
            receipt = _publish(writer, one, request.who)
            results[at] = FileResult(one.name, "loaded", receipt)
            meter.published(0.5 * count / len(ordered))
        record_loads(writer, [*_loads(ordered, results)], request.who)
        join_days(writer)
        results |= _compared(writer, ordered, results, request.compare_programme)
        if request.dry_run:
            raise _RehearsalError
    meter.published(1)
    return results


def _loads(
    ordered: list[tuple[int, Drafted]], results: Mapping[int, FileResult]
) -> Iterator[Receipt]:
    """Yield the receipts of what is no programme."""
    for at, one in ordered:
        receipt = results[at].receipt
        if isinstance(one, Draft) and receipt is not None:
            yield receipt


def _compared(
    writer: Writer,
    ordered: list[tuple[int, Drafted]],
    results: dict[int, FileResult],
    compare: Compare | None,
) -> dict[int, FileResult]:
    """Compare the programmes with the data, once all files of the call are there."""
    found = {}
    for at, one in ordered:
        receipt = results[at].receipt
        if compare is not None and isinstance(one, ProgrammeText) and receipt is not None:
            warned = add_warnings(writer, receipt, compare(writer, one.text))
            found[at] = replace(results[at], receipt=warned)
    return found


def _publish(writer: Writer, one: Drafted, who: str) -> Receipt:
    if isinstance(one, ProgrammeText):
        return publish_programme(writer, one, who)
    return publish_drafts(writer, one, who)


def _writer(
    warehouse: Warehouse, request: Request, work: Path
) -> contextlib.AbstractContextManager[Writer]:
    if request.dry_run and not warehouse.version():
        return warehouse.scratch(reads=[work])
    return warehouse.write(request.who or "somebody", reads=[work])
