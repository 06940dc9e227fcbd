"""docs/data.md names every question that a file can be stopped with, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from signpost.pipelines.recognition.identify import all_sources

ROOT = Path(__file__).resolve().parents[2]
_ASKED = re.compile(r'(?:open_question|FileQuestion)\(\s*"(\w+)"')
_TOLD_ONLY = {"encoding"}


def test_every_question_is_in_the_table() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "pipelines").rglob("*.py"))
    asked = set(_ASKED.findall(code)) | {key for one in all_sources() for key in one.asks}
    section = (ROOT / "docs" / "data.md").read_text("utf-8").split("## How a file is read")[1]
    rows = [line for line in section.split("\n## ")[0].splitlines() if line.startswith("| `")]
    told = {key for row in rows for key in re.findall(r"`(\w+)`", row.split(" | ")[0])}
    assert {"dates", "year", "level"} <= asked
    assert told - _TOLD_ONLY == asked
