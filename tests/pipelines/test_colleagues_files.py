"""Files as colleagues write them, which a second round of outsiders brought: values by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from signpost.pipelines.ingest import ingest
from signpost.pipelines.model.receipt import FileResult
from signpost.pipelines.recognition.proposal import propose
from signpost.warehouse.store import Warehouse

from .conftest import Write

pytestmark = pytest.mark.slow  # many loads

ROSTER = "e-mail,department,effective date\n" + "".join(
    f"{group[0].lower()}{n}@x.org,{group},2024-01-01\n"
    for group in ("Sales", "Finance")
    for n in range(3)
)


Loader = Callable[..., FileResult]


@pytest.fixture
def load(warehouse: Warehouse, write: Write) -> Loader:
    """Load a roster of Sales and Finance; return how a table is loaded with answers."""
    ingest(warehouse, [write("roster.csv", ROSTER)])

    def load_one(name: str, text: str | bytes, **answers: str) -> FileResult:
        return ingest(warehouse, [write(name, text)], answers=answers).files[0]

    return load_one


def question(asked: FileResult) -> str:
    """The key of the question that a file was stopped with."""
    assert asked.error
    assert asked.error.question
    return asked.error.question.key


def values(warehouse: Warehouse) -> dict[tuple[str, str, date], float]:
    rows = warehouse.read().rows("select kpi, group_id, first_day, numerator from outcome_now")
    return {(kpi, group, day): value for kpi, group, day, value in rows}


AGENTS = """agent_id,agent_name,team,month,handled_calls,avg_handle_time_sec,Attendance %
1,Hercule,Sales,2026-01,15,560.6,90%
2,Jane,Sales,2026-01,5,400,80%
3,Sam,Finance,2026-01,20,300.5,100%
"""


def test_rows_of_people_become_one_and_averages_are_never_added_up(
    load: Loader, warehouse: Warehouse
) -> None:
    asked = load("agents.csv", AGENTS)
    assert question(asked) == "repeats"
    done = load("agents.csv", AGENTS, repeats="sum")
    assert done.receipt
    found, january = values(warehouse), date(2026, 1, 1)
    assert found["handled_calls", "sales", january] == 20
    assert found["avg_handle_time_sec", "sales", january] == pytest.approx(520.45)
    assert found["attendance", "sales", january] == pytest.approx(0.875)
    assert {kpi for kpi, *_ in found} == {"handled_calls", "avg_handle_time_sec", "attendance"}
    assert "cannot be added up" in " ".join(done.receipt.warnings)


def test_what_no_answer_would_make_readable_is_not_asked(load: Loader) -> None:
    """Two columns that are one KPI are refused before and after any answer."""
    table = "team,month,Calls?,Cost\nSales,2026-01,1,2\nSales,2026-01,3,4\nFinance,2026-01,5,6\n"
    refused = load("odd.csv", table)
    assert refused.error
    assert refused.error.code == "unknown_file"
    assert "signpost match" in refused.error.remedy


def test_a_column_of_currencies_keeps_sums_of_money_apart(
    load: Loader, warehouse: Warehouse
) -> None:
    table = """team,month,Travel cost,Currency,Trips
Sales,2026-01,100,EUR,3
Finance,2026-01,50,USD,1
Sales,2026-02,110,EUR,4
"""
    asked = load("costs.csv", table)
    assert question(asked) == "currency"
    done = load("costs.csv", table, currency="EUR")
    assert done.receipt
    assert done.receipt.rows_rejected == 1
    rows = warehouse.read().rows("select kpi, numerator, unit from outcome_now order by 1, 2")
    trips = [("trips", 1, None), ("trips", 3, None), ("trips", 4, None)]
    assert rows == [("travel_cost", 100, "EUR"), ("travel_cost", 110, "EUR"), *trips]


@pytest.mark.parametrize(
    "table",
    [
        "team,month,Cost,Currency\nSales,2026-01,100,EUR\nSales,2026-01,50,USD\n",
        "team,kpi,Currency,Jan 2026,Feb 2026\nSales,Cost,EUR,1,2\nFinance,Cost,USD,3,4\n",
    ],
)
def test_currencies_are_never_added_up_or_mixed(load: Loader, table: str) -> None:
    asked = load("costs.csv", table)
    assert question(asked) == "currency"


def test_the_name_of_a_cost_centre_is_the_group_not_its_number(
    load: Loader, warehouse: Warehouse
) -> None:
    """SAP's posting periods beside number and name of the cost centre, and the currency."""
    table = "Cost centre,Cost centre name,Period,Cost,Currency\n" + "".join(
        f"{number},{name},2026/00{month},{month * 10},EUR\n"
        for number, name in ((4711, "Sales"), (4712, "Finance"))
        for month in (1, 2)
    )
    load("sap.csv", table, fiscal_year="1")
    found = values(warehouse)
    assert found["cost", "sales", date(2026, 2, 1)] == 20
    assert {group for _, group, _ in found} == {"sales", "finance"}


