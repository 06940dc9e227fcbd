"""The attacker against all adoption tables of an organisation at once."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.adoption import population_cells
from signpost.metrics.adoption.group_blocks import group_blocks
from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.disclosure.suppression import protect
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Refusal
from signpost.metrics.panel.adoption_counts import adoption_counts
from signpost.metrics.panel.group_hierarchy import TABLES
from signpost.metrics.register.versions import programme_in_force
from signpost.warehouse import Warehouse
from signpost.workspace.export.files import EXPORT_TABLES
from signpost.workspace.results import Results
from tests.folders import shared
from tests.metrics.small import Small, programme, week
from tests.trust.attacker import Published, chart, collect, fallen, published, week_closes

pytestmark = pytest.mark.slow  # many loads

SIZES = {"board": 7, "care": 14, "field": 31, "web": 12}
PLAN: Programme = programme(
    areas={"board": "marketing", "web": "marketing", "care": "customer", "field": "customer"}
)
GROUP_SIZES = statements("panel/panel.sql")["group_sizes"]
FIRST, WEEKS = 4, 5
"""The first week is that of 2 February, the last ends on 8 March."""


def organisation(root: Path, sizes: dict[str, int], seed: int) -> Small:
    """Groups of so many people, of whom some are active in some weeks, some read only.

    Odd seeds: some groups start late or not at all, and people leave, join and move in between.
    """
    draw, made = np.random.default_rng(seed), Small(root)
    numbers = iter(range(1000))
    members = {group: [next(numbers) for _ in range(size)] for group, size in sizes.items()}
    made.groups(
        *({"group_id": g, "label": g, "parent_id": f"p{i % 2}"} for i, g in enumerate(sizes))
    )
    made.roster(members, week(FIRST)[0])
    rates = {group: draw.uniform(0.0, 1.0) for group in sizes}
    starts = {group: FIRST + int(draw.integers(0, WEEKS + 1)) * (seed % 2) for group in sizes}
    done: dict[str, dict[tuple[object, object], dict[int, float]]] = {"message": {}, "read": {}}
    for number in range(FIRST, FIRST + WEEKS):
        if seed % 2 and number == FIRST + 2:
            members = {g: people[int(draw.integers(0, 3)) :] for g, people in members.items()}
            first, *_, last = members
            members[first], members[last] = (
                members[first][:3],
                [*members[last], *members[first][3:]],
            )
            made.roster(members, week(number)[0])
        for action, most in (("message", 6), ("read", 3)):
            done[action][week(number)] = {
                person: float(draw.random() < rates[group] and number >= starts[group])
                * float(draw.integers(1, most))
                for i, (group, people) in enumerate(members.items())
                for person in people
                if number >= starts[group] or i % 2
            }
    for action, times in done.items():
        made.usage(times, action=action)  # type: ignore[arg-type]
    return made


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return organisation(tmp_path_factory.mktemp("attacked"), SIZES, 1).warehouse


@pytest.fixture(scope="module")
def tables(firm: Warehouse) -> pd.DataFrame:
    return collect(firm, PLAN)


@pytest.fixture(scope="module")
def seen(firm: Warehouse, tables: pd.DataFrame) -> Published:
    return published(tables, chart(firm, PLAN))


def test_nothing_about_a_few_follows_from_all_tables_together(seen: Published) -> None:
    assert len(seen.secrets) >= 100
    assert fallen(seen) == {}


def test_nothing_follows_for_who_takes_coded_counts_as_they_stand(
    firm: Warehouse, tables: pd.DataFrame
) -> None:
    have = published(tables, chart(firm, PLAN), literal=True)
    assert len(have.secrets) > 50
    assert fallen(have) == {}


def test_the_export_holds_the_same_cells_and_gives_nobody_away(firm: Warehouse) -> None:
    plan = programme_in_force(firm)
    exported = EXPORT_TABLES["adoption"].frame(Results.open(firm.root))
    key = ["metric", "window", "by", "group_id", "period"]
    names = [*key, "numerator", "denominator", "withheld", "coded", "denominator_coded"]
    shown = collect(firm, plan)[names].sort_values(key, ignore_index=True)
    assert len(exported) > 250
    pd.testing.assert_frame_equal(
        exported[names].sort_values(key, ignore_index=True), shown, check_dtype=False
    )
    have = published(exported, chart(firm, plan))
    assert len(have.secrets) >= 100
    assert fallen(have) == {}


ALIKE = {"a": 12, "b": 12, "c": 12, "d": 12, "tiny": 3}


def test_borders_do_not_depend_on_the_order_of_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The engine gives rows in any order; two metrics must not be given two borders by it.
    def shuffled(*asked: object, **more: object) -> object:
        found = adoption_counts(*asked, **more)  # type: ignore[arg-type]
        seed = next(seeds)
        return found if isinstance(found, Refusal) else found.sample(frac=1.0, random_state=seed)

    seeds = itertools.count(1)
    plain, mixed = (organisation(tmp_path / name, ALIKE, 1).warehouse for name in ("one", "other"))
    first = adoption_table(plain, programme(), metric="depth", platform="teams")
    assert first["withheld"].sum() == 13
    monkeypatch.setattr(population_cells, "adoption_counts", shuffled)
    second = adoption_table(mixed, programme(), metric="depth", platform="teams")
    pd.testing.assert_frame_equal(second, first)


def test_the_attacker_succeeds_where_each_table_has_its_own_borders() -> None:
    # Board is one person; Active hides it with Beta, Depth, where fewer are counted, with Gamma.
    people = {"board": 1, "beta": 20, "gamma": 40}
    active = {"board": 1, "beta": 19, "gamma": 30}
    units = pd.DataFrame({"group": list(people), "people": list(people.values())}).assign(
        period="2026-02-02", all="all", active=list(active.values())
    )
    have = Published()
    for near, about in (([0, 0, 1], "people"), ([0, 1, 0], "active")):
        own = units.assign(people=units[about], near=near)
        tables = protect(own, ("group", "all"), ["active"], minimum=10, near=("group", "near"))
        for by, table in tables.items():
            for row in table[~table["withheld"]].to_dict("records"):
                groups = list(people) if by == "all" else [row[by]]
                sums = {("active", group, row["period"]): 1.0 for group in groups}
                have.rows.append((sums, row["active"], row["active"]))
    have.secrets = {("active", "board", "2026-02-02")}
    assert fallen(have, bounds=False) == {("active", "board", "2026-02-02"): (1.0, 1.0)}


def test_the_attacker_narrows_a_pool_of_nobody(seen: Published) -> None:
    atoms = {("active", group, "2026-02-02"): 1.0 for group in ("board", "web")}
    have = Published([(atoms, 0.0, 0.0)], set(atoms))
    assert set(fallen(have, bounds=False)) == set()
    assert set(fallen(have)) == set(atoms)


def test_a_small_group_is_in_no_table_of_groups(tables: pd.DataFrame) -> None:
    hidden = tables[(tables["by"] == "group") & (tables["group_id"] == "board")]
    assert hidden["withheld"].all()
    assert hidden[["numerator", "denominator", "value"]].isna().all(axis=None)
    # The one that hides it is the same in every metric, week and month.
    active = tables[(tables["by"] == "group") & (tables["metric"] == "active")]
    assert set(active.loc[active["withheld"], "group_id"]) == {"board", "web"}
    assert set(tables["by"]) == set(TABLES)


@pytest.mark.parametrize("seed", range(1, 23))
def test_random_organisations_give_nobody_away(tmp_path: Path, seed: int) -> None:
    draw = np.random.default_rng(seed)
    sizes = {f"g{i}": int(n) for i, n in enumerate(draw.integers(1, 31, draw.integers(3, 7)))}
    made = organisation(tmp_path, sizes, seed).warehouse
    tables, under = collect(made, PLAN), chart(made, PLAN)
    for literal in (False, True):
        assert fallen(published(tables, under, literal=literal)) == {}


def test_the_sample_organisation_gives_nobody_away(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    sample = Warehouse(shared(tmp_path_factory, "full"))
    plan = programme_in_force(sample)
    tables, under = collect(sample, plan), chart(sample, plan)
    have = published(tables, under)
    assert len(have.secrets) > 1000
    assert fallen(have, bounds=False) == {}
    assert fallen(published(tables, under, literal=True), bounds=False) == {}
    # With bounds, the months in which most is hidden: the first and the last.
    months = sorted({t[:7] for _, _, t in have.secrets})
    for month in (months[0], months[-1]):
        near = {atom for atom in have.secrets if seen_in(atom[2]) == month}
        assert fallen(Published(have.rows, near)) == {}
    assert share_with_own_group(sample, plan) > 0.97


def seen_in(label: str) -> str:
    return label if len(label) == len("2026-01") else week_closes(label)


def share_with_own_group(warehouse: Warehouse, plan: Programme) -> float:
    """The share of people whose own group is in the tables at the end."""
    blocks = group_blocks(warehouse.read(), plan)
    last = blocks.days[-1]
    sizes = dict(warehouse.read().rows(GROUP_SIZES, {"day": last}))
    block = Counter(blocks.on(last).get(group, group) for group in sizes)
    alone = {group for group in sizes if block[blocks.on(last).get(group, group)] == 1}
    return sum(sizes[group] for group in alone) / sum(sizes.values())
