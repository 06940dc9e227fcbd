"""Every page, found by itself, opens on an empty, a tiny and the full data folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from signpost.dashboard.page import Page, all_pages
from tests.folders import FULL, Size, shared
from tests.patience import PATIENCE

PAGES = all_pages()
SIZES: tuple[Size, ...] = ("empty", "tiny", "full")
JARGON = re.compile(
    r"\b(null|nan|NaN|NaT|None|p-value|coefficient|heteroscedastic\w*|Traceback|significan\w*)\b"
)


def open_page(start: str) -> None:
    from signpost.dashboard.navigation import open_app

    open_app(start)


def opened(page: Page, data: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    app = AppTest.from_function(open_page, kwargs={"start": page.id}, default_timeout=PATIENCE)
    return app.run()


def texts(at: AppTest) -> str:
    parts = [*at.title, *at.header, *at.markdown, *at.caption, *at.metric, *at.error, *at.warning]
    return "\n".join(str(getattr(part, "value", "")) for part in parts)


@pytest.mark.parametrize("size", [*SIZES[:2], pytest.param("full", marks=FULL)])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_a_page_opens_and_says_something(
    page: Page,
    size: Size,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = opened(page, shared(tmp_path_factory, size), monkeypatch)
    assert not at.exception
    assert not [error.value for error in at.error]
    assert len(at.title) == 1
    assert len(at.title[0].value) > 3
    assert not JARGON.search(texts(at)), JARGON.search(texts(at))
    for chart in at.get("plotly_chart"):  # each says in words what it shows
        assert len(chart.proto.alt) > 20, chart.proto.id


def test_page_ids_are_unique_and_one_is_the_start() -> None:
    ids = [page.id for page in PAGES]
    assert len(ids) == len(set(ids))
    assert ids[0] == "answer"