def test_headers_of_month_and_short_year_are_months(load: Loader, warehouse: Warehouse) -> None:
    load("monthly.csv", "team;kpi;12/25;01/26;02/26\nSales;Errors;5;6;7\nFinance;Errors;1;2;3\n")
    assert values(warehouse)["errors", "sales", date(2025, 12, 1)] == 5
    assert values(warehouse)["errors", "finance", date(2026, 2, 1)] == 3
    days = load("days.csv", "team;kpi;01/05;02/05;03/05\nSales;Faults;5;6;7\n")
    assert days.error  # they may be days of May


def test_the_day_a_week_begins_on_counts_more_than_its_number(
    load: Loader, warehouse: Warehouse
) -> None:
    """strftime('%Y-%W') numbers the weeks of 2026 one less than ISO; the first one is cut."""
    table = "team,year_week,week_start,wau\n" + "".join(
        f"{team},2026-0{n},{day},{n}\n"
        for team in ("Sales", "Finance")
        for n, day in ((1, "2026-01-06"), (2, "2026-01-12"), (3, "2026-01-19"))
    )
    done = load("weekly.csv", table)
    rows = warehouse.read().rows(
        "select first_day, last_day, numerator from outcome_now where group_id = 'sales' order by 1"
    )
    assert rows == [
        (date(2026, 1, 5), date(2026, 1, 11), 1),
        (date(2026, 1, 12), date(2026, 1, 18), 2),
        (date(2026, 1, 19), date(2026, 1, 25), 3),
    ]
    assert done.receipt
    assert "the days count" in " ".join(done.receipt.warnings)


def test_tables_side_by_side_keep_their_own_groups(load: Loader, warehouse: Warehouse) -> None:
    table = """Escalations,,,,Calls,,
Team,Jan 2026,Feb 2026,,Team,Jan 2026,Feb 2026
Sales,10,12,,Finance,2000,2100
Finance,30,28,,Sales,1000,1100
"""
    load("side.csv", table)
    found, january = values(warehouse), date(2026, 1, 1)
    assert found["escalations", "sales", january] == 10
    assert found["calls", "sales", january] == 1000
    assert found["calls", "finance", january] == 2000


def test_plain_tables_below_each_other_are_both_read(load: Loader, warehouse: Warehouse) -> None:
    one = "team,month,Escalations\nSales,2026-01,10\nFinance,2026-01,28\n"
    load("two.csv", f"{one}\n{one.replace('Escalations', 'Calls')}")
    assert {kpi for kpi, *_ in values(warehouse)} == {"escalations", "calls"}


LOG = "Id,RecordType,CreationTime,UserType,UserKey,Activity,UserId\n" + "".join(
    f"a{n},20,2026-06-01T0{n}:15:00Z,0,100,ViewReport,s{n % 3}@x.org\n" for n in range(6)
)
ACCOUNTS = "Email,Name,Created At,Last Active,Total Messages\n" + "".join(
    f"s{n}@x.org,Name {n},2025-01-0{n + 1},2026-06-2{n},{n * 5}\n" for n in range(3)
)


def test_a_log_counts_its_rows_and_no_codes(load: Loader, warehouse: Warehouse) -> None:
    load("activity.csv", LOG, platform="power_bi")
    rows = warehouse.read().rows("select action, sum(times)::int from usage_now group by 1")
    assert rows == [("actions", 6)]


def test_the_day_an_account_was_created_is_no_day_of_use(load: Loader) -> None:
    asked = load("accounts.csv", ACCOUNTS, platform="acme")
    assert question(asked) == "period"


CONCUR = (
    "Report ID,Report Name,Employee ID,Department,Transaction Date,Expense Type,"
    "Expense Amount (rpt),Reimbursement Currency,Approved Amount (rpt)\n"
    'R1,Trip,s0@x.org,Sales,2026-05-03,Airfare,"1,234.50",EUR,"1,234.50"\n'
    "R1,Trip,s0@x.org,Sales,2026-05-04,Hotel,300.00,EUR,250.00\n"
    "R2,Trip,f0@x.org,Finance,2026-05-07,Train,80.00,EUR,80.00\n"
)


