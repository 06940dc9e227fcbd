"""What every source must keep, whoever adds it: found by itself, tested by being found."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest

from signpost import testing
from signpost.pipelines.model.source import Source
from signpost.pipelines.recognition.identify import built_in_sources
from signpost.testing import expectation, facts_of
from tests.pipelines.golden_pairs import exports

SOURCES = {source.id: source for source in built_in_sources()}
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
    testing.check_declaration(source)


@every_export
def test_it_is_recognised_as_its_source_and_no_other(export: Path) -> None:
    testing.check_recognition(SOURCES[export.parent.name], export)


@every_export
def test_it_becomes_the_rows_a_person_read(export: Path) -> None:
    testing.check_facts(export)


@pytest.mark.slow
@every_export
def test_twice_changes_nothing_and_undo_takes_it_back(export: Path) -> None:
    testing.check_load_and_undo(export)


def delimited(export: Path) -> list[list[str]] | None:
    """The cells of a plain comma file whose header is its first row."""
    if export.suffix != ".csv":
        return None
    text = export.read_bytes().decode("utf-8-sig", "replace")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    widths = {len(row) for row in rows if row}
    return rows if len(widths) == 1 and widths.pop() > 1 else None


@pytest.mark.slow
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
    testing.check_needed_columns(source)
