"""After an upgrade: what an older Signpost wrote is compared with, and never shown as it is."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import duckdb
import pytest

from signpost.workspace import open_versions
from signpost.workspace.results import Results
from tests.folders import own_copy, shared


@pytest.fixture
def upgraded(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose first version has the layout of a Signpost that knew no metered spend."""
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")
    with duckdb.connect(data / "v00000001.duckdb") as old:
        old.execute("drop view spend_now")
        old.execute("drop table spend")
        old.execute("update setting set value = '2:older' where name = 'layout'")
    return data


def test_an_older_layout_is_compared_with_and_not_shown_as_it_is(
    upgraded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_versions, "_open", OrderedDict())
    results = Results.open(upgraded)
    assert list(results.older_versions()) == [1]
    then = results.board_at(1)
    assert then.stamp.version == 1
    assert [case.id for case in then.cases] == [case.id for case in results.board().cases]
    assert not results.may_show_version(1)
    assert Results.open(upgraded).version == 2  # the folder itself is as it was
    assert {root for root, _ in open_versions._open} == {str(upgraded)}
