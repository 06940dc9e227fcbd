"""Commands that load files: ingest, check, sources, uploads, undo."""

from __future__ import annotations

import json
import signal
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import click
import pandas as pd

from signpost.api.data_folder import Workspace
from signpost.cli._progress import progress_line
from signpost.cli._shared import (
    data_option,
    data_unused,
    json_option,
    open_data,
    print_json,
    print_status,
    user,
)
from signpost.cli._terminal import print_result
from signpost.pipelines.history import undo, uploads
from signpost.pipelines.inbox import ingest_inbox
from signpost.pipelines.low_priority import lower_process_priority
from signpost.pipelines.model.receipt import FileResult, Report
from signpost.pipelines.recognition.identify import all_sources
from signpost.presentation.tables.uploads import upload_state

paths_argument = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
source_option = click.option("--source", help="Read the files as this source (see `sources`).")
mapping_option = click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A mapping file for exports no source knows.",
)
dates_option = click.option(
    "--dates", type=click.Choice(["dmy", "mdy"]), help="How to read days like 03/04/2026."
)
answer_option = click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="KEY=VALUE",
    help="Answer a question that a file was stopped with; may be given several times.",
)


def _answers(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    if bad := [text for text, (_, mark, _) in zip(given, pairs, strict=True) if not mark]:
        raise click.UsageError(f"--answer takes KEY=VALUE, not {bad[0]!r}.")
    return {key.strip(): value.strip() for key, _, value in pairs}


@click.command("ingest")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--inbox",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Load what lies in this folder and move it to its done/ or refused/, with the reason.",
)
@source_option
@mapping_option
@dates_option
@answer_option
@data_option
@json_option
@click.pass_context
def ingest_command(
    context: click.Context,
    paths: tuple[Path, ...],
    inbox: Path | None,
    source: str | None,
    mapping: Path | None,
    dates: Literal["dmy", "mdy"] | None,
    answers: tuple[str, ...],
    data: Path,
    as_json: bool,
) -> None:
    """Load export files or folders of them."""
    if bool(paths) == bool(inbox):
        raise click.UsageError("Name files or folders to load, or one folder with --inbox.")
    said = _answers(answers)
    lower_process_priority()
    workspace = Workspace(data)

    def load(files: Iterable[Path]) -> Report:
        with end_when_stopped(context), progress_line() as progress:
            return workspace.ingest(
                files, source=source, mapping=mapping, dates=dates, progress=progress, answers=said
            )

    report = ingest_inbox(inbox, load) if inbox else load(paths)
    _answer(context, report or Report(workspace.version), as_json)


@click.command("check")
@paths_argument
@source_option
@mapping_option
@dates_option
@answer_option
@data_option
@json_option
@click.pass_context
def check_command(
    context: click.Context,
    paths: tuple[Path, ...],
    source: str | None,
    mapping: Path | None,
    dates: Literal["dmy", "mdy"] | None,
    answers: tuple[str, ...],
    data: Path,
    as_json: bool,
) -> None:
    """Show what `ingest` would do with the files, without writing anything."""
    with end_when_stopped(context), progress_line() as progress:
        report = Workspace(data).ingest(
            paths,
            source=source,
            mapping=mapping,
            dates=dates,
            progress=progress,
            answers=_answers(answers),
            dry_run=True,
        )
    _answer(context, report, as_json)


@click.command("sources")
@data_unused
@json_option
def sources_command(as_json: bool) -> None:
    """List the exports that are recognised."""
    listed = [
        {"id": s.id, "label": s.label, "table": s.table, "documented_at": s.documented_at}
        for s in all_sources()
    ]
    if as_json:
        print_json(listed)
        return
    for source in listed:
        print_result(f"{source['id']:<36} {source['label']}")


@click.command("uploads")
@data_option
@json_option
def uploads_command(data: Path, as_json: bool) -> None:
    """Show what was loaded, by whom and when."""
    history = uploads(open_data(data))
    if as_json:
        print_json([_upload(row) for row in history.to_dict("records")])
        return
    for row in history.to_dict("records"):
        state = "" if row["in_force"] else f" ({upload_state(row)})"
        when = f"{row['loaded_at']:%Y-%m-%d %H:%M}"
        print_result(f"{row['upload_id'][:12]}  {when}  {row['filename']}{state}")


def _upload(row: dict[Hashable, Any]) -> dict[Hashable, Any]:
    """Return one row of the history: its days without a time, its warnings as a list."""
    days = ("first_day", "last_day")
    dates = {n: None if pd.isna(row[n]) else row[n].date() for n in days}
    return row | dates | {"warnings": json.loads(row["warnings"])}


@click.command("undo")
@click.argument("upload")
@data_option
@json_option
def undo_command(upload: str, data: Path, as_json: bool) -> None:
    """Take one upload back; what it had replaced is in force again."""
    receipt = undo(open_data(data), upload, who=user())
    if as_json:
        print_json(receipt.to_dict())
        return
    print_result(f"Reverted {receipt.filename}; what it had replaced is in force again.")


@contextmanager
def end_when_stopped(context: click.Context) -> Iterator[None]:
    """End a load that is stopped (Ctrl-C, SIGTERM) in a sentence; it leaves nothing behind."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        print_status("Stopped. Nothing of this load was kept.")
        context.exit(1)
    finally:
        signal.signal(signal.SIGTERM, before)


def _answer(context: click.Context, report: Report, as_json: bool) -> None:
    if as_json:
        print_json(report.to_dict())
    else:
        for file in report.files:
            print_status(file.sentence())
    if any(map(_needs_attention, report.files)):
        context.exit(1)


def _needs_attention(result: FileResult) -> bool:
    """Return whether cron should report it: not loaded, much rejected, groups without a roster."""
    if result.receipt is None or result.status != "loaded":
        return result.status == "failed"
    return result.receipt.wants_a_look


COMMANDS = (ingest_command, check_command, sources_command, uploads_command, undo_command)
