"""Test a source of your own, outside this repository, as Signpost tests those it brings.

A package declares its source (see CONTRIBUTING.md)::

    [project.entry-points."signpost.sources"]
    acme_wiki = "acme_signpost.wiki:SOURCE"

keeps real exports in a folder, and beside each what it should become, written once by

    python -m signpost.testing acme_signpost.wiki:SOURCE tests/golden --write

and read by a person. Its test is one line: ``check_source(SOURCE, Path("tests/golden"))``.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from signpost.pipelines.facts.usage_facts import usage_files
from signpost.pipelines.files.staging import Table, tables
from signpost.pipelines.ingest import ingest, undo
from signpost.pipelines.model.source import Source
from signpost.pipelines.prepare import Choices, Draft, prepare_draft
from signpost.pipelines.recognition.identify import all_sources, match_single, source_on_trial
from signpost.pipelines.recognition.match_table import match_table
from signpost.pipelines.scratch_engine import scratch_engine
from signpost.pipelines.text.headers import normalise
from signpost.warehouse.connection import Reader
from signpost.warehouse.store import Warehouse
from signpost.warehouse.usage_tables import by_action

_SUFFIX = ".expected.csv"
_KEY = bytes(range(32))
_HASHED = ("person_id", "manager_id", "from_person", "to_person")


def check_source(source: Source, folder: Path) -> None:
    """Check a source against all that every source keeps; AssertionError says what is wrong.

    `folder` holds at least one export, and beside each `NAME.expected.csv`. The export must be
    recognised as this source and no other, become those rows, load once, name nobody, and be taken
    back; a needed column that is missing must be noticed.
    """
    exports = golden_exports(folder)
    assert exports, f"put an export of {source.id} into {folder}"
    check_declaration(source)
    check_needed_columns(source)
    with installed(source):
        for export in exports:
            check_recognition(source, export)
            check_facts(export)
            check_load_and_undo(export)


def golden_exports(folder: Path) -> list[Path]:
    """Return the exports of a folder, in name order, without what they should become."""
    files = (path for path in folder.iterdir() if path.is_file())
    return sorted(path for path in files if not path.name.endswith(_SUFFIX))


def expectation(export: Path) -> Path:
    """Return the file that says what an export becomes."""
    return export.with_name(export.name + _SUFFIX)


@contextlib.contextmanager
def installed(source: Source) -> Iterator[None]:
    """Recognise `source` inside the block, as if its package were installed."""
    if source in all_sources():
        yield
        return
    with source_on_trial(source):
        yield


def check_declaration(source: Source) -> None:
    """Check that a reader is told what it is, where it is documented, who gets it and how."""
    how = source.how_to_get
    assert source.label, f"{source.id} has no label"
    assert source.documented_at, f"{source.id} does not say where it is documented"
    for text in (how.role, how.steps, how.filename, how.request):
        assert len(text) > 5, f"{source.id} does not say how to get it: {text!r}"


def check_needed_columns(source: Source) -> None:
    """Check that a file without one of the needed columns is not taken for this export."""
    headers = [source.fields[name].headers[0] for name in source.needed] + list(source.beside)
    for at, missing in enumerate(headers):
        fewer = headers[:at] + headers[at + 1 :]
        spare = set(source.fields[source.needed[at]].names) if at < len(source.needed) else set()
        if not spare & {normalise(header) for header in fewer}:  # no other spelling of it is there
            assert match_single(fewer, source) is None, f"{source.id} matches without {missing!r}"


def check_recognition(source: Source, export: Path) -> None:
    """Check that its columns are those of this source and of no other."""
    with tempfile.TemporaryDirectory() as folder:
        for table in tables(export, Path(folder)):
            assert isinstance(table, Table), f"{export.name} is no table"
            _, match = match_table(table, all_sources())
            assert match.source.id == source.id, f"{export.name} is taken for {match.source.id}"


def check_facts(export: Path) -> None:
    """Check that it becomes the rows that a person has read."""
    target = expectation(export)
    assert target.exists(), f"write {target.name} with --write, and read it"
    made, wanted = facts_of(export), target.read_text(encoding="utf-8")
    assert made == wanted, f"{export.name} becomes\n{made}\nand not\n{wanted}"


def check_load_and_undo(export: Path) -> None:
    """Check that it loads, twice changes nothing, names nobody and is reverted whole."""
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder) / "data")
        first, again = (ingest(warehouse, [export], who="test") for _ in range(2))
        statuses = [[result.status for result in report.files] for report in (first, again)]
        assert statuses == [["loaded"], ["already_loaded"]], f"{export.name}: {statuses}"
        receipt = first.files[0].receipt
        assert receipt is not None
        source = next(one for one in all_sources() if one.id == receipt.source_id)
        tables_written = {source.table, *(["spend"] if source.spend else [])}
        every = " union all ".join(f"select upload_no from {name}_now" for name in tables_written)
        count = f"select count(*) from ({every})"
        assert warehouse.read().one(count)[0] > 0, f"{export.name} loads without a row"
        check_nobody_is_named(warehouse.read())
        undo(warehouse, receipt.upload_id, who="test")
        assert warehouse.read().one(count)[0] == 0, f"{export.name} is not reverted whole"


def check_nobody_is_named(reader: Reader) -> None:
    """Check that no stored text holds an e-mail address."""
    columns = reader.rows(
        "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' "
        "and not internal and table_name not in (select view_name from duckdb_views())"
    )
    parts = [
        f"select '{table}.{column}' as place, \"{column}\" as cell from {table}"
        f" where contains(\"{column}\", '@')"
        for table, column in columns
    ]
    named = reader.rows(" union all ".join(parts))
    assert named == [], f"stored as they are: {named}"


def facts_of(export: Path) -> str:
    """Return what an export becomes: each table as CSV, persons by the identifiers in the file."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        with scratch_engine(work, [export], "1GB") as connection:
            out = io.StringIO()
            for table in tables(export, work):
                assert isinstance(table, Table)
                draft = prepare_draft(connection, table, Choices(_KEY, all_sources()), work)
                out.write(_as_text(connection, draft))
            return out.getvalue()


