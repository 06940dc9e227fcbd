"""Two organisations that differ in what must not be known: all that a reader can get is the same.

What is published of both is equal, so nothing about a small group, or about which few of a large
one did something, follows from it: by whatever combination, pages and files included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, KeysView, Mapping
from pathlib import Path

import pandas as pd
import pytest

from signpost import clock
from tests.trust.rich_firm import FIRM, PARTNER, World, build
from tests.trust.twins import each_panel_once, on, same, surfaces

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("trust_twins")]


@pytest.fixture(scope="module", autouse=True)
def asked_of_plans() -> Iterator[KeysView[bytes]]:
    with on(clock.today()), each_panel_once() as asked:
        yield asked


@pytest.fixture(scope="module")
def first(
    tmp_path_factory: pytest.TempPathFactory, asked_of_plans: KeysView[bytes]
) -> Mapping[str, object]:
    folder = tmp_path_factory.mktemp("first")
    return dict(surfaces(build(folder), folder))


ROUNDED = re.compile("cohorts|adoption=comings")
"""Rounded shares, of which each stands for three numbers of people or more (test_cohorts): one who
is another may round them otherwise."""
WORLDS: Mapping[str, World] = {
    "whose use, contacts and bills are whose in a block": World(swapped=(FIRM.few[0], PARTNER)),
    "whether one or two of a group": World(second=True),
    "what a small group's KPI is": World(kpi=91),
    "what those of a small group say": World(said=5),
    "whose use is whose after one moved": World(mover=True),
}


def test_the_first_has_something_to_hide(first: Mapping[str, object]) -> None:
    active = json.loads(str(first["adoption --metric active --window week --by group"]))
    rows = pd.DataFrame(active["rows"])
    hidden = set(rows.loc[rows["withheld"], "group_id"])
    assert hidden == {"zqtiny", PARTNER.casefold()}
    golf = rows[rows["group_id"] == "zqgolf"]
    assert set(golf["coded"]) == {"0-2"}
    assert set(rows.loc[~rows["withheld"], "numerator"]) - {0.0}


def test_every_part_of_the_first_has_figures(first: Mapping[str, object]) -> None:
    assert len(first) > 200
    refused = {
        name for name, text in first.items() if name.startswith("programme") and '"reason"' in
        str(text)[:40]
    }  # fmt: skip
    assert refused == {"programme premium", "programme spread"}  # too few groups of either
    pages = [name for name in first if name.startswith("page ") and ": " not in name]
    whole = {name: len(str(first[name])) for name in pages}
    assert len(whole) > 50
    assert {name for name, size in whole.items() if size < 200} == set()


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_everything_a_reader_can_get_is_the_same(
    tmp_path: Path, first: Mapping[str, object], asked_of_plans: KeysView[bytes], world: World
) -> None:
    before = {*asked_of_plans}
    assert len(before) >= 2
    second = dict(surfaces(build(tmp_path, world), tmp_path))
    assert set(second) == set(first)
    other = [name for name in first if not same(first[name], second[name])]
    assert [name for name in other if not (world.mover and ROUNDED.search(name))] == []
    assert {*asked_of_plans} == before


def test_another_use_of_a_shown_group_is_seen(tmp_path: Path, first: Mapping[str, object]) -> None:
    second = dict(surfaces(build(tmp_path, World(swapped=("Zqecho", "Zqgolf"))), tmp_path))
    other = {name for name in first if not same(first[name], second[name])}
    assert len(other) > 100
    assert {
        "evidence",
        "panel --use-case uc",
        "report xlsx",
        "report pptx",
        "mcp evidence",
        "export adoption.parquet",
        "export facts.csv",
        "programme costs",
        "programme contacts",
        "page tool_costs",
        "page adoption metric=depth by=group",
        "page groups group=zqdelta",
    } <= other
