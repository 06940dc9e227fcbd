"""An act that is traced is done in a fork, whatever the process of the tests ran before."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.warehouse.strace import STRACE, traced

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(STRACE is None, reason="strace is not installed"),
]


def test_a_page_that_was_tested_before_is_not_run_again(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "page.py"
    script.write_text("raise SystemExit(3)", "utf-8")
    left = ModuleType("__main__")
    left.__file__ = str(script)  # as Streamlit's tests leave it
    monkeypatch.setitem(sys.modules, "__main__", left)
    shutil.copytree(template, tmp_path / "place")
    done = traced("undo", tmp_path / "place" / "data", tmp_path / "place", "-e", "trace=fsync")
    assert "done" in done.stdout
    assert "fsync(" in done.trace
    assert sys.modules["__main__"] is left


def test_a_fork_that_dies_is_not_waited_for(template: Path, tmp_path: Path) -> None:
    shutil.copytree(template, tmp_path / "place")
    with pytest.raises(EOFError):
        traced("undo", tmp_path / "place" / "data", tmp_path / "nowhere", "-e", "trace=fsync")
