from __future__ import annotations

from pathlib import Path

import pytest

from signpost.metrics.model.schema import Programme, ProgrammeError, dump, parse
from signpost.presentation.tables.programme_editor import EDITABLE_PARTS, from_frames, to_frame

SAMPLE = Path(__file__).parents[3] / "sample_data" / "programme.yaml"


@pytest.fixture(scope="module")
def programme() -> Programme:
    return parse(SAMPLE.read_text(encoding="utf-8"))


def test_a_table_that_nobody_edited_changes_nothing(programme: Programme) -> None:
    frames = {part: to_frame(programme, part) for part in EDITABLE_PARTS}
    assert dump(from_frames(programme, frames)) == dump(programme)


def test_an_edit_arrives_in_the_programme(programme: Programme) -> None:
    frame = to_frame(programme, "use_cases")
    frame.loc[0, "owner"] = "Somebody else"
    frame.loc[0, "focus"] = "Sales North; Marketing ;"
    frame.loc[0, "attribution.value"] = 0.5
    frame.loc[0, "attribution.low"] = float("nan")
    changed = from_frames(programme, {"use_cases": frame}).use_cases[0]
    assert changed.owner == "Somebody else"
    assert changed.focus == ("Sales North", "Marketing")
    assert (changed.attribution.value, changed.attribution.low) == (0.5, None)


def test_a_row_may_go(programme: Programme) -> None:
    frame = to_frame(programme, "targets").iloc[1:]
    assert len(from_frames(programme, {"targets": frame}).targets) == len(programme.targets) - 1


def test_a_wrong_entry_is_named(programme: Programme) -> None:
    frame = to_frame(programme, "kpis")
    frame.loc[0, "better"] = "sideways"
    with pytest.raises(ProgrammeError, match=r"kpis 0 better"):
        from_frames(programme, {"kpis": frame})
