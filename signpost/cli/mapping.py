"""Mapping command: a mapping file to begin with, for an export no source recognises."""

from __future__ import annotations

from pathlib import Path

import click

from signpost.cli._shared import data_option, json_option, print_json, print_status
from signpost.cli._terminal import print_result
from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.model.source import Source
from signpost.pipelines.recognition.column_mapping import Mapping, dump_mapping
from signpost.pipelines.recognition.identify import source_named
from signpost.pipelines.recognition.propose_mapping import (
    Choice,
    UnmatchedTable,
    as_mapping,
    likeliest_field,
    needed_fields,
    offered_fields,
    read_head,
)
from signpost.pipelines.recognition.suggest_kpis import UNKNOWN_YEAR
from signpost.pipelines.recognition.unconfirmed_exports import mapping_for
from signpost.warehouse.store import Warehouse


@click.command("match")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "read_as", help="What it holds (see `sources`); default: what fits best.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it here.")
@data_option
@json_option
def match_command(
    file: Path, read_as: str | None, out: Path | None, data: Path, as_json: bool
) -> None:
    """Suggest which column of an unknown file is what: a mapping file for `--mapping`."""
    strange = read_head(file, file.name)
    if strange is None:
        raise UnreadableFile(
            "no_table", f"There is no table in {file.name}.", "Save the table as CSV or XLSX."
        )
    groups = _groups(Warehouse(data))
    mapping = None if read_as else mapping_for(strange.headers, strange.name)
    target_name = mapping.read_as if mapping else read_as
    target = source_named(target_name) if target_name else likeliest_field(strange, groups)
    if mapping is None:
        offered = offered_fields(strange, target, groups)
        choices = {name: Choice(field.column) for name, field in offered.items()}
        mapping = as_mapping(target, choices, strange)
    timed = {"period"} if any(value.period for value in mapping.values.values()) else set()
    text = dump_mapping(mapping) + _unmatched_lines(
        target, {*mapping.columns, *mapping.constants, *timed}
    )
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


def _unmatched_lines(target: Source, given: set[str]) -> str:
    """Return as comments the columns not matched yet, and where each would go."""
    lines = [
        f"# {name}: {needed_fields(target, name)}. "
        "Name its column above, or one value under constants.\n"
        for name, cell in target.fields.items()
        if name not in given and cell.headers
    ]
    return "".join(lines)


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
