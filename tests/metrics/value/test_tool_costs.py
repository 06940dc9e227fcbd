"""Seats and metered use by platform, group and month: values by hand, and what must stay hidden."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from signpost.metrics.disclosure.spend_cells import NO_PERSON, SEVERAL
from signpost.metrics.model.schema import CostItem, Programme, parse
from signpost.metrics.model.types import Refusal
from signpost.metrics.register.billed_seats import BilledSeats, billed_seats
from signpost.metrics.register.spend_costs import ADDABLE, SEATS, TO_BE_PAID, may_add, seat_price
from signpost.metrics.value.costs import charge_costs
from signpost.metrics.value.exposure import Exposure
from signpost.metrics.value.published_spend import with_recorded_and_billed
from signpost.metrics.value.tool_costs import GroupCost, PlatformCost, platform_cost, tool_costs
from signpost.presentation.tables.tool_costs import seats_words
from signpost.warehouse import Warehouse

from .assistant_files import BILL, assistant, bill, load, people, roster, seats, use

pytestmark = pytest.mark.slow  # many loads

PROGRAMME = parse("""
currency: EUR
exchange_rates: {USD: {value: 0.9, low: 0.85, high: 0.95, source: Treasury, owner: Finance}}
costs:
- {item: Copilot seats, platform: GitHub Copilot, amount: 19, low: 19, high: 21, per: licence-month,
   currency: USD, owner: IT}
