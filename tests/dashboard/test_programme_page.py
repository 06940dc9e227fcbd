"""The Programme page says what does not fit together, with the nearest known name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from signpost.metrics.register.versions import programme_in_force, save_programme
from signpost.warehouse import Warehouse
from tests.folders import own_copy, shared
from tests.patience import PATIENCE


def script() -> None:
    from signpost.dashboard.navigation import open_app

    open_app("programme")


def text_of_page(data: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not page.exception
    return "\n".join(str(part.value) for part in (*page.header, *page.subheader, *page.markdown))


def test_names_that_mean_nothing_are_listed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")
    assert "Custmer" not in text_of_page(data, monkeypatch)
    warehouse = Warehouse(data)
    programme = programme_in_force(warehouse)
    case = programme.use_cases[0].model_copy(
        update={"focus": ("Custmer Care North",), "platform": "temas"}
    )
    edited = programme.model_copy(update={"use_cases": (case,)})
    save_programme(warehouse, edited, "ann", datetime.now(UTC))
    text = text_of_page(data, monkeypatch)
    assert "things to put right" in text
    assert "which no data does; did you mean 'Customer Care North'?" in text
    assert "of which no usage is loaded; did you mean 'teams'?" in text