def _as_text(connection: duckdb.DuckDBPyConnection, draft: Draft) -> str:
    connection.execute(
        "create or replace table readable as "
        "select token, no, min(lower(text)) as who from ids group by token, no"
    )
    readable = dict(connection.execute("select token, who from readable").fetchall())
    blocks = []
    for table in draft.tables:
        place = f"read_parquet('{draft.folder}/{table}.parquet')"
        rows = _usage_rows(draft) if table == "usage" else place
        frame = connection.execute(f"select * from {rows}").df()
        for column in frame.columns:
            if column in _HASHED:
                frame[column] = frame[column].map(readable)
        frame = frame.sort_values(list(frame.columns), na_position="first")
        text = frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
        blocks.append(f"# {draft.source.id}: {table}\n{text}")
    return "".join(blocks)


def _usage_rows(draft: Draft) -> str:
    """Return SQL for usage as it is published, with tokens for persons."""
    every = (
        by_action(
            "platform",
            columns,
            f"(select u.*, token as person_id from read_parquet('{draft.folder}/{name}.parquet') "
            "as u join readable on no = person_no)",
        )
        for name, _, columns in usage_files(draft.source)
    )
    return f"({' union all '.join(every)})"


def write_expectations(folder: Path, *, force: bool = False) -> list[Path]:
    """Write what each export of a folder becomes, where it is missing (`force`: everywhere)."""
    written = []
    for export in golden_exports(folder):
        target = expectation(export)
        if force or not target.exists():
            target.write_text(facts_of(export), encoding="utf-8")
            written.append(target)
    return written


def main(arguments: list[str]) -> int:
    """Check one source, named as `package.module:SOURCE`, against a folder; --write, --force."""
    named, folder = arguments[0], Path(arguments[1])
    module, _, attribute = named.partition(":")
    source = getattr(importlib.import_module(module), attribute or "SOURCE")
    if "--write" in arguments:
        with installed(source):
            for path in write_expectations(folder, force="--force" in arguments):
                sys.stdout.write(f"wrote {path}: read it\n")
    check_source(source, folder)
    sys.stdout.write(f"{source.id} keeps what a source must keep\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
