"""Periods written as whole numbers or quarters are the periods they stand for."""

from __future__ import annotations

import pandas as pd
import pytest

from signpost.metrics.panel.frame_columns import number_column
from signpost.metrics.panel.period_labels import labelled_periods


@pytest.mark.parametrize(
    ("texts", "kind", "periods"),
    [
        (["202412", "202501", "202503"], "month", 4),
        (["202451", "202452", "202502"], "week", 4),
        (["20244", "20251", "20252"], "quarter", 3),
        (["Q42024", "Q12025"], "quarter", 2),
        (["2024-Q4", "2025-Q1", "2025-Q2"], "quarter", 3),
        (["1", "2", "24"], "number", 24),
        (["2018", "2020"], "number", 2),
    ],
)
def test_labels_that_are_alike_are_read_as_one_kind(
    texts: list[str], kind: str, periods: int
) -> None:
    line = labelled_periods(texts)
    assert line.kind == kind
    assert len(line.labels) == periods
    assert line.labels[0] == texts[0]


def test_a_start_in_the_same_spelling_finds_its_period() -> None:
    assert labelled_periods(["202412", "202501"]).index("202501") == 1


def test_na_and_a_point_are_missing() -> None:
    found = number_column(pd.Series(["1", "NA", ".", "n/a", ""], name="outcome"))
    assert list(pd.isna(found)) == [False, True, True, True, True]
