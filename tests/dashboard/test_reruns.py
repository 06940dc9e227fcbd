"""A page that is looked at again is shown from what is known: the data is asked nothing."""

from __future__ import annotations

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from signpost.dashboard.page import Page, all_pages
from signpost.warehouse.connection import Snapshot
from tests.folders import SAMPLE, shared
from tests.patience import PATIENCE


def script(page: str) -> None:
    from signpost.dashboard.navigation import open_app

    open_app(page)


@SAMPLE
@pytest.mark.slow
@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.id)
def test_a_rerun_asks_the_data_nothing(
    page: Page, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_DATA", str(shared(tmp_path_factory, "full")))
    asked: list[int] = []
    cursor = Snapshot.cursor

    def counted(self: Snapshot) -> duckdb.DuckDBPyConnection:
        asked.append(self.version)
        return cursor(self)

    monkeypatch.setattr(Snapshot, "cursor", counted)
    seen = AppTest.from_function(script, kwargs={"page": page.id}, default_timeout=PATIENCE).run()
    assert not seen.exception
    asked.clear()
    assert not seen.run().exception
    assert not asked
