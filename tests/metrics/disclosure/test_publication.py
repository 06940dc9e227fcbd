"""What was shown stays until a correction is about enough people, over any number of versions."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.metrics.adoption.base_cells import RATIO_RANGES
from signpost.metrics.disclosure.cells import OUT
from signpost.metrics.disclosure.publication import FigureKind, published_rows, rows_at

MINIMUM = 10
KINDS: Mapping[str, FigureKind] = {"active": "share", "depth": "sum", "licensed": "open"}
Counts = Mapping[str, tuple[float, float]]


def raw(*periods: Counts, metric: str = "active", cells: Mapping[str, int] | None = None):
    """Rows of groups with numerator and denominator; groups of one of `cells` are together."""
    rows = []
    for number, counts in enumerate(periods):
        for place, (group, (some, many)) in enumerate(counts.items()):
            cell = (cells or {}).get(group, 100 * number + place)
            figures = dict(zip(RATIO_RANGES, [some] * 3 + [many] * 3, strict=True))
            row = {"metric": metric, "group": group, "period": f"2026-0{number + 1}"}
            rows.append({**row, "cell": cell, "pooled": False, **figures})
    return pd.DataFrame(rows)


def chain(versions: Sequence[pd.DataFrame]) -> pd.DataFrame:
    rows = None
    for number, one in enumerate(versions):
        rows = published_rows(rows, one, version=number + 1, minimum=MINIMUM, kinds=KINDS)
    assert rows is not None
    return rows


def shown(versions: Sequence[pd.DataFrame]) -> list[dict[str, tuple[float, float]]]:
    """Group -> figures of the first period, version by version."""
    rows, found = chain(versions), []
    for number in range(len(versions)):
        table = rows_at(rows, number + 1)
        table = table[table["period"] == "2026-01"]
        pairs = zip(table["numerator"], table["denominator"], strict=True)
        found.append(dict(zip(table["group"], pairs, strict=True)))
    return found


FIRST = {"a": (9.0, 20.0), "b": (11.0, 30.0), "c": (17.0, 40.0)}


@pytest.mark.parametrize(
    ("second", "now"),
    [
        ({"a": (8, 19)}, {}),  # one left
        ({"a": (10, 20)}, {}),  # one more was active
        ({"a": (19, 20)}, {"a": (19, 20)}),  # ten more were active
        ({"a": (9, 35)}, {}),  # fifteen joined, and nobody of them is active
        ({"a": (24, 35)}, {}),  # fifteen joined, and everybody of them is active
        ({"a": (15, 35)}, {"a": (15, 35)}),  # fifteen joined, six of them active
        ({"a": (15, 35), "b": (12, 31)}, {"a": (15, 35)}),  # and one elsewhere, who waits
        ({"a": (15, 35), "b": (5, 15)}, {"a": (15, 35), "b": (5, 15)}),  # fifteen moved
        ({"a": (15, 36), "b": (5, 15)}, {}),  # fifteen moved, one joined
        ({"a": (15, 36), "b": (5, 15), "c": (17, 39)}, {}),  # one of them from the third group
    ],
)
def test_what_a_correction_changes(second: Counts, now: Counts) -> None:
    after = shown([raw(FIRST), raw({**FIRST, **second})])[1]
    assert after == {**FIRST, **now}


def test_who_was_corrected_waits_where_nothing_is_said_of_it() -> None:
    rows = chain([raw(FIRST), raw({**FIRST, "a": (10, 20)})])
    assert rows_at(rows, 2).set_index("group")["waits"].to_dict() == dict.fromkeys("abc", True)
    rows = chain([raw(FIRST), raw(FIRST)])
    assert not rows["waits"].any()


def test_cells_are_replaced_once() -> None:
    many, again = {**FIRST, "a": (15.0, 35.0)}, {**FIRST, "a": (30.0, 60.0)}
    assert shown([raw(FIRST), raw(many), raw(again)])[1:] == [many, many]


def test_a_move_back_is_not_shown_against_the_first() -> None:
    left = {**FIRST, "b": (5.0, 15.0)}
    joined = {**left, "a": (15.0, 36.0)}  # the fifteen who left, and one more
    assert shown([raw(FIRST), raw(left), raw(joined)]) == [FIRST, left, left]


def test_other_actions_of_the_same_people_wait() -> None:
    first, second = raw(FIRST, metric="depth"), raw({**FIRST, "a": (99, 20)}, metric="depth")
    assert shown([first, second])[1] == FIRST


def test_cells_that_cross_those_before_are_not_shown() -> None:
    # small is hidden with b first; beside b alone, with a, it would follow.
    counts = {"a": (9.0, 20.0), "b": (11.0, 30.0), "small": (2.0, 5.0)}
    together = {"b": 1000, "small": 1000}
    first = raw({**counts, "b": (13, 35), "small": (13, 35)}, cells=together)
    second = raw({**counts, "a": (11, 25), "small": (11, 25)}, cells={"a": 1000, "small": 1000})
    assert shown([first, second])[1] == shown([first])[0]
    # nested ones are: two groups that were hidden together may each stand alone.
    apart = raw({"a": (9.0, 20.0), "b": (6.0, 17.0), "small": (7.0, 18.0)})
    assert shown([first, apart])[1]["small"] == (7, 18)


@pytest.mark.parametrize("few", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_what_may_not_be_shown_any_more_stays_as_it_was(few: list[str]) -> None:
    """Else a correction about one person would tell what a few of them did by what is gone."""
    rows = chain([raw(FIRST), raw(FIRST, cells=dict.fromkeys(few, OUT))])
    now = rows_at(rows, 2).set_index("group")
    assert now["waits"].all()
    assert (now["cell"] != OUT).all()
    assert now["numerator"].to_dict() == {group: some for group, (some, _) in FIRST.items()}


def test_a_renamed_group_is_not_counted_twice() -> None:
    renamed = {("z" if group == "a" else group): own for group, own in FIRST.items()}
    assert shown([raw(FIRST), raw(renamed)])[1] == renamed
    with_one = {**renamed, "z": (9.0, 21.0)}
    assert shown([raw(FIRST), raw(with_one)])[1] == FIRST


def test_a_figure_that_had_none_is_not_shown_beside_one_that_waits() -> None:
    first = raw(FIRST)
    more = pd.concat([raw({**FIRST, "a": (10, 20)}), raw({"a": (25, 10)}, metric="depth")])
    rows = rows_at(chain([first, more]), 2)
    assert set(rows["metric"]) == {"active"}
    calm = pd.concat([raw(FIRST), raw({"a": (25, 9)}, metric="depth")])
    assert set(rows_at(chain([first, calm]), 2)["metric"]) == {"active", "depth"}


def test_a_new_period_is_shown_as_it_is() -> None:
    rows = chain([raw(FIRST), raw({**FIRST, "a": (8, 19)}, {"a": (7, 19)})])
    table = rows_at(rows, 2)
    assert table.loc[table["period"] == "2026-02", "numerator"].tolist() == [7]
    assert table.loc[table["period"] == "2026-01", "denominator"].tolist() == [20, 30, 40]


COUNTS = st.lists(st.tuples(st.integers(3, 15), st.integers(19, 60)), min_size=2, max_size=5)
SHIFT = st.sampled_from([0, 0, 0, 1, -1, 2, 10, 11, -11, -10, 14, 24])
SHIFTS = st.lists(st.tuples(SHIFT, SHIFT), min_size=5, max_size=5)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(COUNTS, st.lists(SHIFTS, min_size=1, max_size=3))
def test_no_sums_of_any_versions_differ_by_few_people(
    counts: list[tuple[int, int]], every: list[list[tuple[int, int]]]
) -> None:
    now = {f"g{i}": (float(n), float(d)) for i, (n, d) in enumerate(counts)}
    versions = [raw(now)]
    for shifts in every:
        now = {
            group: (max(n + dn, 0.0), max(d + dd, n + dn, 12.0))
            for (group, (n, d)), (dn, dd) in zip(now.items(), shifts, strict=False)
        }
        versions.append(raw(now))
    published = shown(versions)
    # Of each group what a later version has less what an earlier one has; any of them added up.
    ends = [
        {tuple(np.subtract(b[group], a[group])) for a, b in itertools.combinations(published, 2)}
        for group in published[0]
    ]
    for some in itertools.product(*(sorted(own | {(0.0, 0.0)}) for own in ends)):
        numerator, denominator = np.abs(np.sum(some, axis=0))
        assert denominator == 0 or denominator >= MINIMUM
        assert denominator or not numerator or numerator >= MINIMUM
