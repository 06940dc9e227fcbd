"""Definitions can be searched, and a search can be linked to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from signpost.presentation.tables.definitions import metric_definitions_table, rows_with
from tests.contracts.crawler import plain
from tests.folders import shared
from tests.patience import PATIENCE


def script(search: str) -> None:
    import streamlit as st

    from signpost.dashboard.navigation import open_app

    if search:
        st.query_params["q"] = search
    open_app("definitions")


@pytest.fixture
def folder(tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = shared(tmp_path_factory, "tiny")
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    return data


def opened(search: str) -> AppTest:
    seen = AppTest.from_function(script, kwargs={"search": search}, default_timeout=PATIENCE).run()
    assert not seen.exception
    return seen


def test_a_link_with_words_shows_what_has_them(folder: Path) -> None:
    every, some = opened(""), opened("stickiness")
    assert len(every.header) == 7
    assert [plain(one.value) for one in some.header] == [
        "Adoption: what each measure counts, out of whom"
    ]
    some.text_input[0].set_value("no such words").run()
    assert len(some.header) == 0
    assert any("No definition has this" in one.value for one in some.markdown)


def test_every_word_must_be_there_in_any_cell_and_case() -> None:
    table = metric_definitions_table()
    assert list(rows_with(table, "STICKINESS")["Measure"]) == ["Stickiness"]
    assert len(rows_with(table, "")) == len(table)
    assert rows_with(table, "stickiness nonsense").empty
    assert rows_with(pd.DataFrame(columns=["a"]), "x").empty
