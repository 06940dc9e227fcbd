"""Data health reads the files through once per version, and looks at the folder every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.workspace.results import Results, folder
from tests.folders import own_copy, shared


def test_the_folder_is_seen_as_it_is_and_its_files_as_last_read(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")
    results = Results.open(data)
    monkeypatch.delattr(folder, "version_findings")  # the worker has asked it already
    assert results.folder_findings() == ()
    (data / "v00000009.damaged").touch()
    assert [one.id for one in results.folder_findings()] == ["set_aside"]