""")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return assistant(tmp_path_factory.mktemp("assistant"))


@pytest.fixture(scope="module")
def cost(warehouse: Warehouse) -> PlatformCost:
    (found,) = tool_costs(warehouse, PROGRAMME)
    return found


def billed_costs(warehouse: Warehouse, programme: Programme) -> tuple[CostItem, ...]:
    recorded = with_recorded_and_billed(warehouse, programme)
    assert isinstance(recorded, Programme)
    return tuple(one for one in recorded.costs if one.item.startswith("bill:"))


def row(cost: PlatformCost, group: str, month: str = "2026-06") -> GroupCost:
    return next(one for one in cost.at(month) if one.group_id == group)


def test_seats_and_meter_of_everybody(cost: PlatformCost) -> None:
    everybody = row(cost, "")
    assert everybody.seats is not None
    assert everybody.seats.shown == 40
    assert everybody.seat_money == (760, 760, 840)  # 40 x 19, at most 40 x 21
    assert everybody.metered is not None
    assert everybody.metered.net_amount == pytest.approx(12 * (2 + 5 + 4) + 4 * 1)
    assert everybody.metered.list_amount == pytest.approx(136 + 40)
    assert everybody.metered.reported == pytest.approx(31 * 30 * 10 * 0.01)
    assert everybody.metered.units == (("ai-credits", 13_600),)
    assert everybody.metered.reported_units == (("ai-credits", 9_300),)


def test_idle_seats_and_cost_per_active_person(tmp_path: Path) -> None:
    every = (("roster.csv", roster()), ("seats.json", seats()), ("u.ndjson", use()))
    found = platform_cost(load(tmp_path, *every), PROGRAMME, "github_copilot")
    sales, field = row(found, "sales"), row(found, "field")
    assert sales.seat_money == (228, 228, 252)
    assert sales.idle_money == (114, 114, 126)  # six of twelve
    assert sales.per_active == (38, 38, 42)
    assert field.per_active == pytest.approx((228 / 9, 228 / 9, 252 / 9))


def test_who_is_billed_for_use_is_not_idle(cost: PlatformCost) -> None:
    """The bill names all twelve of Sales, of whom the export has six."""
    sales = row(cost, "sales")
    assert sales.idle_money is not None
    assert sales.idle_money[:2] == (0, 0)
    assert sales.metered_per_active is not None
    assert sales.metered_per_active[0] == 2  # 24 USD by twelve people


def test_a_small_group_and_who_it_is_hidden_with_are_one_row(cost: PlatformCost) -> None:
    shown = {one.group_id for one in cost.at("2026-06")}
    assert shown == {"", "sales", "field", SEVERAL}  # Lab has four; Engineering stands for it
    several = row(cost, SEVERAL).metered
    assert several is not None
    assert several.net_amount == pytest.approx(12 * 5 + 4 * 1)
    named = [one.metered.net_amount for one in cost.at("2026-06") if one.group_id and one.metered]
    assert sum(filter(None, named)) == pytest.approx(136)


def test_habitual_people_are_those_of_the_last_week(tmp_path: Path) -> None:
    days = [date(2026, 4, 6) + timedelta(days=n) for n in range(86)]  # until 30 June
    every = (("roster.csv", roster()), ("seats.json", seats("2026-01-01")), ("u.ndjson", use(days)))
    found = platform_cost(load(tmp_path, *every), PROGRAMME, "github_copilot")
    sales = row(found, "sales")
    assert sales.habitual is not None
    assert sales.habitual.shown == 6
    assert sales.per_habitual == (38, 38, 42)


def test_bills_of_nobody_are_told_apart_and_in_the_sum(tmp_path: Path) -> None:
    nameless = "2026-06-30,,copilot,copilot_ai_credit,m,100,ai-credits,0.01,1,0,7\n"
    found = platform_cost(
        load(tmp_path, ("roster.csv", roster()), ("b.csv", bill() + nameless)),
        PROGRAMME, "github_copilot",
    )  # fmt: skip
    assert row(found, NO_PERSON).metered.net_amount == 7
    assert row(found, "").metered.net_amount == pytest.approx(143)
    assert isinstance(found.seats, Refusal)  # no use is loaded: nobody knows which seats are idle


def test_one_person_with_nearly_all_of_it_is_not_shown_alone(tmp_path: Path) -> None:
    first = people("Sales")[0]
    big = f"2026-06-29,{first},copilot,copilot_ai_credit,m,9,ai-credits,0.01,9000,0,9000\n"
    found = platform_cost(
        load(tmp_path, ("roster.csv", roster()), ("b.csv", bill() + big)),
        PROGRAMME, "github_copilot",
    )  # fmt: skip
    assert not any(one.group_id == "sales" for one in found.at("2026-06"))


def test_fewer_people_than_a_group_must_have_are_no_figure(tmp_path: Path) -> None:
    text = "\n".join(bill().splitlines()[:6]) + "\n"  # five people
    found = platform_cost(
        load(tmp_path, ("roster.csv", roster()), ("b.csv", text)), PROGRAMME, "github_copilot"
    )
    assert isinstance(found.metered, Refusal)
    assert found.rows == ()
    assert billed_costs(load(tmp_path), PROGRAMME) == ()


SEAT_BILLS = (
    "2026-05-01,,copilot,copilot_business,,40,user-months,21,840,0,840\n"
    "2026-06-01,,copilot,copilot_business,,40,user-months,19,760,0,760\n"
)


def test_without_a_price_card_the_bill_of_seats_is_their_price(tmp_path: Path) -> None:
    bills = ("b.csv", f"{BILL}\n{SEAT_BILLS}")
    (found,) = tool_costs(assistant(tmp_path, bills), Programme())
    assert found.seats is None
    assert found.price is not None
    assert (found.price.amount, found.price.currency, found.currency) == (19, "USD", "USD")
    everybody, sales = row(found, ""), row(found, "sales")
    assert everybody.seat_money == (760, 760, 760)
    assert sales.seat_money == (228, 228, 228)
    assert seats_words(found) == "A seat: $19.00 a month, as billed in Jun\u00a02026."
    charged = next(one for one in found.charged or () if one.paid == "seats")
    assert (charged.amount, charged.months) == (800, 2)  # 840 and 760, as the account has it
    billed = billed_seats(Warehouse(tmp_path / "data").read(), "github_copilot", 5)
    assert isinstance(billed, BilledSeats)
    assert billed.seat_months == 80
    assert [billed.price_in(month).amount for month in ("2026-04", "2026-05", "2026-07")] == [
        21, 21, 19,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2026-06-01,,copilot,copilot_business,,40,seats,19,760,0,760", "how many months"),
        ("2026-06-01,lab1,copilot,copilot_business,,1,user-months,19,19,0,19", "fewer people"),
    ],
)
def test_a_bill_that_does_not_give_a_price_says_why(tmp_path: Path, line: str, reason: str) -> None:
    (found,) = tool_costs(assistant(tmp_path, ("b.csv", f"{BILL}\n{line}\n")), Programme())
    assert found.price is None
    assert isinstance(found.seats, Refusal)
    assert reason in str(found.seats.reason)
    assert row(found, "").seat_money is None


def test_requests_that_became_credits_are_a_break(tmp_path: Path) -> None:
    files = (("may.csv", bill("2026-05-31", "requests")), ("june.csv", bill()))
    found = platform_cost(
        load(tmp_path, ("roster.csv", roster()), *files), PROGRAMME, "github_copilot"
    )
    assert found.unit_breaks == (("2026-06", "requests", "ai-credits"),)


def test_weeks_inside_a_month_that_is_loaded_too_count_once(tmp_path: Path) -> None:
    """Each day's money comes from the longest window that covers it."""
    warehouse = load(tmp_path, ("roster.csv", roster()), ("b.csv", bill()))
    with warehouse.write("test") as writer:
        writer.execute(
            "insert into upload (upload_no, upload_id, source_id, filename, loaded_at, loaded_by, "
            "rows_read, rows_loaded, rows_rejected, rows_skipped, facts_written, facts_replaced) "
            "select 9, 'x', 't', 't', now(), 't', 1, 1, 0, 0, 1, 0"
        )
        month = "date '2026-06-01', date '2026-06-30'"
        writer.execute(f"insert into truth select 'spend:github_copilot:bill:metered', {month}, 9")
        writer.execute(
            "insert into spend select platform, person_id, date '2026-06-01', date '2026-06-30', "
            "basis, kind, unit, quantity, list_amount, 2 * net_amount, currency, 9 from spend"
        )
    found = platform_cost(warehouse, PROGRAMME, "github_copilot")
    assert row(found, "").metered.net_amount == pytest.approx(272)  # the month's, not both


