"""Metered use in successive versions: what a correction is about, as shown and as charged."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from signpost.metrics.disclosure.spend_cells import SEVERAL
from signpost.metrics.model.schema import Programme
from signpost.metrics.value.published_spend import with_recorded_and_billed
from signpost.metrics.value.tool_costs import tool_costs
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from tests.metrics.value.assistant_files import BILL, GROUPS, NET, bill, load, people, roster

pytestmark = pytest.mark.slow  # many loads

PLAN = Programme()
Amounts = dict[str, float]
"""Person -> net amount."""


def billed() -> Amounts:
    return {one: NET[group] for group in GROUPS for one in people(group)}


def deliver(warehouse: Warehouse, amounts: Amounts, name: str, day: str = "2026-06-30") -> None:
    rows = [
        f"{day},{one},copilot,copilot_ai_credit,m,{100 * net:.0f},ai-credits,0.01,{net + 1},1,{net}"
        for one, net in amounts.items()
    ]
    path = warehouse.root.with_name(name)
    path.write_text("\n".join([BILL, *rows]) + "\n", "utf-8")
    assert ingest(warehouse, [path]).files[0].status == "loaded"


def figures(warehouse: Warehouse, plan: Programme = PLAN) -> Mapping[str, float]:
    """Every amount and quantity that is shown or charged, by its name."""
    found: dict[str, float] = {}
    for cost in tool_costs(warehouse, plan):
        for month, row in cost.rows:
            if row.metered is None:
                continue
            cell = row.metered
            for name in ("net_amount", "list_amount", "reported"):
                if (much := getattr(cell, name)) is not None:
                    found[f"{month} {cell.group_id} {name}"] = much
            found |= {f"{month} {cell.group_id} {unit}": much for unit, much in cell.units}
    recorded = with_recorded_and_billed(warehouse, plan)
    assert isinstance(recorded, Programme)
    found |= {one.item: one.amount * (one.months or 1) for one in recorded.costs}
    return found


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return load(tmp_path, ("roster.csv", roster()), ("bill.csv", bill()))


def one_pays_more(amounts: Amounts) -> None:
    amounts["sales3"] += 50


def nine_pay_more(amounts: Amounts) -> None:
    for number in range(9):
        amounts[f"sales{number}"] += 5


def one_is_no_longer_billed(amounts: Amounts) -> None:
    del amounts["field2"]


def a_small_group_pays_more(amounts: Amounts) -> None:
    for one in people("Lab"):
        amounts[one] += 5


def twelve_pay_more_and_one_elsewhere(amounts: Amounts) -> None:
    for one in (*people("Sales"), "field0"):
        amounts[one] += 5


FEW: tuple[Callable[[Amounts], None], ...] = (
    one_pays_more,
    nine_pay_more,
    one_is_no_longer_billed,
    a_small_group_pays_more,
    twelve_pay_more_and_one_elsewhere,
)


@pytest.mark.parametrize("change", FEW, ids=lambda change: change.__name__)
def test_a_correction_about_few_people_is_in_no_figure(
    warehouse: Warehouse, change: Callable[[Amounts], None]
) -> None:
    before, amounts = figures(warehouse), billed()
    change(amounts)
    deliver(warehouse, amounts, "again.csv")
    assert figures(warehouse) == before
    assert before[f"2026-06 {SEVERAL} net_amount"] == 64


def test_a_correction_about_enough_people_shows_everywhere(warehouse: Warehouse) -> None:
    before, amounts = figures(warehouse), billed()
    for one in people("Sales"):
        amounts[one] += 5
    deliver(warehouse, amounts, "again.csv")
    after = figures(warehouse)
    changed = {name: after[name] - before[name] for name in before if after[name] != before[name]}
    assert set(after) == set(before)
    assert changed == {
        **{f"2026-06 {who} {name}": 60 for who in ("", "sales") for name in
           ("net_amount", "list_amount")},
        **{f"2026-06 {who} ai-credits": 6000 for who in ("", "sales")},
        "bill:metered:github_copilot": 60,
    }  # fmt: skip


def test_a_third_version_is_held_against_the_first_as_well(warehouse: Warehouse) -> None:
    first, amounts = figures(warehouse), billed()
    for one in people("Sales"):
        amounts[one] += 5
    deliver(warehouse, amounts, "second.csv")
    second = figures(warehouse)
    assert second != first
    for one in people("Sales")[:11]:  # all but one are as they were at first
        amounts[one] -= 5
    deliver(warehouse, amounts, "third.csv")
    assert figures(warehouse) == second


def test_corrections_add_up_until_they_are_about_enough(warehouse: Warehouse) -> None:
    before, amounts = figures(warehouse), billed()
    for number, one in enumerate(people("Sales")):
        amounts[one] += 5
        deliver(warehouse, amounts, f"{number}.csv")
        assert (figures(warehouse) != before) == (number >= 9), number


def test_an_erased_person_is_in_no_difference(warehouse: Warehouse) -> None:
    before = figures(warehouse)
    with warehouse.write("test") as writer:
        writer.execute("delete from spend where person_id = (select min(person_id) from spend)")
    assert figures(warehouse) == before


def test_an_older_version_is_read_as_it_was(warehouse: Warehouse) -> None:
    from signpost.warehouse.pinned import PinnedWarehouse

    before, amounts = figures(warehouse), billed()
    then = warehouse.version()
    for one in people("Sales"):
        amounts[one] += 5
    deliver(warehouse, amounts, "again.csv")
    assert figures(warehouse) != before
    assert figures(PinnedWarehouse(warehouse, then)) == before


def test_a_month_of_few_is_neither_shown_nor_charged(warehouse: Warehouse) -> None:
    before = figures(warehouse)
    deliver(warehouse, dict.fromkeys(people("Lab"), 30.0), "july.csv", "2026-07-31")
    assert figures(warehouse) == before


def test_under_a_larger_minimum_cells_that_were_shown_are_added_up(warehouse: Warehouse) -> None:
    before = figures(warehouse)
    after = figures(warehouse, Programme(minimum_group_size=14))
    assert after[f"2026-06 {SEVERAL} net_amount"] == 136  # twelve and twelve with the sixteen
    assert "2026-06 sales net_amount" in before.keys() - after.keys()
    assert after["2026-06  net_amount"] == before["2026-06  net_amount"]
    assert figures(warehouse) == before


def test_a_month_that_is_taken_back_is_gone(warehouse: Warehouse) -> None:
    with warehouse.write("test") as writer:
        writer.execute(
            "update upload set undone_at = now(), undone_by = 'x' where filename like '%bill%'"
        )
    assert not [name for name in figures(warehouse) if re.match("2026-06", name)]
