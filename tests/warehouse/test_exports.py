from __future__ import annotations

from pathlib import Path

import pytest

from signpost.warehouse import WarehouseError
from signpost.warehouse.exports import exports_file, record_export, recorded_exports


def test_what_was_taken_out_is_read_back_in_its_order(tmp_path: Path) -> None:
    root = tmp_path / "data"
    assert recorded_exports(root) == []
    record_export(root, "ana", "board brief as html", version=3, size=10)
    record_export(root, "ben\n{}", "table", version=4, size=0)
    assert [(one.who, one.what) for one in recorded_exports(root)] == [
        ("ana", "board brief as html"),
        ("ben\n{}", "table"),
    ]
    assert [one.who for one in recorded_exports(root, most=1)] == ["ben\n{}"]


def test_a_line_cut_short_is_left_out(tmp_path: Path) -> None:
    root = tmp_path / "data"
    record_export(root, "ana", "brief", version=3, size=10)
    with exports_file(root).open("a", encoding="utf-8") as out:
        out.write('{"at": "2026-11-26T10:00:00+00:00", "wh\n[1]\n{"at": 3}\n')
    assert [one.who for one in recorded_exports(root)] == ["ana"]


def test_what_cannot_be_noted_is_said(tmp_path: Path) -> None:
    exports_file(tmp_path / "data").mkdir()
    with pytest.raises(WarehouseError, match="could not be noted"):
        record_export(tmp_path / "data", "ana", "brief", version=1, size=1)
