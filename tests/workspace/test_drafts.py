"""Drafts lie beside the data, one file per reader, and are nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.answers.access import Access, Denied
from signpost.workspace.drafts import drafts_file, store_drafts, stored_drafts
from signpost.workspace.results import Results

ANN, BO = Access("ann@acme.example", "analyst"), Access("bo@acme.example", "analyst")


def test_each_reader_finds_what_she_left(tmp_path: Path) -> None:
    data = tmp_path / "data"
    ann, bo = Results.open(data, ANN), Results.open(data, BO)
    store_drafts(ann, {"use_cases": {"new": {"label": "Ask first"}}})
    assert stored_drafts(Results.open(data, ANN)) == {"use_cases": {"new": {"label": "Ask first"}}}
    assert stored_drafts(bo) == {}
    assert "ann" not in drafts_file(ann).name
    assert drafts_file(ann).parent.parent == data.parent
    store_drafts(ann, {})
    assert not drafts_file(ann).exists()


def test_a_damaged_draft_is_none_and_a_sponsor_has_none(tmp_path: Path) -> None:
    ann = Results.open(tmp_path / "data", ANN)
    drafts_file(ann).parent.mkdir(parents=True)
    drafts_file(ann).write_text("{half", "utf-8")
    assert stored_drafts(ann) == {}
    with pytest.raises(Denied):
        stored_drafts(Results.open(tmp_path / "data", Access("cy", "sponsor")))
