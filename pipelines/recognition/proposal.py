"""A mapping file to begin with, for a table no source knows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

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
    table_names,
)
from signpost.pipelines.recognition.unconfirmed_exports import mapping_for
from signpost.pipelines.recognition.usage_columns import usage_mapping


@dataclass(frozen=True)
class Proposal:
    """The table, the mapping suggested for it, and that mapping as a file with what is open."""

    table: UnmatchedTable
    mapping: Mapping
    text: str


def propose(
    path: Path, groups: Collection[str], read_as: str | None = None, table: str = ""
) -> Proposal:
    """Suggest a mapping for one table of a file, the first unless a sheet or name is given.

    `groups` are the ids already known. Raises UnreadableFile where there is no table, or no source
    `read_as`.
    """
    strange = read_head(path, table)
    if strange is None:
        others = ", ".join(table_names(path)[:12]) or "none"
        raise UnreadableFile(
            "no_table",
            f"There is no table {table or 'of rows and columns'} in {path.name}. It holds: "
            f"{others}.",
            "Name one with --table, or save the table as CSV or XLSX.",
        )
    mapping = None
    if not read_as:
        named = mapping_for(strange.headers, strange.name)
        mapping = named or usage_mapping(strange.headers, strange.rows)
    known = mapping.read_as if mapping else read_as
    target = source_named(known) if known else likeliest_field(strange, groups)
    if mapping is None:
        found = offered_fields(strange, target, groups)
        choices = {name: Choice(one.column) for name, one in found.items()}
        if target.id == "expenses" and {"opened", "amount"} <= set(found):
            choices.setdefault("record_id", Choice(constant="expense"))  # its sums need no number
        mapping = as_mapping(target, choices, strange)
    timed = {"period"} if any(one.period for one in mapping.values.values()) else set()
    given = {*mapping.columns, *mapping.constants, *timed}
    return Proposal(strange, mapping, dump_mapping(mapping) + _open_fields(target, given))


def _open_fields(target: Source, given: set[str]) -> str:
    """Return as comments what is not matched yet, and where it would go."""
    lines = [
        f"# {name}: {needed_fields(target, name)}. "
        "Name its column above, or one value under constants.\n"
        for name, cell in target.fields.items()
        if name not in given and cell.headers
    ]
    return "".join(lines)
