"""The Answer page says what changed since its reader last looked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from signpost.workspace.last_seen import keep_seen, last_seen
from signpost.workspace.results import Results
from tests.contracts.crawler import plain
from tests.folders import own_copy, shared
from tests.patience import PATIENCE


def script() -> None:
    from signpost.dashboard.navigation import open_app

    open_app("answer")


@pytest.fixture
def folder(tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    return data


def test_a_second_look_is_compared_with_the_first(folder: Path) -> None:
    first = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not first.exception
    assert not any("Since you last looked" in one.label for one in first.expander)
    results = Results.open(folder)
    kept = last_seen(folder, "local")
    assert kept is not None
    assert kept.cases == results.answer_state().cases
    case = replace(kept.cases[0], grade="harmful", strength="strong")
    keep_seen(folder, "local", replace(kept, cases=(case, *kept.cases[1:])))
    second = AppTest.from_function(script, default_timeout=PATIENCE).run()
    [part] = [one for one in second.expander if "Since you last looked" in one.label]
    assert "1 change" in part.label
    second.session_state["digest"] = True
    seen = second.run()
    assert not seen.exception
    told = [plain(one.value) for one in seen.markdown]
    assert sum("before: does harm (strong evidence)" in text for text in told) == 1
    again = seen.run()  # the same session goes on saying it
    assert any("1 change" in one.label for one in again.expander)
    third = AppTest.from_function(script, default_timeout=PATIENCE).run()
    [part] = [one for one in third.expander if "Since you last looked" in one.label]
    assert "no changes" in part.label
