"""What was done is marked on every chart over time, and its letters are explained beside it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from signpost.dashboard.page import all_pages
from tests.contracts.crawler import every_part, texts
from tests.folders import FULL, shared

pytestmark = FULL
WITHOUT = {
    "data_health": "which months each file covers: nothing that an event could move",
    "collaboration": "one window beside another",
}
_DAY = re.compile(r"20\d\d-\d\d(-\d\d)?")


def over_time(seen: AppTest) -> list[dict[str, Any]]:
    """Pictures whose periods run from left to right."""
    specs = [json.loads(one.proto.spec) for one in seen.get("plotly_chart")]
    return [
        spec
        for spec in specs
        if any(
            isinstance(trace.get("x"), list)
            and len(trace["x"]) > 2
            and all(_DAY.fullmatch(str(x)[:10]) for x in trace["x"])
            for trace in spec["data"]
        )
    ]


def test_every_chart_over_time_has_its_marks(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_DATA", str(shared(tmp_path_factory, "full")))
    marked: dict[str, int] = {}
    for page in all_pages():
        for seen in every_part(page.id) if page.id not in WITHOUT else ():
            explained = " ".join(texts(seen))
            for spec in over_time(seen):
                drawn = {note.get("text") for note in spec["layout"].get("annotations", ())}
                assert "A" in drawn, page.id
                assert re.search(r"\bA [A-Z][a-z]{2} \d\d: ", explained), page.id
                marked[page.id] = marked.get(page.id, 0) + 1
    assert {"adoption", "groups", "helped", "time_spent"} <= set(marked), marked
    assert marked["adoption"] >= 3
