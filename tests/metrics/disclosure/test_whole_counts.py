"""Counts of everybody: replaced together and once, few not shown."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.disclosure.publication import rows_at
from signpost.metrics.disclosure.whole_counts import merged_few, protected_pairs, published_counts

FIRST = {"up": 20.0, "same": 50.0, "down": 30.0}


def rows(counts: dict[str, float], period: str = "2026-01") -> pd.DataFrame:
    return pd.DataFrame({"period": period, "part": list(counts), "number": list(counts.values())})


def shown(*versions: dict[str, float]) -> list[dict[str, float]]:
    """Part -> number, version by version."""
    kept = None
    for at, counts in enumerate(versions):
        kept = published_counts(kept, rows(counts), version=at + 1, minimum=10)
    assert kept is not None
    tables = [rows_at(kept, at + 1) for at in range(len(versions))]
    return [dict(zip(one["part"], one["number"], strict=True)) for one in tables]


@pytest.mark.parametrize(
    ("second", "is_replaced"),
    [
        ({"up": 21.0, "same": 49.0, "down": 30.0}, False),  # one climbed
        ({"up": 32.0, "same": 38.0, "down": 30.0}, True),  # twelve climbed
        ({"up": 32.0, "same": 39.0, "down": 30.0}, False),  # and one came
        ({"up": 35.0, "same": 62.0, "down": 41.0}, True),  # many came, to each
        ({"up": 35.0, "same": 29.0, "down": 41.0}, False),  # 15 and 11 less 21: five
    ],
)
def test_no_sum_of_changes_is_about_a_few(second: dict[str, float], is_replaced: bool) -> None:
    assert shown(FIRST, second) == [FIRST, second if is_replaced else FIRST]


def test_a_period_is_replaced_once() -> None:
    many, more = {**FIRST, "up": 60.0}, {**FIRST, "up": 90.0}
    assert shown(FIRST, many, more) == [FIRST, many, many]


def test_a_new_period_is_shown() -> None:
    kept = published_counts(None, rows(FIRST), version=1, minimum=10)
    both = pd.concat([rows({**FIRST, "up": 21.0}), rows(FIRST, "2026-02")])
    kept = published_counts(kept, both, version=2, minimum=10)
    table = rows_at(kept, 2).set_index(["period", "part"])["number"]
    assert table["2026-01", "up"] == 20.0
    assert table["2026-02", "up"] == 20.0
    assert len(table) == 6


def test_a_few_are_counted_with_the_part_next_to_theirs() -> None:
    sides = ((0, 1), (2, 3, 4))
    counts = np.array([[2.0, 9.0, 1.0, 2.0, 40.0], [9.0, 1.0, 30.0, 5.0, 2.0], [0.0] * 5])
    found = merged_few(counts, sides)
    merged = found.count.tolist()
    assert found.part[0].tolist() == [1, 1, 3, 3, 4]
    assert merged[0] == [0.0, 11.0, 0.0, 3.0, 40.0]
    assert merged[1] == [10.0, 0.0, 30.0, 7.0, 0.0]
    assert merged[2] == [0.0] * 5


def test_a_hidden_number_follows_from_no_row_or_column() -> None:
    square = np.array([[[10.0, 1.0, 0.0], [4.0, 30.0, 7.0], [0.0, 8.0, 12.0]]])
    (found,) = protected_pairs(square)
    hidden = np.isnan(found)
    assert hidden[0, 1]
    assert not (hidden.sum(axis=0) == 1).any()
    assert not (hidden.sum(axis=1) == 1).any()
    assert np.array_equal(found[~hidden], square[0][~hidden])
    assert not np.isnan(protected_pairs(np.full((1, 3, 3), 5.0))).any()
