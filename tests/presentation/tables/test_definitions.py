from __future__ import annotations

from signpost.metrics.model.schema import Kpi
from signpost.presentation.tables.definitions import definition_tables

CARD = Kpi(id="x", label="Call escalations", unit="per call", better="lower", worthwhile_change=1)


def test_what_is_sought_is_found_wherever_it_stands() -> None:
    every = definition_tables([CARD], "EUR")
    assert len(every) == 7
    found = definition_tables([CARD], "EUR", "ESCALATIONS")
    (table,) = found.values()
    assert list(table.iloc[:, 0]) == ["Call escalations"]
    assert definition_tables([CARD], "EUR", "no such words") == {}
    assert (
        0
        < sum(map(len, definition_tables([CARD], "EUR", "active").values()))
        < sum(map(len, every.values()))
    )