def test_a_list_of_seats_alone_gives_their_cost_and_no_idle_ones(tmp_path: Path) -> None:
    every = (("roster.csv", roster()), ("seats.json", seats()), ("bill.csv", bill()))
    found = platform_cost(load(tmp_path, *every), PROGRAMME, "github_copilot")
    everybody = row(found, "")
    assert everybody.seat_money == (760, 760, 840)
    assert everybody.idle_money is None
    assert everybody.per_active is None
    assert found.months == ("2026-05", "2026-06")  # the list is of May, the bill of June


def test_weeks_alone_give_the_last_week_of_each_month(tmp_path: Path) -> None:
    days = [date(2026, 6, 8) + timedelta(days=n) for n in range(21)]  # three whole weeks
    every = (("roster.csv", roster()), ("seats.json", seats()), ("u.ndjson", use(days)))
    found = platform_cost(load(tmp_path, *every), PROGRAMME, "github_copilot")
    assert (found.window, found.months) == ("week", ("2026-06",))
    assert row(found, "sales").per_active == (38, 38, 42)


def test_it_says_what_the_account_charges(cost: PlatformCost) -> None:
    assert [(item.item, item.paid) for item in cost.charged] == [
        ("Copilot seats", "seats"), ("bill:metered:github_copilot", "metered"),
    ]  # fmt: skip


# what may be added


def test_only_a_seat_and_what_is_to_be_paid_beyond_it_are_added() -> None:
    assert may_add(("seats by list", "metered billed"))
    assert not may_add(("seats by list", "seats billed"))  # one place, seen twice
    assert not may_add(("seats billed", "metered at list price"))  # the seats include part of it
    assert not may_add(("metered billed", "metered reported"))
    assert not may_add(("seats by list", "metered billed", "metered entered"))
    for pair in combinations((*SEATS, *TO_BE_PAID), 2):
        assert (frozenset(pair) in ADDABLE) == (len({one.split()[0] for one in pair}) == 2)


