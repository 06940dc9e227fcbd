"""What holds for every test. Nothing heavy is imported here: a test starts with what it uses."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator

import pytest

pytest_plugins = ["tests.browser_fixtures"]
SCAN = "scan_component_manifests"


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
