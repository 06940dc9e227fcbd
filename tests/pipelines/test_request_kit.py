"""The kit is in step with the sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.pipelines.model.source import Source
from signpost.pipelines.recognition.identify import built_in_sources
from signpost.pipelines.request_kit import pages, write

DOCS = Path(__file__).parents[2] / "docs" / "exports"
REMEDY = "run `python -m signpost.pipelines.request_kit docs/exports`"


def test_the_docs_are_in_step_with_the_sources() -> None:
    found = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    assert found == pages(), REMEDY


@pytest.mark.parametrize("source", built_in_sources(), ids=lambda source: source.id)
def test_a_page_says_who_how_and_what_to_write(source: Source) -> None:
    text = pages()[f"{source.id}.md"]
    how = source.how_to_get
    assert all(said in text for said in (how.role, how.steps, how.filename, how.request))
    if not source.documented_at.startswith("https://"):
        assert source.documented_at == f"docs/exports/{source.id}.md"


def test_pages_of_exports_that_are_gone_disappear(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("old")
    write(tmp_path)
    assert not (tmp_path / "gone.md").exists()
    assert (tmp_path / "README.md").exists()
