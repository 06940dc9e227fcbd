"""Mapping command: a mapping file to begin with, for an export no source recognises."""

from __future__ import annotations

from pathlib import Path

import click

from signpost.cli._shared import data_option, json_option, print_json, print_status
from signpost.cli._terminal import print_result
from signpost.pipelines.recognition.column_mapping import Mapping
from signpost.pipelines.recognition.proposal import propose
from signpost.pipelines.recognition.propose_mapping import UnmatchedTable
from signpost.pipelines.recognition.suggest_kpis import UNKNOWN_YEAR
from signpost.warehouse.store import Warehouse


@click.command("match")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "read_as", help="What it holds (see `sources`); default: what fits best.")
@click.option("--table", default="", help="Which sheet, or file of an archive; default: the first.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it here.")
@data_option
@json_option
def match_command(
    file: Path, read_as: str | None, table: str, out: Path | None, data: Path, as_json: bool
) -> None:
    """Suggest which column of an unknown file is what: a mapping file for `--mapping`."""
    made = propose(file, _groups(Warehouse(data)), read_as, table)
    strange, mapping, text = made.table, made.mapping, made.text
    if as_json:
        values = {name: strange.first_values(name) for name in strange.headers}
        print_json({"mapping": mapping, "first_values": values, "text": text})
    elif out is None:
        print_result(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
    if UNKNOWN_YEAR in text:
        print_status(
            f"Put the year, and the month where it is asked, in the place of {UNKNOWN_YEAR}."
        )
    for line in _columns(strange, mapping):
        print_status(line)
    if out is not None:
        print_status(f"Wrote {out}. Check it, then: signpost ingest {file} --mapping {out}")


def _groups(warehouse: Warehouse) -> set[str]:
    if warehouse.version() == 0:
        return set()
    return {name for (name,) in warehouse.read().rows("select group_id from org_group_now")}


def _columns(strange: UnmatchedTable, mapping: Mapping) -> list[str]:
    fills = {column: name for name, column in mapping.columns.items()}
    fills |= {
        column: f"{value.kpi} {value.period}".strip() for column, value in mapping.values.items()
    }
    return [
        f"{column}: {strange.first_values(column)} -> {fills.get(column, 'not used')}"
        for column in strange.headers
    ]


COMMANDS = (match_command,)
