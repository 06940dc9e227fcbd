"""What every source must keep, whoever adds it: found by itself, tested by being found."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest

from signpost.pipelines.files.staging import Table, tables
from signpost.pipelines.ingest import ingest, undo
from signpost.pipelines.model.source import Source
from signpost.pipelines.recognition.identify import all_sources, match_one
from signpost.pipelines.recognition.match_table import match_table
from signpost.pipelines.text.headers import normalise
from signpost.warehouse.store import Warehouse
from tests.pipelines.golden_pairs import expectation, exports, facts_of

SOURCES = {source.id: source for source in all_sources()}
EXPORTS = exports()


def name_of(export: Path) -> str:
    return f"{export.parent.name}/{export.name}"


every_source = pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
every_export = pytest.mark.parametrize("export", EXPORTS, ids=name_of)


@every_source
def test_it_has_a_golden_pair(source: Source) -> None:
    mine = [export for export in EXPORTS if export.parent.name == source.id]
    assert mine, f"put an export into tests/pipelines/golden/{source.id}/"
    assert all(expectation(export).exists() for export in mine)


def test_every_golden_export_has_a_source() -> None:
    assert {export.parent.name for export in EXPORTS} <= set(SOURCES)


@every_source
def test_it_says_where_it_is_documented_and_how_to_get_it(source: Source) -> None:
    how = source.how_to_get
    assert source.label
    assert source.documented_at
    assert all(len(text) > 5 for text in (how.role, how.steps, how.filename, how.request))


@every_export
def test_it_is_recognised_as_its_source_and_no_other(export: Path, tmp_path: Path) -> None:
    for table in tables(export, tmp_path):
        assert isinstance(table, Table)
        _, match = match_table(table, all_sources())
        assert match.source.id == export.parent.name


@every_export
def test_it_becomes_the_rows_a_person_read(export: Path) -> None:
    assert facts_of(export) == expectation(export).read_text(encoding="utf-8")


@every_export
def test_twice_changes_nothing_and_undo_takes_it_back(export: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data")
    first = ingest(warehouse, [export], who="tester")
    again = ingest(warehouse, [export], who="tester")
    assert [result.status for result in first.files] == ["loaded"]
    assert [result.status for result in again.files] == ["already_loaded"]
    assert again.version == first.version
    receipt = first.files[0].receipt
    assert receipt is not None
    table = SOURCES[receipt.source_id].table
    assert warehouse.read().one(f"select count(*) from {table}_now")[0] > 0
    assert_nobody_is_named(warehouse)
    undo(warehouse, receipt.upload_id, who="tester")
    assert warehouse.read().one(f"select count(*) from {table}_now")[0] == 0


def assert_nobody_is_named(warehouse: Warehouse) -> None:
    reader = warehouse.read()
    columns = reader.rows(
        "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' "
        "and not internal and table_name not in (select view_name from duckdb_views())"
    )
    parts = [
        f"select '{table}.{column}' as place, \"{column}\" as cell from {table}"
        f" where contains(\"{column}\", '@')"
        for table, column in columns
    ]
    assert reader.rows(" union all ".join(parts)) == []


def delimited(export: Path) -> list[list[str]] | None:
    """The cells of a plain comma file whose header is its first row."""
    if export.suffix != ".csv":
        return None
    text = export.read_bytes().decode("utf-8-sig", "replace")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    widths = {len(row) for row in rows if row}
    return rows if len(widths) == 1 and widths.pop() > 1 else None


@pytest.mark.parametrize("export", [e for e in EXPORTS if delimited(e)], ids=name_of)
def test_order_and_case_of_columns_do_not_matter(export: Path, tmp_path: Path) -> None:
    source = SOURCES[export.parent.name]
    rows = delimited(export)
    assert rows is not None
    if len({header.casefold() for header in rows[0]}) < len(rows[0]) or source.header_rows > 1:
        pytest.skip("its headers repeat: their order is their meaning")
    order = list(range(len(rows[0])))
    random.Random(7).shuffle(order)
    shuffled = [[row[i] for i in order] for row in rows]
    shuffled[0] = [f" {header.swapcase()} " for header in shuffled[0]]
    target = tmp_path / export.name
    with target.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(shuffled)
    assert facts_of(target) == expectation(export).read_text(encoding="utf-8")


@every_source
def test_a_needed_column_that_is_missing_is_noticed(source: Source) -> None:
    headers = [source.fields[name].headers[0] for name in source.needed] + list(source.beside)
    for at in range(len(headers)):
        fewer = headers[:at] + headers[at + 1 :]
        spare = set(source.fields[source.needed[at]].names) if at < len(source.needed) else set()
        if spare & {normalise(header) for header in fewer}:
            continue  # another spelling of it is there
        assert match_one(fewer, source) is None
