"""What a page opens with was worked out before: it goes through nobody's use to be shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from signpost.dashboard.page import Page, all_pages
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Reader, Warehouse
from signpost.workspace import open_versions
from tests.contracts.crawler import opened
from tests.folders import own_copy, shared, week_later, work_out

PERSON_BY_PERSON = ("person_window", "person_day", '"usage of', "usage_total", "by person_id")
"""What says in a statement that it goes through rows of use, or through everybody's stays."""


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions with use, each worked out when it was the newest."""
    home = tmp_path_factory.mktemp("worked_out")
    data = own_copy(shared(tmp_path_factory, "tiny"), home / "data")
    ingest(Warehouse(data), [week_later(tmp_path_factory, home)], who="tests")
    work_out(data)
    return data


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in all_pages() if page.id != "add_data"])
def test_a_page_goes_through_nobodys_use(
    worked_out: Path, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_DATA", str(worked_out))
    open_versions.close_folder(str(worked_out))  # as a server that was just started
    asked: list[str] = []
    for name in ("rows", "frame"):
        ask = getattr(Reader, name)

        def noted(self: Reader, sql: str, params: Any = (), ask: Any = ask) -> Any:
            asked.append(sql)
            return ask(self, sql, params)

        monkeypatch.setattr(Reader, name, noted)
    assert not opened(page.id).exception
    assert asked
    assert [sql for sql in asked if any(mark in sql for mark in PERSON_BY_PERSON)] == []
