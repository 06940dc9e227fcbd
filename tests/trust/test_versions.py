"""The attacker with two versions of the tables: what a correction is about, and whom it moved."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.model.schema import Programme
from signpost.metrics.panel.group_hierarchy import TABLES
from signpost.warehouse import Warehouse
from signpost.warehouse.maintenance.backup import backup, restore
from signpost.warehouse.maintenance.publications import publications_folder
from signpost.warehouse.pinned import PinnedWarehouse
from signpost.warehouse.usage_tables import usage_tables
from tests.metrics.small import Small, programme, week
from tests.trust.attacker import Published, chart, collect, fallen, published

pytestmark = pytest.mark.slow

MINIMUM = 10
SIZES = {"board": 7, "legal": 13, "care": 24, "field": 40, "web": 15}
PLAN = programme(
    areas={
        "board": "marketing",
        "legal": "marketing",
        "care": "customer",
        "field": "customer",
        "web": "marketing",
    }
)
OTHER_AREAS = programme(
    areas={
        "board": "customer",
        "legal": "marketing",
        "care": "customer",
        "field": "marketing",
        "web": "marketing",
    }
)
WEEKS = [week(number) for number in range(4, 9)]
Usage = dict[tuple[object, object], dict[int, float]]
KEYS = ["metric", "window", "by", "group_id", "period"]


class Firm:
    """A small organisation that is corrected between two readings."""

    def __init__(self, root: Path, base: Path | None = None) -> None:
        if base:
            shutil.copytree(base, root)
        self.made = Small(root)
        numbers = iter(range(1000))
        self.members = {g: [next(numbers) for _ in range(n)] for g, n in SIZES.items()}
        draw = np.random.default_rng(4)
        self.times: Usage = {
            days: {
                person: float(draw.integers(1, 6)) * float(draw.random() < 0.55)
                for people in self.members.values()
                for person in people
            }
            for days in WEEKS
        }
        if not base:
            self.roster()
            self.deliver()

    def deliver(self) -> None:
        self.made.usage(self.times)  # type: ignore[arg-type]

    def move(self, many: int, source: str, target: str) -> None:
        moved, self.members[source] = self.members[source][:many], self.members[source][many:]
        self.members[target] = [*self.members[target], *moved]

    def join(self, many: int, group: str) -> None:
        first = 2000 + 100 * len(self.members[group])
        new = list(range(first, first + many))
        self.members[group] = [*self.members[group], *new]
        for people in self.times.values():
            people |= {person: 3.0 * (i % 2) for i, person in enumerate(new)}

    def flip(self, people: Iterable[int], days: Iterable[int] = range(5)) -> None:
        for number in days:
            own = self.times[WEEKS[number]]
            own |= {person: 0.0 if own[person] else 4.0 for person in people}

    def roster(self) -> None:
        self.made.roster(self.members, WEEKS[0][0])


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Firm(tmp_path_factory.mktemp("firm") / "data").made.warehouse.root


@pytest.fixture(scope="module")
def before(base: Path) -> pd.DataFrame:
    """All tables of the first version, which are kept in its folder from then on."""
    return collect(Warehouse(base), PLAN)


def late_rows(firm: Firm) -> None:
    firm.flip(firm.members["care"][:2])
    firm.deliver()


def other_numbers_of_one(firm: Firm) -> None:
    person = next(p for p in firm.members["field"] if firm.times[WEEKS[1]][p])
    firm.times[WEEKS[1]][person] += 20.0
    firm.deliver()


def one_moves(firm: Firm) -> None:
    firm.move(1, "field", "care")
    firm.roster()


def many_move_and_one_joins(firm: Firm) -> None:
    firm.move(14, "field", "care")
    firm.join(1, "care")
    firm.roster()
    firm.deliver()


def many_join_and_one_leaves(firm: Firm) -> None:
    firm.join(20, "care")
    firm.members["web"] = firm.members["web"][1:]
    firm.roster()
    firm.deliver()


def one_of_a_small_group_leaves(firm: Firm) -> None:
    firm.members["board"] = firm.members["board"][1:]
    firm.roster()


def a_small_group_is_dissolved(firm: Firm) -> None:
    firm.move(7, "board", "field")
    firm.roster()


def one_is_erased(firm: Firm) -> None:
    person = firm.members["web"][3]
    with firm.made.warehouse.write("test") as writer:
        for table in usage_tables(writer).values():
            writer.execute(f"delete from {table} where person_id = {person}")
        writer.execute(f"delete from roster where person_id = {person}")


def undone_and_loaded_anew(firm: Firm) -> None:
    with firm.made.warehouse.write("test") as writer:
        writer.execute("update upload set undone_at = timestamp '2026-12-02', undone_by = 'x'")
    with pytest.raises(Exception, match="no usage"):
        adoption_table(firm.made.warehouse, PLAN, platform="teams")
    firm.roster()
    firm.flip(firm.members["legal"][:1])
    firm.deliver()


FEW = {
    change.__name__: change
    for change in (
        late_rows,
        other_numbers_of_one,
        one_moves,
        many_move_and_one_joins,
        many_join_and_one_leaves,
        one_of_a_small_group_leaves,
        a_small_group_is_dissolved,
        one_is_erased,
        undone_and_loaded_anew,
    )
}


def differences(before: pd.DataFrame, after: pd.DataFrame) -> list[tuple[str, str, str, float]]:
    """What a reader of both finds: sums of people between 1 and the minimum, and lone actions."""
    both = before.merge(after, on=KEYS, suffixes=("", "_new"))
    both = both[~(both["withheld"].astype(bool) | both["withheld_new"].astype(bool))]
    found = []
    for row in both.to_dict("records"):
        many = row["denominator_new"] - row["denominator"]
        some = row["numerator_new"] - row["numerator"]
        is_few = 0 < abs(many) < MINIMUM or (some and 0 < abs(some) < MINIMUM and not many)
        if is_few or (some and not many and row["metric"] in ("depth", "breadth")):
            found.append((row["metric"], row["group_id"], row["period"], some or many))
    return found


@pytest.mark.parametrize("change", FEW.values(), ids=FEW)
def test_a_correction_about_few_people_follows_from_no_two_versions(
    tmp_path: Path, base: Path, before: pd.DataFrame, change: Callable[[Firm], None]
) -> None:
    firm = Firm(tmp_path / "data", base)
    was = firm.made.warehouse.version()
    change(firm)
    after = collect(firm.made.warehouse, PLAN)
    assert firm.made.warehouse.version() > was
    assert len(before.merge(after, on=KEYS)) == len(before) > 300
    assert differences(before, after) == []
    assert totals_of_changes(before, after) == []


def totals_of_changes(before: pd.DataFrame, after: pd.DataFrame) -> list[object]:
    """Sums of the changes of several groups that are about few people."""
    both = before[before["by"] == "group"].merge(after, on=KEYS, suffixes=("", "_new"))
    both = both[~(both["withheld"].astype(bool) | both["withheld_new"].astype(bool))]
    both = both.assign(many=both["denominator_new"] - both["denominator"])
    sums = both.groupby(["metric", "window", "period"])["many"].sum()
    return list(sums[(sums != 0) & (sums.abs() < MINIMUM)].items())


@pytest.mark.slow
def test_the_same_changes_show_where_nothing_is_kept(
    tmp_path: Path, base: Path, before: pd.DataFrame
) -> None:
    seen = {}
    for name, change in FEW.items():
        firm = Firm(tmp_path / name, base)
        change(firm)
        folder = publications_folder(firm.made.warehouse.root)
        for file in folder.glob("*.cells"):
            file.unlink()
        after = collect(firm.made.warehouse, PLAN)
        seen[name] = bool(differences(before, after) or totals_of_changes(before, after))
    hidden_by_blocks = {"one_of_a_small_group_leaves"}
    assert {name for name, shows in seen.items() if not shows} <= hidden_by_blocks


def of_both(
    before: pd.DataFrame, after: pd.DataFrame, unders: list[Mapping[str, Mapping[str, set[str]]]]
) -> Published:
    parts = [published(t, under) for t, under in zip((before, after), unders, strict=True)]
    return Published(parts[0].rows + parts[1].rows, parts[0].secrets & parts[1].secrets)


def test_other_areas_draw_no_other_borders_in_what_was_shown(
    tmp_path: Path, base: Path, before: pd.DataFrame
) -> None:
    warehouse = Firm(tmp_path / "data", base).made.warehouse
    first = chart(warehouse, PLAN)
    with warehouse.write("test"):
        pass
    after, second = collect(warehouse, OTHER_AREAS), chart(warehouse, OTHER_AREAS)
    have = of_both(before, after, [first, second])
    assert len(have.secrets) > 50
    assert fallen(have) == {}


def test_without_what_was_shown_other_areas_give_the_small_group_away(tmp_path: Path) -> None:
    tables, unders = [], []
    for plan in (PLAN, OTHER_AREAS):
        warehouse = Firm(tmp_path / str(len(tables))).made.warehouse
        tables.append(collect(warehouse, plan))
        unders.append(chart(warehouse, plan))
    assert fallen(of_both(*tables, unders), bounds=False)  # type: ignore[arg-type]


def numbers(warehouse: Warehouse, plan: Programme, group: str) -> list[float]:
    table = adoption_table(warehouse, plan, platform="teams")
    own = table[table["group_id"] == group]
    return list(own["numerator"])


def test_a_correction_about_many_shows_in_every_table(
    tmp_path: Path, base: Path, before: pd.DataFrame
) -> None:
    firm = Firm(tmp_path / "data", base)
    idle = [p for p in firm.members["field"] if not firm.times[WEEKS[2]][p]][:12]
    firm.flip(idle, [2])
    firm.deliver()
    after = collect(firm.made.warehouse, PLAN)
    both = before.merge(after, on=KEYS, suffixes=("", "_new"))
    changed = both[both["numerator"] != both["numerator_new"]]
    label = str(WEEKS[2][0])
    assert {"active", "depth"} <= set(changed.loc[changed["period"] == label, "metric"])
    grown = changed[(changed["metric"] == "active") & (changed["period"] == label)]
    grown = grown[~grown["withheld"].astype(bool)]
    assert set(grown["by"]) == set(TABLES)
    assert set(grown["numerator_new"] - grown["numerator"]) == {12.0}


def test_a_second_correction_of_the_same_cells_waits(tmp_path: Path) -> None:
    firm = Firm(tmp_path / "data")
    idle = [p for p in firm.members["field"] if not firm.times[WEEKS[2]][p]]
    first = numbers(firm.made.warehouse, PLAN, "field")
    firm.flip(idle[:12], [2])
    firm.deliver()
    second = numbers(firm.made.warehouse, PLAN, "field")
    assert second[2] == first[2] + 12
    firm.flip(idle[:1], [2])
    firm.deliver()
    assert numbers(firm.made.warehouse, PLAN, "field") == second


def test_a_new_week_is_shown_whatever_waits(tmp_path: Path) -> None:
    firm = Firm(tmp_path / "data")
    first = numbers(firm.made.warehouse, PLAN, "care")
    late_rows(firm)
    firm.times = {week(9): dict(firm.times[WEEKS[4]])}
    firm.deliver()
    now = numbers(firm.made.warehouse, PLAN, "care")
    assert now[:5] == first
    assert len(now) == 6


def test_an_older_version_is_read_as_it_was_published(tmp_path: Path) -> None:
    firm = Firm(tmp_path / "data")
    first = numbers(firm.made.warehouse, PLAN, "field")
    idle = [p for p in firm.members["field"] if not firm.times[WEEKS[2]][p]]
    firm.flip(idle[:12], [2])
    firm.deliver()
    assert numbers(firm.made.warehouse, PLAN, "field") != first
    assert list(firm.made.warehouse.versions())
    then = PinnedWarehouse(firm.made.warehouse, 1)
    assert numbers(then, PLAN, "field") == first


@pytest.mark.usefixtures("before")
def test_a_backup_restored_into_an_empty_folder_shows_what_was_published(
    tmp_path: Path, base: Path
) -> None:
    firm = Firm(tmp_path / "data", base)
    late_rows(firm)
    shown = collect(firm.made.warehouse, PLAN)
    file = backup(firm.made.warehouse, tmp_path / "copy.duckdb")
    empty = Warehouse(tmp_path / "empty")
    assert restore(empty, file, "test") > firm.made.warehouse.version()
    pd.testing.assert_frame_equal(collect(empty, PLAN)[shown.columns], shown)
    restored = Firm(tmp_path / "restored", empty.root)
    restored.times = {week(9): dict(restored.times[WEEKS[4]])}
    restored.deliver()
    now = numbers(restored.made.warehouse, PLAN, "care")
    assert now[:5] == numbers(Warehouse(base), PLAN, "care")
    assert len(now) == 6


@pytest.mark.usefixtures("before")
def test_when_those_of_a_correction_did_something_is_in_no_table(
    base: Path, tmp_path: Path
) -> None:
    """That a correction waits is said of all weeks at once: which ones would be what is hidden."""
    found = []
    for days in ((1,), (0, 3, 4)):
        firm = Firm(tmp_path / str(days), base)
        firm.flip(firm.members["care"][:1], days)
        firm.deliver()
        found.append(collect(firm.made.warehouse, PLAN))
    weekly = found[0][found[0]["window"] == "week"]
    assert weekly.loc[~weekly["withheld"], "waits"].all()
    assert not weekly.loc[weekly["withheld"], "waits"].any()
    pd.testing.assert_frame_equal(*found)