def test_concur_s_own_names_of_amounts_are_known(load: Loader, warehouse: Warehouse) -> None:
    load("concur.csv", CONCUR)
    rows = warehouse.read().rows("select sum(amount), min(currency), count(*) from record_now")
    assert rows == [(1614.5, "EUR", 3)]


SUGGESTED = {
    "tickets": "Ticket ID,Opened,Channel,Agent,Team,First Response (min),Resolution (hrs),CSAT\n"
    "T-1,2026-05-04,Email,Ann,Sales,12,5.5,4\nT-2,2026-05-05,Chat,Bob,Finance,25,1.2,5\n",
    "kpi_columns": "Month,Created,Resolved\nJan 2026,10,9\nFeb 2026,12,13\n",
}


@pytest.mark.parametrize("kind", SUGGESTED)
def test_match_suggests_the_kind_that_names_speak_of(kind: str, write: Write) -> None:
    """No list of deals without an amount, and no survey because one header has four words."""
    proposal = propose(write("table.csv", SUGGESTED[kind]), {"sales", "finance"})
    assert proposal.mapping.read_as == kind


def test_counts_of_the_whole_organisation_are_no_survey(write: Write) -> None:
    names = ("Exchange", "OneDrive", "Skype For Business", "Teams")
    header = ",".join(f"{name} {kind}" for name in names for kind in ("Active", "Inactive"))
    text = f"Report Refresh Date,{header}\n2026-07-05,90,12,70,32,0,0,95,7\n"
    proposal = propose(write("services.csv", text), set())
    assert proposal.mapping.read_as == "kpi_columns"
    assert "# group: required" in proposal.text


def warned(done: FileResult) -> str:
    assert done.receipt
    return " ".join(done.receipt.warnings)


def test_a_running_sum_is_said_to_be_one(load: Loader) -> None:
    done = load("ytd.csv", "team,month,Travel cost YTD (EUR)\nSales,2026-01,10\nSales,2026-02,21\n")
    assert "running sum" in warned(done)
    plain = load("plain.csv", "team,month,Last days off\nSales,2026-01,10\nSales,2026-02,11\n")
    assert "running sum" not in warned(plain)


@pytest.mark.parametrize(
    ("day", "told"),
    [("12 March 2026", True), ("2026-03-12", True), ("12.03.2026", True), ("31 March 2026", False),
     ("03/04/2026", False), ("4 April 2026", False)],
)  # fmt: skip
def test_a_last_period_that_was_not_over_is_told(load: Loader, day: str, told: bool) -> None:
    rows = "".join(f"{g},{m} 2026,9\n" for g in ("Sales", "Finance") for m in ("January", "March"))
    done = load("part.csv", f"Downtime,,\nData as of {day},,\nTeam,Month,Hours\n{rows}")
    assert ("told in part" in warned(done)) == told


def test_a_unit_above_the_table_is_told(load: Loader) -> None:
    table = "Umsatz;;\nAngaben in T EUR;;\n;;\nTeam;Monat;Umsatz\nSales;Jan 2026;1.234,5\n"
    assert "Angaben in T EUR" in warned(load("revenue.csv", table))


def test_lines_above_a_table_of_another_shape_are_told(load: Loader) -> None:
    wide = "Revenue in k EUR,,\nData as of 12 March 2026,,\n,,\nTeam,Feb 2026,Mar 2026\n"
    said = warned(load("wide.csv", wide + "Sales,5,6\nFinance,7,8\n"))
    assert "in k EUR" in said
    assert "told in part" in said
    first = wide + "Sales,5,6\n\nDowntime,,\nTeam,Feb 2026,Mar 2026\nSales,1,2\n"
    assert "in k EUR" in warned(load("two.csv", first))


def test_times_of_the_day_are_no_kpi(load: Loader, warehouse: Warehouse) -> None:
    table = """Date,Department,Machine,Start,End,Duration_Min
2026-05-04,Sales,Press 1,06:10,06:40,30
2026-05-04,Finance,Press 2,22:50,00:20,90
2026-05-05,Sales,Press 1,09:00,09:12,12
"""
    done = load("stops.csv", table)
    assert {kpi for kpi, *_ in values(warehouse)} == {"duration_min"}
    assert "Start, End" in warned(done)


