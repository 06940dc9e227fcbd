"""Texts in a frame, and JSON that is no list of objects, become plain tables."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from signpost.pipelines.files.encoding import survey_bytes
from signpost.pipelines.files.framed_text import frame_of
from signpost.pipelines.files.json_rows import write_lines

ROWS = [["month", "team"], ["2026-01", "Sales"], ["2026-02", "Field Service"]]


@pytest.mark.parametrize(
    "text",
    [
        "month   team\n------- -------------\n2026-01 Sales\n2026-02 Field Service\n",
        "+---+---+\n| month | team |\n+---+---+\n| 2026-01 | Sales |\n"
        "| 2026-02 | Field Service |\n",
        '"month,team"\n"2026-01,Sales"\n"2026-02,Field Service"\n',
    ],
)
def test_a_frame_is_taken_off(text: str) -> None:
    frame = frame_of(text)
    assert frame is not None
    plain = frame.plain(text)
    mark = "|" if "|" in plain else ","
    found = [
        [cell.strip() for cell in row] for row in csv.reader(plain.split("\n"), delimiter=mark)
    ]
    assert [row for row in found if any(row)] == ROWS


def test_a_line_that_does_not_fit_the_ruler_is_one_cell() -> None:
    text = "month   team\n------- -------------\n2026-01 Sales\n(1 row affected)\n"
    frame = frame_of(text)
    assert frame is not None
    assert "(1 row affected)" in frame.plain(text).replace(",", " ")


def test_a_plain_table_has_no_frame() -> None:
    assert frame_of("month,team\n2026-01,Sales\n") is None


@pytest.mark.parametrize(
    "document",
    [
        {"columns": ROWS[0], "index": [0, 1], "data": ROWS[1:]},
        {"month": ["2026-01", "2026-02"], "team": ["Sales", "Field Service"]},
        {"month": {"0": "2026-01", "1": "2026-02"}, "team": {"0": "Sales", "1": "Field Service"}},
        {"result": {"rows": [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]}},
        ROWS,
    ],
)
def test_json_of_columns_becomes_rows(tmp_path: Path, document: object) -> None:
    path, target = tmp_path / "k.json", tmp_path / "k.ndjson"
    path.write_text(json.dumps(document), encoding="utf-8")
    write_lines(path, survey_bytes(path), target, path.name)
    found = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert found == [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
