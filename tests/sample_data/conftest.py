from __future__ import annotations

from pathlib import Path

import pytest

from sample_data import build
from sample_data.world import World, create


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("nordwind"))


@pytest.fixture(scope="session")
def world() -> World:
    return create()
