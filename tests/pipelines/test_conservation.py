"""Nothing disappears unreported: what is added to a golden file is read, or named as not read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from signpost.pipelines.ingest import ingest, undo
from signpost.pipelines.recognition.identify import source_named
from signpost.pipelines.text.headers import normalise
from signpost.testing import golden_exports
from signpost.warehouse.store import Warehouse

from .conftest import Write

pytestmark = pytest.mark.slow  # many loads

GOLDEN = Path(__file__).parent / "golden"
NEW = "Zz new column"
CUT = "Exported data exceeded the allowed volume. Some data may have been omitted."


def exports() -> list[Path]:
    return [path for folder in sorted(GOLDEN.iterdir()) for path in golden_exports(folder)]


def with_new_column(export: Path) -> str | None:
    """The same file with one column more; None where it is no plain comma file."""
    if export.suffix != ".csv":
        return None
    rows = list(csv.reader(io.StringIO(export.read_bytes().decode("utf-8-sig", "replace"))))
    if not rows or len({len(row) for row in rows if row}) > 1 or len(rows[0]) < 2:
        return None
    out = io.StringIO()
    csv.writer(out).writerows([[*rows[0], NEW], *([*row, "7"] for row in rows[1:] if row)])
    return out.getvalue()


@pytest.mark.slow
def test_a_new_column_is_named_in_every_export(warehouse: Warehouse, tmp_path: Path) -> None:
    paths = []
    for export in exports():
        text = with_new_column(export)
        if text is not None:
            path = tmp_path / export.parent.name / export.name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            paths.append(path)
    report = ingest(warehouse, paths, dry_run=True)
    assert len(report.files) > 20
    silent = [
        one.file
        for one in report.files
        if one.receipt and NEW.lower() not in json.dumps(one.to_dict(), default=str).lower()
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Team,Month,Calls\nA,2026-01,5\n" + CUT + ",,\n", "omitted"),
        ("Team,Month,Calls\nA,2026-01,5\nTotal,,5\n", "totals"),
        ("Team,Month,Calls,Rate\nA,2026-01,5,#REF!\nB,2026-01,6,1\n", "#REF!"),
        ("Team,Month,Calls,Rate\nA,2026-01,5,\nB,2026-01,6,\n", "Rate"),
        ("Team,Month,KPI,Value,Other\nA,2026-01,x,5,9\n", "Other"),
    ],
)
def test_what_is_left_out_is_told(warehouse: Warehouse, write: Write, text: str, told: str) -> None:
    (result,) = ingest(warehouse, [write("k.csv", text)]).files
    assert result.receipt is not None
    said = " ".join((*result.receipt.warnings, *result.receipt.how_read()))
    assert told in said


def test_each_skip_has_its_count_its_reason_and_a_line(warehouse: Warehouse, write: Write) -> None:
    text = "Report\nTeam,Month,KPI,Value\nA,2026-01,x,5\n\nTotal,,x,5\nTotal,,x,9\nA,2026-02,x,6\n"
    (result,) = ingest(warehouse, [write("k.csv", text + "by hand\n")], source="kpi_long").files
    assert result.receipt is not None
    assert (result.receipt.rows_read, result.receipt.rows_skipped) == (6, 4)
    assert result.receipt.notes == (
        "1 line above the table is no row.",
        "2 rows were left out: totals (the first in line 5).",
        "1 row was left out: empty lines.",
    )
    assert any("1 closing line" in text and "line 8" in text for text in result.receipt.warnings)


def test_rows_behind_an_open_quote_are_no_group(warehouse: Warehouse, write: Write) -> None:
    rows = (
        "A,2026-01,x,5",
        '"A,2026-02,x,6',
        "B,2026-01,x,7",
        'B",2026-02,x,8',
        '"A\nB",2026-03,x,9',
    )
    text = "Team,Month,KPI,Value\n" + "\n".join(rows) + "\n"
    (result,) = ingest(warehouse, [write("k.csv", text)]).files
    assert result.receipt is not None
    assert [(one.line, one.text) for one in result.receipt.rejected] == [(3, None)]
    assert "a quote in it is open" in result.receipt.rejected[0].reason
    assert warehouse.read().rows("select group_id from outcome order by 1") == [("a",), ("a b",)]


def test_a_lone_empty_label_is_not_filled_from_above(warehouse: Warehouse, write: Write) -> None:
    rows = ("Sales,Cost,5", "Sales,Calls,6", "Care,,7", "Care,Calls,8", "R&D,,9", "R&D,Calls,1")
    text = "month,department,kpi,value\n" + "".join(f"2026-01,{row}\n" for row in rows)
    (result,) = ingest(warehouse, [write("k.csv", text)]).files
    assert result.receipt is not None
    assert [(one.line, one.reason) for one in result.receipt.rejected] == [
        (4, "is empty; expected a text"),
        (6, "is empty; expected a text"),
    ]


def test_a_recognised_file_without_a_measure_is_a_failure(
    warehouse: Warehouse, write: Write
) -> None:
    text = "PersonId,MetricDate,Organization,Horas nuevas\np1,2026-06-28,Sales,3\n"
    (result,) = ingest(warehouse, [write("viva.csv", text)]).files
    assert result.error is not None
    assert result.error.code == "no_facts"
    assert "Horas nuevas" in result.error.message


def test_people_in_no_roster_are_counted(warehouse: Warehouse, write: Write) -> None:
    ingest(warehouse, [write("roster.csv", "person,group\na@x.org,Sales\n")])
    usage = "person,week,times,platform\nb@x.org,2026-W27,3,teams\na@x.org,2026-W27,0,teams\n"
    (result,) = ingest(warehouse, [write("usage.csv", usage)]).files
    assert result.receipt is not None
    assert any("1 of 2 people are in no roster" in text for text in result.receipt.warnings)


def test_a_list_of_the_active_only_says_so(warehouse: Warehouse, write: Write) -> None:
    usage = "person,week,times,platform\nb@x.org,2026-W27,3,teams\n"
    (result,) = ingest(warehouse, [write("usage.csv", usage)]).files
    assert result.receipt is not None
    assert any("no list of licences" in text for text in result.receipt.warnings)


def test_a_level_that_jumps_waits_for_an_answer(warehouse: Warehouse, write: Write) -> None:
    ingest(warehouse, [write("a.csv", "Month,Team,CSAT\n2026-01,A,85%\n2026-01,B,80%\n")])
    later = write("b.csv", "Month,Team,CSAT\n2026-02,A,86\n2026-02,B,81\n")
    (held,) = ingest(warehouse, [later]).files
    assert held.error is not None
    assert held.error.question is not None
    assert held.error.question.key == "level"
    (done,) = ingest(warehouse, [later], answers={"level": "rescale"}).files
    assert done.status == "loaded"
    assert warehouse.read().one("select max(numerator) from outcome_now")[0] == pytest.approx(0.86)


def test_an_answer_is_remembered_by_the_columns(warehouse: Warehouse, write: Write) -> None:
    text = "Period,Team,KPI,Value\n{},A,cost,5\n"
    first, later = (write(f"{n}.csv", text.format(f"FY2026-P0{n}")) for n in (1, 2))
    assert ingest(warehouse, [first]).files[0].error is not None
    ingest(warehouse, [first], answers={"fiscal_year": "10"})
    (result,) = ingest(warehouse, [later]).files
    assert result.receipt is not None
    assert str(result.receipt.first_day) == "2025-11-01"


def test_two_files_of_one_drop_that_contradict_each_other_are_asked_about(
    warehouse: Warehouse, write: Write
) -> None:
    text = "Month,Team,KPI,Value\n2026-01,A,cost,{}\n"
    paths = [write("north.csv", text.format(5)), write("south.csv", text.format(6))]
    first, second = ingest(warehouse, paths, dry_run=True).files
    assert first.status == "loaded"
    assert second.error is not None
    assert second.error.question is not None
    assert second.error.question.choices == ("north.csv", "south.csv")
    for winner, figure in (("north.csv", 5), ("south.csv", 6)):
        ingest(warehouse, paths, answers={"wins": winner})
        assert warehouse.read().rows("select numerator from outcome_now") == [(figure,)]
        for upload in (2, 1) if winner == "north.csv" else ():
            undo(warehouse, upload, who="tester")


def with_line_below(text: str, line: str) -> str:
    return text.rstrip("\r\n") + f"\n{line}\n"


def counted(export: Path, headers: list[str]) -> list[bool]:
    """Whether each column is read as a number."""
    source = source_named(export.parent.name)
    kinds = ("count", "number", "duration")
    names = {n for cell in source.fields.values() if cell.kind in kinds for n in cell.names}
    return [normalise(header) in names for header in headers]


def with_word(rows: list[list[str]], columns: list[bool]) -> str:
    """The same rows and the first once more, with a word in each cell of a number."""
    pairs = zip(rows[1], columns, strict=True)
    strange = ["Zzword" if there and cell.strip() else cell for cell, there in pairs]
    out = io.StringIO()
    csv.writer(out).writerows([*rows, strange])
    return out.getvalue()


ADDED = {
    "a note": lambda text, *_: with_line_below(text, "Zz note: preliminary figures"),
    "a second table": lambda text, *_: with_line_below(
        text, "\nZz name,Zz figure\nalpha,1\nbeta,2"
    ),
    "words for numbers": lambda _, rows, columns: with_word(rows, columns),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", ADDED)
def test_what_is_added_below_is_told_in_every_export(
    what: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    paths, had_number = [], []
    for export in exports():
        if with_new_column(export) is None:
            continue
        text = export.read_bytes().decode("utf-8-sig", "replace")
        rows = [row for row in csv.reader(io.StringIO(text)) if row]
        path = tmp_path / export.parent.name / export.name
        path.parent.mkdir(exist_ok=True)
        columns = counted(export, rows[0])
        path.write_text(ADDED[what](text, rows, columns), encoding="utf-8")
        paths.append(path)
        filled = zip(rows[1], columns, strict=True)
        had_number.append(any(there and cell.strip() for cell, there in filled))
    report = ingest(warehouse, paths, dry_run=True)
    assert len(report.files) > 20
    unsaid = []
    for one, numbers in zip(report.files, had_number, strict=True):
        receipt = one.receipt
        if receipt is None or (what == "words for numbers" and not numbers):
            continue
        sums = receipt.rows_loaded + receipt.rows_rejected + receipt.rows_skipped
        assert sums == receipt.rows_read, one.file
        said = " ".join((*receipt.warnings, *receipt.notes, *(r.reason for r in receipt.rejected)))
        if not (receipt.rejected or "left out" in said or "Zz" in said):
            unsaid.append((one.file, receipt.rows_read, receipt.rows_loaded, said[:80]))
    assert unsaid == []


def test_rows_above_the_names_of_the_columns_are_warned_of(
    warehouse: Warehouse, write: Write
) -> None:
    rows = ["2026-01,Sales,Cost,10.5", "2026-02,Sales,Cost,11.5"]
    text = "\n".join([*rows, "month,department,kpi,value", "2026-03,Sales,Cost,12.5", ""])
    (result,) = ingest(warehouse, [write("kpi.csv", text)]).files
    assert result.receipt is not None
    assert result.receipt.rows_loaded == 1
    assert any("2 lines above have as many cells" in told for told in result.receipt.warnings)
    titled = "Report of July\nDepartment,Sales\n\nmonth,department,kpi,value\n2026-04,HR,Cost,1.5\n"
    (result,) = ingest(warehouse, [write("titled.csv", titled)]).files
    assert result.receipt is not None
    assert not any("as many cells" in told for told in result.receipt.warnings)


def test_names_in_several_rows_are_told(warehouse: Warehouse, write: Write) -> None:
    rows = ["Service report,,,,", ",Q1 2026,,Q2 2026,", "Department,Cost,CSAT,Cost,CSAT"]
    text = "\n".join([*rows, "Sales,1200,85%,1350,88%", "HR,900,70%,950,71%", ""])
    receipt = ingest(warehouse, [write("k.csv", text)]).files[0].receipt
    assert receipt is not None
    assert receipt.rows_read == 2
    told = {"The names of its columns stand in 2 rows.", "1 line above the table is no row."}
    assert told <= set(receipt.notes)
    cut = "Dept,KPI,Jan-Report\n\nDept,KPI,Jan-26,Feb-26\nHR,Cost,1,2\nIT,Cost,3,4\n"
    receipt = ingest(warehouse, [write("cut.csv", "Report\n" + cut)]).files[0].receipt
    assert receipt is not None
    assert receipt.notes[:2] == (
        "The names of its columns stand in 2 rows.",
        "Names above others that were left out: Jan-Report.",
    )


def test_a_row_of_words_that_names_no_new_column_is_no_header(
    warehouse: Warehouse, write: Write
) -> None:
    head = '"PersonId","MetricDate","Collaboration hours","Chat hours",\n,"Organization"\n'
    rows = '"p1","2026-06-07","10","1","","Field"\n"p2","2026-06-07","20","4","","Field"\n'
    (result,) = ingest(warehouse, [write("week.csv", head + rows)]).files
    assert result.error is not None  # it was a roster whose groups are days
    assert result.error.code == "unknown_file"


@pytest.mark.parametrize(
    ("names", "column", "reading", "warned"),
    [
        ("month,team,kpi,value,", "(no name, right of value)", "numbers", True),
        (",month,team,kpi,value", "(no name, left of month)", "numbers of the rows", False),
    ],
)
def test_a_column_without_a_name_is_named_by_its_neighbour(
    names: str, column: str, reading: str, warned: bool, warehouse: Warehouse, write: Write
) -> None:
    cells = ["2026-01,A,cost,5", "2026-02,A,cost,6"]
    more = ("9", "7") if warned else ("0", "1")
    rows = [f"{c},{m}" if warned else f"{m},{c}" for c, m in zip(cells, more, strict=True)]
    text = "\n".join([names, *rows, ""])
    receipt = ingest(warehouse, [write("k.csv", text)]).files[0].receipt
    assert receipt is not None
    (found,) = (one for one in receipt.reading if one.column == column)
    assert (found.role, found.reading) == ("unused", reading)
    assert any(column in told for told in receipt.warnings) == warned


def test_a_cell_that_is_no_number_is_listed_though_its_row_is_loaded(
    warehouse: Warehouse, write: Write
) -> None:
    text = "Month,Team,Calls,Cost\n2026-01,A,5,#NV\n2026-02,A,6,7\n"
    receipt = ingest(warehouse, [write("k.csv", text)]).files[0].receipt
    assert receipt is not None
    assert (receipt.rows_loaded, receipt.rows_rejected) == (2, 0)
    assert [(one.line, one.column, one.text) for one in receipt.rejected] == [(2, "Cost", "#NV")]
