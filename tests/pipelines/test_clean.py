"""A clean file read by the engine's own types gives what the close look at each cell gives."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import duckdb
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import dataset, ipc

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.table_body import ArrowRows
from signpost.pipelines.model import cells
from tests.pipelines.test_hazards import read

COLUMNS = {
    "who": cells.person_cell("who"),
    "on": cells.day_cell("on"),
    "at": cells.moment_cell("at"),
    "uses": cells.count_cell("uses"),
    "worth": cells.number_cell("worth", at_least=0),
    "took": cells.duration_cell("took"),
    "licensed": cells.flag_cell("licensed"),
    "dept": cells.group_cell("dept", blank=True),
}
GOOD = ("ann@x.example", "2026-07-03", "2026-07-03 14:05", "12", "1.5", "750", "Yes", "Sales")
ODD = {
    "who": ["", " bob ", "Total", "n/a", "a,b"],
    "on": ["", "2026-7-3", "2026-07-03T14:05:00Z", "infinity", "0001-01-01", "03.07.2026", "soon"],
    "at": ["", "2026-07-03", "2026-07-03T14:05:00+02:00", "1850-01-01", "3 July 2026"],
    "uses": ["", "0", "-0", "-1", " 7", "12.0", "12.5", "1.000", "1,000", "1e3", "1_000", "n/a"],
    "worth": ["", "-1", "nan", "inf", "1e400", "1,5", "50%", " 2 "],
    "took": ["", "-1", "00:12:30", "PT1M", "nan"],
    "licensed": ["", "no", "TRUE", "t", "f", "0", " yes", "ja", "maybe"],
    "dept": ["", "  ", "Grand total", "#N/A", "R&D"],
}

cell_changes = st.sampled_from([(n, text) for n, texts in ODD.items() for text in texts])


def changed(*changes: tuple[str, str]) -> tuple[str, ...]:
    return tuple({**dict(zip(COLUMNS, GOOD, strict=True)), **dict(changes)}.values())


def outcome(path: Path):
    try:
        return read(path, COLUMNS, path.parent, None)
    except UnreadableFile as refused:
        return refused.trouble


SCAN = "signpost.pipelines.reading.typed_scan"


def read_with(rows: list[tuple[str, ...]], patched: pytest.MonkeyPatch, **changes: object):
    """What the rows become where something of the scan is as given, and the files it made."""
    for name, value in changes.items():
        patched.setattr(f"{SCAN}.{name}", value)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        with path.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([tuple(COLUMNS), *rows])
        return outcome(path), {file.name for file in Path(folder).iterdir()}


def both(rows: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch):
    """What the rows become, and whether they were clean; then without that way.

    A large file gives the same, though its values are looked at once each.
    """
    quick, made = read_with(rows, monkeypatch)
    with monkeypatch.context() as patched:
        large, _ = read_with(rows, patched, SMALL_BYTES=0)
        assert large == quick
    with monkeypatch.context() as patched:
        patched.setattr("signpost.pipelines.reading.parse.typed_scan", lambda *_: False)
        close, _ = read_with(rows, patched)
    return quick, "clean.parquet" in made, close


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(cell_changes, max_size=3), min_size=1, max_size=4))
@example([[("uses", "1.000")]])
@example([[("uses", "12.0")], [("on", "infinity")]])
@example([[("licensed", "t"), ("uses", "1e3")]])
def test_reading_by_types_equals_the_close_look(changes: list[list[tuple[str, str]]]) -> None:
    rows = [GOOD, *(changed(*one) for one in changes), GOOD]
    with pytest.MonkeyPatch.context() as monkeypatch:
        quick, _, close = both(rows, monkeypatch)
    assert quick == close


@pytest.mark.slow
@pytest.mark.parametrize("name", COLUMNS)
def test_each_odd_cell_is_read_alike(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for odd in ODD[name]:
        quick, _, close = both([GOOD, changed((name, odd)), GOOD], monkeypatch)
        assert quick == close, odd


def test_a_clean_file_takes_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    quick, was_clean, close = both([GOOD] * 3 + [("",) * len(GOOD)], monkeypatch)
    assert was_clean
    assert quick == close
    assert (quick[2].loaded, quick[2].skipped) == (3, 1)


def test_of_a_large_file_nothing_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    _, made = read_with([GOOD] * 3, monkeypatch, SMALL_BYTES=0)
    assert "typed.arrow" in made
    assert "clean.parquet" not in made


STATEMENTS = {
    "select sum(c0), max(c2) from (select row, c0, c1, c2 from t)": False,
    "select c1 from t where row is not null": False,
    "select row, c1 from t where c0 = 7": True,
    "select count(*) from t as a join t as b using (row)": True,
}
"""Statement -> whether Arrow's own scanner has to leave rows out."""


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_engine_reads_the_file_itself_where_it_can(
    statement: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Arrow's scanner reads up to 1 GB ahead: 20 million rows took that much more memory."""
    table = pa.table({"row": range(9), "c0": range(9), "c1": list("abcdefghi"), "c2": [1.5] * 9})
    with ipc.new_stream(tmp_path / "rows.arrow", table.schema) as out:
        out.write_table(table, max_chunksize=4)
    scans: list[object] = []

    def from_batches(*given: object, **named: object) -> dataset.Scanner:
        scans.append(given)
        return dataset.Scanner.from_batches(*given, **named)

    scanner = SimpleNamespace(Scanner=SimpleNamespace(from_batches=from_batches))
    monkeypatch.setattr("signpost.pipelines.files.table_body.dataset", scanner)
    rows = ArrowRows(tmp_path / "rows.arrow", 9)
    with duckdb.connect() as con:
        con.register("t", rows)
        found = [con.execute(statement).fetchall() for _ in range(2)]
        con.unregister("t")
        con.register("t", table)
        assert found == [con.execute(statement).fetchall()] * 2
    assert bool(scans) == STATEMENTS[statement]
    sorted_otherwise = rows.scanner(["c2", "row"]).to_reader().read_all()
    assert sorted_otherwise == table.select(["c2", "row"])


def test_a_doubtful_cell_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not both([GOOD, changed(("uses", "12.5"))], monkeypatch)[1]
