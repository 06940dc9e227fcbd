"""What a reader leaves lies beside the data, one file each, and is nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.answers.access import Access, Denied
from signpost.workspace.reader_files import keep_for_reader, left_by_reader, reader_file
from signpost.workspace.results import Results

ANN, BO = Access("ann@acme.example", "analyst"), Access("bo@acme.example", "analyst")
DRAFTS = {"use_cases": {"new": {"label": "Ask first"}}}


def test_each_reader_finds_what_she_left(tmp_path: Path) -> None:
    data = tmp_path / "data"
    ann, bo = Results.open(data, ANN), Results.open(data, BO)
    keep_for_reader(ann, "drafts", DRAFTS)
    assert left_by_reader(Results.open(data, ANN), "drafts") == DRAFTS
    assert left_by_reader(bo, "drafts") == {}
    assert left_by_reader(ann, "tour") == {}
    assert "ann" not in reader_file(ann, "drafts").name
    assert reader_file(ann, "drafts").parent.parent == data.parent
    keep_for_reader(ann, "drafts", {})
    assert not reader_file(ann, "drafts").exists()


def test_a_damaged_file_is_nothing_and_a_sponsor_has_no_drafts(tmp_path: Path) -> None:
    ann, cy = (Results.open(tmp_path / "data", who) for who in (ANN, Access("cy", "sponsor")))
    reader_file(ann, "drafts").parent.mkdir(parents=True)
    reader_file(ann, "drafts").write_text("{half", "utf-8")
    assert left_by_reader(ann, "drafts") == {}
    with pytest.raises(Denied):
        left_by_reader(cy, "drafts")
    keep_for_reader(cy, "tour", {"off": True})
    assert left_by_reader(cy, "tour") == {"off": True}
