"""Spend from exports: bills beside reports, units kept apart, a newer file replaces its days."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from signpost.pipelines.facts.pseudonyms import load_key, pseudonym
from signpost.pipelines.history import undo
from signpost.pipelines.ingest import ingest
from signpost.warehouse.maintenance.erasure import erase
from signpost.warehouse.maintenance.retention import purge
from signpost.warehouse.store import Warehouse

from .conftest import Write

pytestmark = pytest.mark.slow  # many loads

HEADER = (
    "date,username,product,sku,quantity,unit_type,applied_cost_per_quantity,gross_amount,"
    "discount_amount,net_amount\n"
)
SPEND = (
    "select basis, kind, unit, cast(first_day as varchar), quantity, list_amount, net_amount "
    "from spend_now order by all"
)


def bill(day: str, *rows: str) -> str:
    return HEADER + "".join(f"{day},{row}\n" for row in rows)


def load(warehouse: Warehouse, write: Write, name: str, text: str):
    (result,) = ingest(warehouse, [write(name, text)]).files
    assert result.error is None, result.error
    return result


MAY = bill("2026-05-30", "ada,copilot,copilot_premium_request,10,requests,0.04,0.4,0.1,0.3")
JUNE = bill("2026-06-02", "ada,copilot,copilot_ai_credit,300,ai-credits,0.01,3,1,2")


def test_units_on_both_sides_of_june_2026_are_kept_apart(
    warehouse: Warehouse, write: Write
) -> None:
    load(warehouse, write, "may.csv", MAY)
    load(warehouse, write, "june.csv", JUNE)
    assert warehouse.read().rows(SPEND) == [
        ("bill", "metered", "ai-credits", "2026-06-02", 300, 3, 2),
        ("bill", "metered", "requests", "2026-05-30", 10, pytest.approx(0.4), 0.3),
    ]
    used = warehouse.read().rows("select action, times from usage_now order by all")
    assert used == [("credit_uses", 1), ("requests", 10)]  # 300 credits are no 300 uses


def test_a_report_of_the_platform_does_not_replace_its_bill(
    warehouse: Warehouse, write: Write
) -> None:
    load(warehouse, write, "june.csv", JUNE)
    row = (
        '{"day":"2026-06-02","user_login":"ada","user_initiated_interaction_count":1,'
        '"code_generation_activity_count":1,"code_acceptance_activity_count":1,'
        '"ai_credits_used":320}'
    )
    load(warehouse, write, "users.ndjson", f"{row}\n")
    assert warehouse.read().rows(SPEND) == [
        ("bill", "metered", "ai-credits", "2026-06-02", 300, 3, 2),
        ("report", "metered", "ai-credits", "2026-06-02", 320, pytest.approx(3.2), None),
    ]


def test_a_newer_bill_of_a_day_replaces_it_and_undo_brings_it_back(
    warehouse: Warehouse, write: Write
) -> None:
    load(warehouse, write, "june.csv", JUNE)
    newer = load(warehouse, write, "again.csv", JUNE.replace(",3,1,2", ",3,0,3"))
    assert warehouse.read().rows(SPEND)[0][-1] == 3
    assert newer.receipt.facts_replaced == 2  # its use and its spend
    undo(warehouse, newer.receipt.upload_no, who="test")
    assert warehouse.read().rows(SPEND)[0][-1] == 2


def test_seats_and_metered_use_of_one_day_are_two_facts(warehouse: Warehouse, write: Write) -> None:
    seats = bill("2026-06-02", ",copilot,copilot_business,25,user-months,19,475,0,475")
    load(warehouse, write, "june.csv", JUNE)
    load(warehouse, write, "seats.csv", seats)
    assert [row[1] for row in warehouse.read().rows(SPEND)] == ["metered", "seat"]


def test_rows_of_nobody_are_spend_and_no_use(warehouse: Warehouse, write: Write) -> None:
    text = bill("2026-06-02", ",copilot,copilot_ai_credit,5,ai-credits,0.01,0.05,0,0.05")
    result = load(warehouse, write, "b.csv", text)
    assert (result.receipt.rows_loaded, result.receipt.rows_rejected) == (1, 0)
    assert warehouse.read().one("select count(*) from usage") == (0,)
    assert warehouse.read().rows("select person_id, net_amount from spend") == [(None, 0.05)]


def test_other_products_on_the_bill_are_left_out_and_counted(
    warehouse: Warehouse, write: Write
) -> None:
    text = bill("2026-06-02", "ada,actions,actions_linux,5,minutes,0.006,0.03,0,0.03")
    result = load(warehouse, write, "b.csv", text + JUNE.removeprefix(HEADER))
    assert warehouse.read().one("select sum(net_amount) from spend_now") == (2,)
    assert any("of another product" in note for note in result.receipt.notes)


def test_an_erased_person_leaves_the_amount_and_no_number(
    warehouse: Warehouse, write: Write
) -> None:
    load(warehouse, write, "june.csv", JUNE)
    key = load_key(warehouse.root, holds_data=True)
    proof = erase(warehouse, pseudonym(key, "ada"), "test", forms=["ada"])
    assert not any(n for tables in proof.after.values() for n in tables.values())
    assert warehouse.read().rows("select person_id, net_amount from spend") == [(None, 2)]


def test_what_was_replaced_long_ago_is_purged(warehouse: Warehouse, write: Write) -> None:
    load(warehouse, write, "june.csv", JUNE)
    load(warehouse, write, "again.csv", JUNE.replace(",3,1,2", ",3,0,3"))
    later = datetime(2030, 1, 1)  # noqa: DTZ001 - UTC without zone, as stored
    assert purge(warehouse, 30, "test", now=later + timedelta(days=1))["spend"] == 1
    assert warehouse.read().rows("select net_amount from spend") == [(3,)]