def test_a_lone_sign_of_the_euro_is_windows_1252(load: Loader, warehouse: Warehouse) -> None:
    table = "team;month;Kosten (Mio. €);Umsatz in T EUR\nSales;2026-01;1,25;3,5\n"
    load("euro.csv", table.encode("cp1252"))
    rows = warehouse.read().rows("select kpi, unit from outcome_now order by 1")
    assert rows == [("kosten_mio", "Mio. €"), ("umsatz_in_t_eur", "T EUR")]


@pytest.mark.parametrize(
    ("table", "kpi"),
    [
        ("division,team,month,Faults\nA,Sales,2026-01,1\nB,Finance,2026-01,2\n", "faults"),
        ("department,team,month,kpi,value\nA,Sales,2026-01,Faults,1\nB,Finance,2026-01,Faults,2\n",
         "faults"),
    ],
)  # fmt: skip
def test_of_two_columns_of_groups_those_of_the_roster_count(
    load: Loader, warehouse: Warehouse, table: str, kpi: str
) -> None:
    """Each division with one team: nothing is repeated, and nothing would ask."""
    done = load("two.csv", table)
    assert values(warehouse)[kpi, "sales", date(2026, 1, 1)] == 1
    assert "holds the groups, not" in warned(done)


def test_two_columns_of_groups_that_nobody_knows_are_asked_about(load: Loader) -> None:
    table = "division,team,month,Faults\nA,X,2026-01,1\nB,Y,2026-01,2\n"
    asked = load("two.csv", table)
    assert asked.error
    assert asked.error.question
    assert asked.error.question.choices == ("division", "team")
    assert load("two.csv", table, group_column="team").receipt


def test_a_second_row_tells_repeated_months_apart(load: Loader, warehouse: Warehouse) -> None:
    table = (
        "Team,KPI,Jan 2026,Jan 2026,Feb 2026,Feb 2026\n,,Actual,Budget,Actual,Budget\n"
        "Sales,Cost,100,110,120,115\nFinance,Cost,50,55,60,52\n"
    )
    asked = load("budget.csv", table)
    assert asked.error
    assert asked.error.question
    assert asked.error.question.choices == ("Actual", "Budget")
    load("budget.csv", table, value="Actual")
    assert values(warehouse)["cost", "sales", date(2026, 2, 1)] == 120


def test_german_half_years_are_periods(load: Loader, warehouse: Warehouse) -> None:
    load("half.csv", "Bereich;Kennzahl;2. HJ 2025;1. HJ 2026\nSales;Quote;5,0;4,2\n")
    assert values(warehouse)["quote", "sales", date(2026, 1, 1)] == pytest.approx(4.2)


def test_every_counter_of_an_unknown_list_counts(load: Loader, warehouse: Warehouse) -> None:
    """'Agent Edits' was taken for newer than the other counters: its edits were dropped unsaid."""
    table = "Date,User Email,Agent Edits,Chat Requests\n" + "".join(
        f"2026-06-15,s{n}@x.org,{n + 1},{n}\n" for n in range(3)
    )
    load("edits.csv", table, platform="acme")
    rows = warehouse.read().rows(
        "select action, sum(times)::int from usage_now where times > 0 group by 1 order by 1"
    )
    assert rows == [("agent_edits", 6), ("chat_requests", 3)]


@pytest.mark.parametrize("minus", ["-", "−", "–", "－"])
@pytest.mark.parametrize("figure", ["{}3.5", "{} 3.5", "{}3.5 EUR", "EUR {}3.5", "{}3.5%"])
def test_whatever_stands_for_minus_is_one(
    load: Loader, warehouse: Warehouse, minus: str, figure: str
) -> None:
    rows = f"2026-01,Sales,{figure.format(minus)}\n2026-01,Finance,{figure.format('')}\n"
    done = load("margin.csv", f"Month,Team,Margin\n{rows}")
    assert done.receipt, done.error
    assert done.receipt.rows_rejected == 0
    found = values(warehouse)
    assert {(kpi, group): value for (kpi, group, _), value in found.items()} == {
        ("margin", "sales"): pytest.approx(-found["margin", "finance", date(2026, 1, 1)]),
        ("margin", "finance"): pytest.approx(found["margin", "finance", date(2026, 1, 1)]),
    }
    assert found["margin", "finance", date(2026, 1, 1)] > 0


def test_a_dash_between_two_figures_is_no_minus(load: Loader, warehouse: Warehouse) -> None:
    load("margin.csv", "Month,Team,Margin\n2026-01,Sales,3–5\n2026-01,Finance,4\n")
    assert set(values(warehouse).values()) <= {4.0}
