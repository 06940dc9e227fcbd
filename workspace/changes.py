"""What a reader does to the data. Every change asks for the role first and is made to the newest.

Each function takes the Results the reader looked at: their root, version and reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from signpost import clock
from signpost.answers.access import Denied, may, privacy_changes, require
from signpost.answers.decisions import Decision, erase_decision, record_decision
from signpost.metrics.model.schema import Programme, UseCase, parse
from signpost.metrics.model.types import AdvisedStep, Grade, Refusal
from signpost.metrics.planning.worksheet import (
    WorksheetDrafts,
    WorksheetError,
    read_worksheet,
    with_drafts,
)
from signpost.metrics.register.consistency import programme_warnings
from signpost.metrics.register.versions import programme_history, programme_in_force, save_programme
from signpost.metrics.value.advice import Advice
from signpost.pipelines.correction_file import correction_file
from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.facts.group_names import decide_group
from signpost.pipelines.ingest import Progress, ingest, undo
from signpost.pipelines.model.receipt import Receipt, Report
from signpost.pipelines.text.dates import Order
from signpost.presentation.words.catalogue import names_of, say
from signpost.warehouse import Reader, Warehouse, WarehouseError
from signpost.warehouse.audit import record
from signpost.warehouse.exports import record_export, record_refusal
from signpost.workspace import open_versions
from signpost.workspace.results import Results

Drafts = WorksheetDrafts


def newest_version(results: Results) -> int:
    """Return the number of the newest version there is."""
    require(results.access, "read")
    return _newest(results).version()


def ingest_files(
    results: Results,
    files: Sequence[Path],
    dates: Order | None = None,
    progress: Progress | None = None,
    *,
    dry_run: bool = False,
    answers: Mapping[str, str] | None = None,
    mappings: Mapping[Path, Path] | None = None,
) -> Report:
    """Take in files as one new version; `mappings` has those of single files.

    `answers` lift the questions of an earlier call. `dry_run`: return what it
    would do; nothing is written. Raises Denied, WarehouseError.
    """
    require(results.access, "load")

    def validate(text: str) -> None:
        try:
            _require_privacy(results, programme_in_force(_newest(results)), parse(text))
        except Denied as denied:
            raise UnreadableFile("privacy_settings", denied.message, denied.remedy) from denied

    return ingest(
        _newest(results),
        files,
        dates=dates,
        who=results.access.who,
        validate_programme=validate,
        compare_programme=programme_warnings,
        progress=progress,
        dry_run=dry_run,
        answers=answers,
        mappings=mappings,
        with_helper=True,
    )


def map_group_names(results: Results, names: Mapping[str, str]) -> None:
    """Remember which group each spelling means. Raises Denied."""
    require(results.access, "load")
    who = results.access.who
    with _newest(results).write(who) as writer:
        for spelling, group in names.items():
            decide_group(writer, spelling, group, who=who)
            record(writer, who, "name_group", f"{spelling} is {group}")


def rows_to_correct(results: Results, upload_no: int, original: Path) -> tuple[str, bytes] | None:
    """Return name and content of the file to correct an upload with. Raises Denied."""
    require(results.access, "load")
    return correction_file(_newest(results).read(), upload_no, original)


def undo_upload(results: Results, upload: str | int) -> Receipt:
    """Undo one upload. Raises Denied."""
    require(results.access, "load")
    newest = _newest(results)
    before = programme_in_force(newest)

    def accept(then: Reader) -> None:
        history = programme_history(then)
        _require_privacy(results, before, history[-1].programme if history else Programme())

    return undo(newest, upload, who=results.access.who, accept=accept)


def edit_programme(results: Results, programme: Programme) -> int:
    """Save a version of the programme; return its number.

    Raises Denied, and WarehouseError where somebody has changed the programme since.
    """
    require(results.access, "edit")
    newest = _newest(results)
    if newest.version() > results.version and programme_in_force(newest) != results.programme:
        raise WarehouseError(
            "Somebody has just changed the programme; this page does not show that yet.",
            "Nothing was saved. Wait until the newer data is worked out, and try again.",
        )
    _require_privacy(results, programme_in_force(newest), programme)
    return save_programme(newest, programme, results.access.who, clock.now())


def read_drafts(results: Results, content: bytes) -> WorksheetDrafts | Refusal:
    """Return the draft use cases in a filled worksheet, or why it is none. Raises Denied."""
    require(results.access, "edit")
    try:
        return read_worksheet(content, results.programme)
    except WorksheetError as trouble:
        return Refusal(str(trouble), "")


def add_drafts(results: Results, drafts: Iterable[UseCase]) -> int:
    """Save the programme with draft use cases; return its number. Raises like edit_programme."""
    return edit_programme(results, with_drafts(results.programme, drafts))


def take_decision(
    results: Results,
    advice: Advice,
    verdict: Grade,
    what: AdvisedStep | None = None,
    comment: str = "",
) -> Decision:
    """Record that an advice was taken, or something else was decided. Raises Denied.

    `what`: another step than the advised one; nothing is expected of it. `comment`: why.
    """
    require(results.access, "edit")
    advised = say(advice.why, names_of(results.programme))
    taken = replace(advice, why=comment.strip() or advised)
    if what is not None and what != advice.what:
        taken = replace(taken, what=what, expected=None)
    return record_decision(_newest(results), taken, verdict, who=results.access.who, at=clock.now())


def undo_decision(results: Results, number: int) -> int:
    """Take a decision back and return its number. Raises Denied; ValueError: no such decision."""
    require(results.access, "edit")
    erase_decision(_newest(results), number, who=results.access.who)
    return number


def note_export(results: Results, what: str, size: int) -> None:
    """Record who took a download of how many bytes, and of which version. Raises Denied.

    Beside the data, not in it: a publish for every download would make each reader wait for new
    answers. Raises WarehouseError where it cannot be noted.
    """
    require(results.access, "export")
    record_export(Path(results.root), results.access.who, what, version=results.version, size=size)


def _require_privacy(results: Results, before: Programme, after: Programme) -> None:
    """Raise Denied, and note it, where rules of privacy change that are not this role's."""
    changes = privacy_changes(before, after)
    if not changes or may(results.access, "administer"):
        return
    record_refusal(Path(results.root), results.access.who, "; ".join(changes))
    try:
        require(results.access, "administer")
    except Denied as denied:
        message = f"This changes a rule of privacy: {'; '.join(changes)}. {denied.message}"
        raise Denied(message, f"Nothing of it was taken. {denied.remedy}") from denied


def _newest(results: Results) -> Warehouse:
    return open_versions.warehouse(results.root)
