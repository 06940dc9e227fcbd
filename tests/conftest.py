"""What holds for every test. Nothing heavy is imported here: a test starts with what it uses."""

from __future__ import annotations

import functools
import gc
import sys
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from tests import markers

# an example that is slow on this machine is no fault
settings.register_profile("signpost", deadline=None)
settings.load_profile("signpost")
pytest_plugins = ["tests.browser_fixtures"]
SCAN = "scan_component_manifests"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Import all without looking for garbage, which goes through every module again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(50_000, 10, 10)  # at 700 a tenth of the tests' time is looking for garbage


@pytest.hookimpl(tryfirst=True)  # before the workers read the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        markers.mark_by_fixtures(item)
        markers.keep_together(item)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Our own things by their id, long texts by how they begin."""
    own = getattr(val, "id", None)
    if isinstance(own, str):
        return own
    return f"{val[:40]}..." if isinstance(val, str) and len(val) > 60 else None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    markers.begin(item)


@pytest.fixture(scope="session", autouse=True)
def servers_are_marked() -> Iterator[None]:
    with markers.servers_need_their_mark():
        yield


@pytest.fixture(scope="session", autouse=True)
def own_pace() -> Iterator[None]:
    """A load that runs inside the tests' own process leaves that process as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("signpost.pipelines.low_priority.NICENESS", 0)
        yield


@pytest.fixture(scope="session", autouse=True)
def components_looked_up_once() -> Iterator[None]:
    """Streamlit asks every installed package for components whenever an AppTest runs: 50 ms."""
    if "streamlit.testing.v1" not in sys.modules:  # no collected test opens a page
        yield
        return
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, SCAN, functools.cache(getattr(manifest_scanner, SCAN)))
        yield
