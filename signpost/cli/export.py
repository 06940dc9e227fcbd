"""Command that writes the published tables for other programs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from signpost.cli._reader import reader_access
from signpost.cli._shared import data_option, json_option, open_results, print_json, print_status
from signpost.presentation.formats import count
from signpost.workspace.export.files import EXPORT_TABLES, write_export


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--reader", default="", help="Export what this person of the access file may see.")
@data_option
@json_option
def export_command(folder: Path, reader: str, data: Path, as_json: bool) -> None:
    """Write the board's facts and every published table as Parquet and CSV, with a schema."""
    results = open_results(data)
    if reader:
        results = replace(results, access=reader_access(reader, data))
    schema = write_export(results, folder)
    if as_json:
        print_json(schema)
    print_status(f"Wrote {count(len(EXPORT_TABLES), 'table')} to {folder}.")


COMMANDS = (export_command,)
