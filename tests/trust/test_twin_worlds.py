"""Two organisations that differ in what must not be known: all that a reader can get is the same.

What is published of both is equal, so nothing about a small group, or about which few of a large
one did something, follows from it: by whatever combination, pages and files included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, KeysView, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from signpost import clock
from signpost.warehouse import Warehouse
from tests.trust.rich_firm import FIRM, PARTNER, World, build
from tests.trust.twins import each_panel_once, on, same, surfaces

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("trust_twins")]


@pytest.fixture(scope="module", autouse=True)
def asked_of_plans() -> Iterator[KeysView[bytes]]:
    with on(clock.today()), each_panel_once() as asked:
        yield asked


class Seen(NamedTuple):
    """An organisation, all that a reader can get of it, and what plans were first asked for it."""

    data: Path
    surfaces: Mapping[str, object]
    plans: set[bytes]


@pytest.fixture(scope="module")
def seen(
    tmp_path_factory: pytest.TempPathFactory, asked_of_plans: KeysView[bytes]
) -> Callable[[World], Seen]:
    """Each world is built and read once."""

    @cache
    def read(world: World) -> Seen:
        folder = tmp_path_factory.mktemp("world")
        data, before = build(folder, world), {*asked_of_plans}
        return Seen(data, dict(surfaces(data, folder)), {*asked_of_plans} - before)

    return read


@pytest.fixture(scope="module")
def first(seen: Callable[[World], Seen]) -> Seen:
    return seen(World())


ROUNDED = re.compile("cohorts|adoption=comings")
"""Rounded shares, of which each stands for three numbers of people or more (test_cohorts): one who
is another may round them otherwise."""
AT_ONCE = World(swapped=(FIRM.few[0], PARTNER), second=True, kpi=91, said=5)
"""Secrets of different people or tables are otherwise at once: what tells one tells it here."""
MOVED = World(mover=True)
USE = (
    "select u.first_day, sum(u.times) from usage u join roster_span r using (person_id) "
    "where r.group_id = '{}' group by all order by all"
)
CONTACTS = (
    "select i.first_day, sum(i.times) from interaction i join roster_span r "
    "on r.person_id = i.from_person where r.group_id = 'zqtiny' group by all order by all"
)
BILLS = (
    "select s.first_day, s.net_amount from spend s join roster_span r using (person_id) "
    "where r.group_id = '{}' order by all"
)
OUTCOMES = (
    "select kpi, first_day, numerator from outcome where group_id = 'zqtiny' and kpi = '{}' "
    "order by all"
)
SAID = "select question, score from response where group_id = 'zqtiny' order by all"
QUESTIONS = "select opened, measures from record where group_id = 'zqtiny' order by all"
SECRETS: Mapping[str, tuple[World, tuple[str, ...]]] = {
    "whose use, contacts and bills are whose in a block": (
        AT_ONCE,
        (USE.format("zqtiny"), CONTACTS, BILLS.format("zqtiny")),
    ),
    "whether one or two of a group": (AT_ONCE, (USE.format("zqgolf"), BILLS.format("zqgolf"))),
    "what a small group's KPI is": (
        AT_ONCE,
        (OUTCOMES.format("rate"), OUTCOMES.format("assisted")),
    ),
    "what those of a small group say": (AT_ONCE, (SAID, QUESTIONS)),
    "whose use is whose after one moved": (MOVED, (USE.format("zqbravo"),)),
}
"""The world in which a secret is otherwise, and what tells it in the data folder."""


def test_the_first_has_something_to_hide(first: Seen) -> None:
    active = json.loads(str(first.surfaces["adoption --metric active --window week --by group"]))
    rows = pd.DataFrame(active["rows"])
    hidden = set(rows.loc[rows["withheld"], "group_id"])
    assert hidden == {"zqtiny", PARTNER.casefold()}
    golf = rows[rows["group_id"] == "zqgolf"]
    assert set(golf["coded"]) == {"0-2"}
    assert set(rows.loc[~rows["withheld"], "numerator"]) - {0.0}


def test_every_part_of_the_first_has_figures(first: Seen) -> None:
    found = first.surfaces
    assert len(found) > 200
    refused = {
        name for name, text in found.items() if name.startswith("programme") and '"reason"' in
        str(text)[:40]
    }  # fmt: skip
    assert refused == {"programme premium", "programme spread"}  # too few groups of either
    pages = [name for name in found if name.startswith("page ") and ": " not in name]
    whole = {name: len(str(found[name])) for name in pages}
    assert len(whole) > 50
    assert {name for name, size in whole.items() if size < 200} == set()


@pytest.mark.parametrize(("world", "statements"), SECRETS.values(), ids=SECRETS)
def test_everything_a_reader_can_get_is_the_same(
    seen: Callable[[World], Seen], first: Seen, world: World, statements: tuple[str, ...]
) -> None:
    second = seen(world)
    for statement in statements:  # the secret is in the data, and is another
        assert told(first.data, statement) != told(second.data, statement)
    assert set(second.surfaces) == set(first.surfaces)
    other = different(first, second)
    assert [name for name in other if not (world.mover and ROUNDED.search(name))] == []
    assert len(first.plans) >= 2
    assert second.plans == set()


def told(data: Path, statement: str) -> list[tuple[object, ...]]:
    rows = Warehouse(data).read().rows(statement)
    assert rows
    return rows


def different(one: Seen, other: Seen) -> list[str]:
    """The names of what is not the same."""
    return [name for name, here in one.surfaces.items() if not same(here, other.surfaces[name])]


def test_another_use_of_a_shown_group_is_seen(seen: Callable[[World], Seen], first: Seen) -> None:
    other = {*different(first, seen(World(swapped=("Zqecho", "Zqgolf"))))}
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
