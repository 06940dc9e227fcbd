from __future__ import annotations

import io
import zipfile

import pytest

from signpost.pipelines.model.source import Source
from signpost.pipelines.recognition.identify import all_sources, matching_sources
from signpost.presentation.file_templates import fillable_sources, header, templates_zip


@pytest.mark.parametrize("source", fillable_sources(), ids=lambda one: one.id)
def test_a_template_is_recognised_as_what_it_is_for(source: Source) -> None:
    names = header(source).strip().split(",")
    assert [match.source.id for match in matching_sources(names, all_sources())] == [source.id]


def test_the_archive_holds_templates_and_a_letter_per_export() -> None:
    with zipfile.ZipFile(io.BytesIO(templates_zip())) as archive:
        names = archive.namelist()
        letters = archive.read("how to get each export.txt").decode()
    assert {"group_adoption.csv", "kpi_long.csv", "roster.csv"} <= set(names)
    assert all(source.how_to_get.request in letters for source in all_sources())
