"""Decisions: chosen among alternatives, with a reason, confirmed, and taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from signpost.answers.decisions import decisions
from signpost.metrics.register.versions import programme_in_force
from signpost.warehouse import Warehouse
from tests.folders import own_copy, shared
from tests.patience import PATIENCE


def script() -> None:
    from signpost.dashboard.navigation import open_app

    open_app("decisions")


@pytest.fixture
def folder(tmp_path_factory: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    return data


@pytest.mark.slow
def test_a_decision_is_chosen_reasoned_confirmed_and_undone(folder: Path) -> None:
    case = programme_in_force(Warehouse(folder)).use_cases[0].id
    seen = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not seen.radio, "nothing is decided before it is opened"
    seen.session_state[f"decide_{case}"] = True
    seen.run()
    (what,) = seen.radio
    assert what.options[0].endswith("(advised)")
    assert len(what.options) == 5
    what.set_value("stop")
    seen.text_input[0].set_value("We need the people elsewhere.")
    next(one for one in seen.button if one.label == "Write it down").click()
    seen.run()
    assert not seen.exception
    (taken,) = decisions(Warehouse(folder).read())
    assert (taken.use_case, taken.what, taken.why, taken.expected) == (
        case,
        "stop",
        "We need the people elsewhere.",
        None,
    )
    assert taken.recheck > datetime.now(UTC).date()
    undo = next(one for one in seen.button if one.key == f"undo_{taken.number}")
    undo.click()
    seen.run()
    assert not seen.exception
    assert decisions(Warehouse(folder).read()) == ()
