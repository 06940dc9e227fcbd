from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from signpost.warehouse.store import Warehouse

Write = Callable[[str, str | bytes], Path]


@pytest.fixture(autouse=True)
def _own_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGNPOST_KEY", raising=False)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "data")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write one file into a folder of its own."""
    folder = tmp_path / "files"
    folder.mkdir()

    def write_one(name: str, content: str | bytes) -> Path:
        path = folder / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return write_one
