"""Command that fetches data from where it lies into the inbox."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from signpost.cli._shared import AS_JSON, data_option, json_option, print_json, print_status
from signpost.cli._terminal import print_result
from signpost.presentation.formats import count


@click.command("fetch")
@click.argument("name", required=False)
@click.option("--check", is_flag=True, help="Try the connection and the rights; fetch nothing.")
@data_option
@json_option
@click.pass_context
def fetch_command(
    context: click.Context, name: str | None, check: bool, data: Path, as_json: bool
) -> None:
    """Fetch what is new into the inbox, as fetch.toml beside the data says; without NAME all."""
    del as_json
    # not at the top: the server loads every command, and must not load what connects outwards
    from signpost.connectors.model import FetchError
    from signpost.connectors.run import fetch
    from signpost.connectors.settings import chosen_jobs

    try:
        jobs = chosen_jobs(data, name)
    except FetchError as error:
        _say(error)
        if context.meta.get(AS_JSON):
            print_json({"error": error.to_dict()})
        context.exit(1)
    reports = [
        fetch(job, data, check=check, progress=_progress, notice=partial(_notice, job.name))
        for job in jobs
    ]
    for report in reports:
        if report.error:
            _say(report.error)
    if context.meta.get(AS_JSON):
        print_json([report.to_dict() for report in reports])
    else:
        for report in reports:
            print_result(_sentence(report.name, len(report.files), report.unchanged, check, report))
    context.exit(1 if any(report.error for report in reports) else 0)


def _sentence(name: str, files: int, same: int, check: bool, report: object) -> str:
    if getattr(report, "error", None):
        return f"{name}: stopped; {count(files, 'file')} in the inbox."
    if check:
        return f"{name}: the connection works."
    unchanged = f", {same} unchanged" if same else ""
    return f"{name}: {count(files, 'new file')} in the inbox{unchanged}."


def _say(error: object) -> None:
    print_result(f"{getattr(error, 'message', error)}", err=True)
    print_result(f"What to do: {getattr(error, 'remedy', '')}", err=True)


def _notice(name: str, note: str) -> None:
    print_status(f"{name}: {note}")


def _progress(done: int, total: int, file: str) -> None:
    print_status(f"{done + 1} of {total}: {file}")


COMMANDS = (fetch_command,)
