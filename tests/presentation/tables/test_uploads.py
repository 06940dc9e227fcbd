"""What was done to a data folder, in words."""

from __future__ import annotations

import pandas as pd

from signpost.presentation.tables.uploads import acts_table

DAY = pd.Timestamp("2026-01-19 09:00")


def test_a_recorded_draw_is_told_in_words() -> None:
    drawn = '{"digest": "df94", "seed": 7, "share": 0.5, "use_case": "cases"}'
    waves = '{"seed": 7, "use_case": "cases", "waves": [["a", "b"], ["c"]]}'
    rows = [("lottery", drawn), ("draw", waves), ("load", "zoom_hosts: zoom.csv")]
    acts = pd.DataFrame(
        [
            {
                "done_at": pd.Timestamp("2026-01-19 09:00"),
                "who": "ann",
                "what": what,
                "detail": detail,
            }
            for what, detail in rows
        ]
    )
    said = acts_table(acts)
    assert list(said["What"]) == [
        "Drew places among people", "Drew an order of starts", "Loaded a file",
    ]  # fmt: skip
    assert list(said["Detail"][:2]) == [
        "digest df94; seed 7; share 0.5; use case cases",
        "seed 7; use case cases; waves a, b, c",
    ]
    assert said["Detail"][2].endswith(": zoom.csv")