def test_bills_become_costs_unless_an_entry_pays(warehouse: Warehouse) -> None:
    (billed,) = billed_costs(warehouse, PROGRAMME)
    assert (billed.amount, billed.per, billed.months) == (pytest.approx(136), "month", 1)
    assert (billed.platform, billed.pays_for, billed.currency) == (
        "github_copilot", "metered", "USD",
    )  # fmt: skip
    invoice = CostItem(item="Invoice", amount=150, platform="github_copilot", pays_for="metered")
    paid = PROGRAMME.model_copy(update={"costs": (*PROGRAMME.costs, invoice)})
    assert billed_costs(warehouse, paid) == ()
    recorded = with_recorded_and_billed(warehouse, PROGRAMME)
    assert isinstance(recorded, Programme)
    assert [one.item for one in recorded.costs] == [
        "Copilot seats", "bill:metered:github_copilot",
    ]  # fmt: skip


def test_a_bill_of_seats_is_not_added_to_their_price(tmp_path: Path) -> None:
    text = f"{BILL}\n2026-06-01,,copilot,copilot_business,,40,user-months,19,760,0,760\n"
    warehouse = load(tmp_path, ("roster.csv", roster()), ("b.csv", text))
    assert billed_costs(warehouse, PROGRAMME) == ()  # the price card pays
    (billed,) = billed_costs(warehouse, Programme())
    assert (billed.pays_for, billed.amount) == ("seats", 760)


CASES = """
use_cases:
- {id: a, label: A, area: operational, problem: p, mechanism: m, platform: github_copilot, kpi: k}
- {id: b, label: B, area: operational, problem: p, mechanism: m, platform: github_copilot, kpi: k}
- {id: c, label: C, area: operational, problem: p, mechanism: m, platform: teams, kpi: k}
kpis: [{id: k, label: K, unit: u, better: lower, worthwhile_change: 1}]
"""


def charged(text: str) -> dict[str, list[float]]:
    exposures = {
        name: Exposure(("x", "y"), 2.0, months, 1.0)
        for name, months in (("a", (24.0, 24.0)), ("b", (24.0, 24.0)), ("c", (24.0, 24.0)))
    }
    charges = charge_costs(parse(text + CASES), exposures, None)
    return {name: [round(one.value, 6) for one in charges[name].factors] for name in charges}


def test_a_platforms_cost_is_borne_by_its_use_cases_once() -> None:
    seat = "costs: [{item: S, platform: GitHub Copilot, amount: 10, per: licence-month}]\n"
    assert charged(seat) == {"a": [240], "b": [240], "c": []}  # 48 seat-months x 10, halved


def test_another_currency_needs_its_rate_and_widens_the_range() -> None:
    cost = "costs: [{item: S, platform: github_copilot, amount: 100, currency: USD}]\n"
    exposures: dict[str, Exposure] = {}
    refused = charge_costs(parse(cost + CASES), exposures, None)
    assert isinstance(refused["a"].refusal, Refusal)
    assert refused["c"].refusal is None
    rate = "exchange_rates: {USD: {value: 0.9, low: 0.8, high: 1.0}}\n"
    (factor,) = charge_costs(parse(cost + rate + CASES), exposures, None)["a"].factors
    assert (factor.low, factor.value, factor.high) == pytest.approx((40, 45, 50))


def test_the_price_card_is_the_cost_per_licence_and_month() -> None:
    assert seat_price(PROGRAMME, "github_copilot").amount == 19
    assert seat_price(PROGRAMME, "cursor") is None
    shared = "costs: [{item: Licences, amount: 4, per: licence-month}]\n"
    assert seat_price(parse(shared + CASES), "teams") is None  # of two platforms, of which?
    one = parse(shared + CASES.replace("teams", "github_copilot"))
    assert seat_price(one, "github_copilot").amount == 4
