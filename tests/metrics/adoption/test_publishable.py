"""Attacks on what is shown: groups as they were and as they are, filters, exports, versions."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.metrics.adoption.publishable import publishable_tables
from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.model.schema import Programme
from signpost.metrics.panel.adoption_counts import FLOW
from signpost.warehouse import Reader
from tests.metrics.disclosure.attack import in_span
from tests.metrics.small import Small, monday, programme, week

MINIMUM = 10
AREAS = {"a": "customer", "b": "customer", "c": "marketing", "d": "marketing"}
PLAN: Programme = programme(areas=AREAS, minimum_group_size=MINIMUM)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Small(tmp_path_factory.mktemp("empty")).warehouse.read()


def tables(
    reader: Reader, flows: dict[tuple[str, str], int]
) -> list[tuple[str, str, pd.DataFrame]]:
    """Every table of groups as they were and as they are, by every level."""
    rows = pd.DataFrame(
        [{"was": was, "now": now, "people": n} for (was, now), n in flows.items()]
    ).assign(period="2026-01-05")
    rows["active"] = rows["people"] // 2
    as_was = rows.groupby(["period", "was"])[["people", "active"]].sum().reset_index()
    as_is = rows.assign(group=rows["was"] + FLOW + rows["now"])
    sides = {"was": as_was.rename(columns={"was": "group"}), "now": as_is}
    return [
        (side, table, frame)
        for side, counts in sides.items()
        for table, frame in publishable_tables(reader, PLAN, counts, ["active"]).items()
    ]


def atoms(flows: dict[tuple[str, str], int]) -> list[tuple[str, str, int]]:
    """Whole moves of at least the minimum, and per group everybody else."""
    large = {pair: n for pair, n in flows.items() if pair[0] != pair[1] and n >= MINIMUM}
    rest: dict[str, int] = {}
    for (was, now), n in flows.items():
        if (was, now) not in large:
            rest[was] = rest.get(was, 0) + n
    return [(a, b, n) for (a, b), n in large.items()] + [(g, g, n) for g, n in rest.items()]


def holds(side: str, table: str, name: str, atom: tuple[str, str, int]) -> bool:
    group = atom[0] if side == "was" else atom[1]
    return name == {"group": group, "parent": "none", "area": AREAS[group], "all": "all"}[table]


FLOWS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), st.integers(1, 30), min_size=1
)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(FLOWS)
def test_as_was_and_as_is_together_give_no_small_group_away(
    reader: Reader, flows: dict[tuple[str, str], int]
) -> None:
    parts = atoms(flows)
    known = [
        [float(holds(side, table, name, part)) for part in parts]
        for side, table, frame in tables(reader, flows)
        for name in frame.loc[~frame["withheld"], table]
    ]
    people = np.array([n for _, _, n in parts])
    few = np.flatnonzero(people < MINIMUM)
    sets = np.zeros((2 ** len(few), len(parts)))
    sets[:, few] = list(product([0.0, 1.0], repeat=len(few)))
    small = (sets @ people > 0) & (sets @ people < MINIMUM)
    follows = in_span(sets, np.array(known).reshape(-1, len(parts)))
    assert not (small & follows).any(), flows


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(FLOWS)
def test_the_total_is_everybody_both_ways(
    reader: Reader, flows: dict[tuple[str, str], int]
) -> None:
    everybody = sum(flows.values())
    for _, table, frame in tables(reader, flows):
        if table == "all":
            assert frame["withheld"].item() == (everybody < MINIMUM)
            assert everybody < MINIMUM or frame["people"].item() == everybody


def test_a_group_counts_whole_where_most_of_it_is_now(tmp_path: Path) -> None:
    small = Small(tmp_path)
    east, west = range(100, 140), range(200, 230)
    small.roster({"east": east, "west": west}, monday(0))
    # Most of east move to west together, and one alone the other way.
    moved = {"east": [*east[25:], 200], "west": [*west[1:], *east[:25]]}
    small.roster(moved, monday(1))
    active = {p: float(p < 112) for p in [*east, *west]}
    small.usage({week(0): active, week(1): active})
    asked = {"platform": "teams", "grouping": "as-is"}
    found = adoption_table(small.warehouse, programme(), **asked).set_index(["group", "period"])
    first, second = week(0)[0].isoformat(), week(1)[0].isoformat()
    # The whole of east counts under west as it is now: nobody is counted apart from the others.
    assert found.loc[("west", first), ["numerator", "denominator"]].to_list() == [12, 70]
    assert ("east", first) not in found.index
    # After the move everybody is where they are.
    assert found.loc[("west", second), "denominator"] == 54
    assert found.loc[("east", second), "denominator"] == 16
    assert not found["withheld"].any()
