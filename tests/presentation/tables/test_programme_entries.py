from __future__ import annotations

from pathlib import Path

from signpost.metrics.model.schema import parse
from signpost.presentation.tables.programme_entries import entries_table

SAMPLE = Path(__file__).parents[3] / "sample_data" / "programme.yaml"


def test_a_part_is_listed_one_line_per_entry_without_empty_columns() -> None:
    programme = parse(SAMPLE.read_text(encoding="utf-8"))
    table = entries_table(programme, "use_cases")
    assert list(table["Short name"]) == [case.label for case in programme.use_cases]
    assert "Locked on" in table.columns
    assert all(table[name].astype(bool).any() for name in table.columns)
    assert entries_table(parse("{}"), "costs").empty
