"""Exports put one after the other, and what people and tools do to a file on the way."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from signpost.cli._main import signpost
from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse

from .conftest import Write

pytestmark = pytest.mark.slow  # many loads

HEAD = "month,department,kpi,value\n"
JAN, FEB = "2026-01,Sales,Cost,40\n", "2026-02,Sales,Cost,50\n"


def values(warehouse: Warehouse) -> list[float]:
    return [n for (n,) in warehouse.read().rows("select numerator from outcome_now order by 1")]


def counts(warehouse: Warehouse, path: Path) -> tuple[int, int, int]:
    (result,) = ingest(warehouse, [path]).files
    assert result.receipt is not None
    receipt = result.receipt
    return receipt.rows_loaded, receipt.rows_rejected, receipt.rows_skipped


JOINED = {
    "the header again": (HEAD + JAN + HEAD + FEB, (2, 0, 1), [40, 50]),
    "the header again, with its BOM": (HEAD + JAN + "\ufeff" + HEAD + FEB, (2, 0, 1), [40, 50]),
    "another delimiter from there on": (
        HEAD + JAN + (HEAD + FEB).replace(",", ";"), (1, 2, 0), [40],
    ),
    "another order of columns from there on": (
        HEAD + JAN + "department,month,kpi,value\nSales,2026-02,Cost,50\n", (1, 2, 0), [40],
    ),
    "columns per KPI": (
        "Team,Month,Cost\nSales,2026-01,40\nTeam,Month,Cost\nSales,2026-02,50\n",
        (2, 0, 1), [40, 50],
    ),
    "months as columns": (
        "Team,KPI,2026-01,2026-02\nSales,Cost,40,50\nTeam,KPI,2026-01,2026-02\n",
        (1, 0, 1), [40, 50],
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", JOINED)
def test_no_row_of_joined_files_is_misread_or_lost_unsaid(
    how: str, warehouse: Warehouse, write: Write
) -> None:
    text, told, loaded = JOINED[how]
    assert counts(warehouse, write("k.csv", text)) == told
    assert values(warehouse) == loaded


def test_headers_may_be_upper_case_spaced_or_in_smart_quotes(
    warehouse: Warehouse, write: Write
) -> None:
    text = " MONTH ,\u00a0Department ,“KPI”,VALUE  ,extra\n" + JAN.strip() + ",x\n"
    assert counts(warehouse, write("k.csv", text)) == (1, 0, 0)


@pytest.mark.parametrize(
    "day",
    ["2026-02-01 00:00:00", "2026-02-01T08:00Z", "1.2.2026", "2026/02/01", "46054", "1-Feb-26"],
)  # fmt: skip
def test_a_period_may_carry_a_time_or_be_written_any_way(
    day: str, warehouse: Warehouse, write: Write
) -> None:
    assert counts(warehouse, write("k.csv", HEAD + f"{day},Sales,Cost,1\n")) == (1, 0, 0)
    assert str(warehouse.read().one("select first_day from outcome")[0]) == "2026-02-01"


@pytest.mark.parametrize(
    ("text", "number"),
    [("1\u00a0234,5", 1234.5), ("1\u202f234,5", 1234.5), ("1'234,5", 1234.5), ("\u22125,5", -5.5),
     ("12,5 %", 0.125), ("(3,5)", -3.5)],
)  # fmt: skip
def test_numbers_of_other_countries(
    text: str, number: float, warehouse: Warehouse, write: Write
) -> None:
    ingest(warehouse, [write("k.csv", HEAD + f'2026-01,Sales,Cost,"{text}"\n')])
    assert values(warehouse) == [number]


def test_rows_that_differ_for_one_figure_are_asked_about(
    warehouse: Warehouse, write: Write
) -> None:
    path = write("k.csv", HEAD + JAN + JAN.replace("40", "60") + FEB + FEB)
    (stopped,) = ingest(warehouse, [path]).files
    assert stopped.error is not None
    assert stopped.error.question is not None
    assert stopped.error.question.key == "repeats"
    assert "1 time several rows" in stopped.error.message
    (loaded,) = ingest(warehouse, [path], answers={"repeats": "mean"}).files
    assert loaded.receipt is not None
    assert 50 in values(warehouse)


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_cover_sheet_is_no_failure(warehouse: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    table = [["Report"], [], ["Team", "Month", "Cost"], ["Sales", "2026-01", 40]]
    path.write_bytes(workbook(("Read me", [["A report"], ["of costs"]]), ("Data", table)))
    report = ingest(warehouse, [path])
    assert [one.file for one in report.files] == ["book.xlsx, sheet Data"]
    assert values(warehouse) == [40]


def test_a_workbook_of_notes_is_refused(warehouse: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(("Read me", [["A report"]])))
    (result,) = ingest(warehouse, [path]).files
    assert result.error is not None
    assert result.error.code == "one_column"


def test_json_may_have_one_key_per_kpi(warehouse: Warehouse, write: Write) -> None:
    rows = [{"month": "2026-01", "team": "Sales", "Cost": 5, "Mood": 6.5}]
    ingest(warehouse, [write("k.json", json.dumps(rows))])
    assert values(warehouse) == [5, 6.5]


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("k.json", "[]", "no_rows", "JSON without any rows"),
        ("k.csv", "a," * 2500 + "b\n" + "1," * 2500 + "1\n", "too_large", "may have 2,000"),
    ],
)
def test_what_cannot_be_a_table_is_named(
    name: str, text: str, code: str, said: str, warehouse: Warehouse, write: Write
) -> None:
    (result,) = ingest(warehouse, [write(name, text)]).files
    assert result.error is not None
    assert result.error.code == code
    assert said in result.error.message


def test_a_row_beyond_the_limit_names_it(warehouse: Warehouse, write: Write) -> None:
    text = HEAD + '2026-01,Sales,"' + "x" * (17 << 20) + f'",5\n{FEB}'
    (result,) = ingest(warehouse, [write("k.csv", text)]).files
    assert result.receipt is not None
    assert "longer than 16 MB" in result.receipt.rejected[0].reason


def test_a_loaded_file_is_not_read_otherwise_in_silence(warehouse: Warehouse, write: Write) -> None:
    path = write("k.csv", HEAD + JAN)
    ingest(warehouse, [path])
    (same,) = ingest(warehouse, [path], source="kpi_long").files
    assert same.status == "already_loaded"
    (other,) = ingest(warehouse, [path], source="roster").files
    assert other.error is not None
    assert (other.error.code, "signpost undo 1" in other.error.remedy) == ("loaded_otherwise", True)
    (none,) = ingest(warehouse, [path], source="nothing").files
    assert none.error is not None
    assert none.error.code == "unknown_source"


def test_uploads_are_told_in_plain_days_and_lists(tmp_path: Path, write: Write) -> None:
    data = tmp_path / "data"
    ingest(Warehouse(data), [write("k.csv", HEAD + JAN)])
    result = CliRunner().invoke(signpost, ["uploads", "--data", str(data), "--json"])
    (told,) = json.loads(result.stdout)
    assert (told["first_day"], told["last_day"]) == ("2026-01-01", "2026-01-31")
    assert told["warnings"] == ["No roster is loaded yet, so its group could not be checked."]


def test_an_archive_within_an_archive_is_read(warehouse: Warehouse, tmp_path: Path) -> None:
    inner, outer = io.BytesIO(), tmp_path / "o.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("../k.csv", HEAD + FEB)
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("k.csv", HEAD + JAN)
        archive.writestr("i.zip", inner.getvalue())
    assert [one.status for one in ingest(warehouse, [outer]).files] == ["loaded", "loaded"]
    assert values(warehouse) == [40, 50]
