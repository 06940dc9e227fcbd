"""What platforms cost, from the terminal and on its page: the same values, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from signpost.answers.access import Access
from signpost.workspace.results import Results
from tests.cli.test_commands import answer, run
from tests.metrics.value.assistant_files import assistant
from tests.patience import PATIENCE

PROGRAMME = """
currency: EUR
exchange_rates: {USD: {value: 0.9, low: 0.85, high: 0.95, source: Treasury, owner: Finance}}
costs:
- {item: Copilot seats, platform: GitHub Copilot, amount: 19, per: licence-month, currency: USD}
kpis: [{id: k, label: Cycle time, unit: days, better: lower, worthwhile_change: 1}]
use_cases:
- {id: quick, label: Quicker, area: operational, problem: p, mechanism: m,
   platform: github_copilot, kpi: k}
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("costs")
    return Path(assistant(folder, ("programme.yaml", PROGRAMME)).root)


def test_the_command_gives_the_values(data: Path) -> None:
    found = answer("programme", "costs", "--data", data)
    (platform,) = found["platforms"]
    assert (platform["platform"], platform["currency"]) == ("github_copilot", "USD")
    rows = {row["group_id"]: row for row in platform["rows"]}
    assert rows[""]["seat_money"] == [760, 760, 760]
    assert rows[""]["metered"]["net_amount"] == pytest.approx(136)
    assert rows["sales"]["idle_seat_money"] == [0, 0, 38]  # the bill names all, coded
    assert rows["sales"]["seat_money_per_active"][0] == 19
    assert "people" not in rows["sales"]["metered"]
    assert ["metered billed", "seats by list"] in found["may_be_added"]
    assert ["seats billed", "seats by list"] not in found["may_be_added"]
    price = found["break_even_price_per_seat_and_month"]["quick"]
    assert set(price) >= {"reason", "remedy"}  # no KPI is loaded: nothing may be claimed


def test_the_account_is_charged_for_the_meter(data: Path) -> None:
    (line,) = [
        line
        for line in answer("programme", "portfolio", "--data", data)["lines"]
        if line["kind"] == "own cost"
    ]
    low, point, high = line["amount"]
    assert point == pytest.approx(-136 * 0.9)
    assert (low, high) == pytest.approx((-136 * 0.95, -136 * 0.85), rel=1e-3)


def test_without_money_it_says_what_to_load(tmp_path: Path) -> None:
    from tests.metrics.value.assistant_files import load, roster

    folder = load(tmp_path, ("roster.csv", roster())).root
    refused = run("programme", "costs", "--data", folder, "--json")
    assert refused.exit_code == 1
    assert "billing export" in refused.stdout


def test_who_sees_one_part_sees_no_total(data: Path) -> None:
    sales = Results.open(data, Access("Ann", "sponsor", frozenset({"sales"})))
    (cost,) = sales.tool_costs()
    assert {row.group_id for _, row in cost.rows} == {"sales"}
    assert cost.charged is None
    assert all(row.metered is None for _, row in cost.rows)  # or all less theirs were the others'
    assert cost.rows[0][1].seat_money == (228, 228, 228)


def test_costs_of_no_platform_are_told_to_who_sees_all(tmp_path: Path) -> None:
    office = PROGRAMME.replace("costs:\n", "costs:\n- {item: Office, amount: 500, per: once}\n")
    folder = Path(assistant(tmp_path, ("programme.yaml", office)).root)
    (cost,) = Results.open(folder).costs_of_no_platform()
    assert (cost.item, cost.amount) == ("Office", 500)
    found = answer("programme", "costs", "--data", folder)["charged_of_no_platform"]
    assert [one["item"] for one in found] == ["Office"]
    sales = Results.open(folder, Access("Ann", "sponsor", frozenset({"sales"})))
    assert sales.costs_of_no_platform() == ()


def open_page(start: str) -> None:
    from signpost.dashboard.navigation import open_app

    open_app(start)


def test_the_page_shows_them(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    page = AppTest.from_function(
        open_page, kwargs={"start": "tool_costs"}, default_timeout=PATIENCE
    ).run()
    assert not page.exception
    title = page.title[0].value.replace("\xa0", " ").replace("\u202f", " ")
    assert title.replace("\\", "") == (
        "GitHub Copilot in Jun 2026: $760 for seats, $136 for metered use"
    )
    table = page.dataframe[0].value
    assert list(table["Seats"]) == ["40"]
    assert list(table["Metered, to be paid"]) == ["$136"]
    said = " ".join(one.value for one in page.markdown).replace("\\", "")
    assert "The account charges: Copilot seats ($19.00 per licence and month)" in said
