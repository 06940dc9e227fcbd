"""A page sends few elements: each costs the server as much as ten results that are known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from tests.folders import shared
from tests.patience import PATIENCE


def script(page: str) -> None:
    from signpost.dashboard.navigation import open_app

    open_app(page)


@pytest.fixture(params=["answer", "value", "groups", "decisions"])
def opened(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> AppTest:
    monkeypatch.setenv("SIGNPOST_DATA", str(shared(tmp_path_factory, "tiny")))
    page = {"page": request.param}
    seen = AppTest.from_function(script, kwargs=page, default_timeout=PATIENCE).run()
    assert not seen.exception
    return seen


def kinds(block: Block) -> Iterator[list[str]]:
    """Kinds of what stands in each block, from top to bottom."""
    yield [child.type for child in block.children.values()]
    for child in block.children.values():
        if isinstance(child, Block):
            yield from kinds(child)


def test_a_number_is_one_element_beside_what_opens_it(opened: AppTest) -> None:
    tiles = [inside for inside in kinds(opened.main) if "metric" in inside]
    assert all(inside == ["metric", "popover"] * (len(inside) // 2) for inside in tiles)
    assert all(len(inside) > 2 for inside in tiles), "all of a row stand in one block"


def test_a_heading_needs_no_block_for_what_opens_its_origin(opened: AppTest) -> None:
    assert ["header", "popover"] not in list(kinds(opened.main))
