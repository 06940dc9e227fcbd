"""The page Adoption offers what can be shown."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from signpost.workspace.results import Results
from tests.folders import shared
from tests.patience import PATIENCE


def script() -> None:
    from signpost.dashboard.navigation import open_app

    open_app("adoption")


@pytest.mark.slow
def test_groups_without_a_figure_are_not_offered_side_by_side(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = shared(tmp_path_factory, "full")
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    seen = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not seen.exception
    results = Results.open(data)
    (platform, *_), every = results.platforms(), results.group_tree().labels("")
    table = results.adoption(platform=platform, by="group")
    hidden = set(table["group"]) - set(table.loc[table["value"].notna(), "group"])
    assert hidden & set(every), "the sample has groups that are too small"
    offered = seen.multiselect(key="pick_groups").options
    assert offered == [one for one in every if one not in hidden]


def test_a_measure_nobody_knows_has_no_groups(tmp_path_factory: pytest.TempPathFactory) -> None:
    results = Results.open(shared(tmp_path_factory, "tiny"))
    assert results.measured_groups("nowhere", "active", "week") == ()
