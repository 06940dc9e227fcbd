"""Data health reads the files through once per version, and looks at the folder every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.answers.access import LOCAL
from signpost.presentation.theme import LIGHT
from signpost.workspace import open_versions
from signpost.workspace.results import data as cached_data
from signpost.workspace.view import View
from tests.folders import own_copy, shared


def test_the_folder_is_seen_as_it_is_and_its_files_as_last_read(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")
    root, version = str(data), open_versions.warehouse(str(data)).version()
    view = View(
        open_versions.warehouse(root), version, open_versions.programme(root, version), LIGHT, LOCAL
    )
    monkeypatch.delattr(
        "signpost.workspace.results.data.of_versions"
    )  # the worker has asked it already
    assert cached_data.findings(view) == ()
    (data / "v00000009.damaged").touch()
    assert [one.id for one in cached_data.findings(view)] == ["set_aside"]
