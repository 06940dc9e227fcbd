"""KPI tables as people keep them: one column per KPI, header rows over each other, no period."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from signpost.pipelines.correction_file import correction_file
from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.header_rows import merged_headers
from signpost.pipelines.ingest import ingest
from signpost.pipelines.recognition.column_mapping import (
    Mapping,
    ValueColumn,
    dump_mapping,
    parse_mapping,
)
from signpost.pipelines.recognition.identify import all_sources, source_named
from signpost.pipelines.recognition.propose_mapping import (
    Choice,
    as_mapping,
    likeliest_field,
    offered_fields,
    read_head,
)
from signpost.pipelines.sources.kpi_columns import kpi_columns
from signpost.pipelines.text.periods import period_spans
from signpost.warehouse.store import Warehouse

from .conftest import Write

pytestmark = pytest.mark.slow  # many loads

HAZARDS = Path(__file__).parent / "hazards"
JAN, FEB = (date(2024, 1, 1), date(2024, 1, 31)), (date(2024, 2, 1), date(2024, 2, 29))
Row = tuple[str, str, date, date, float]


def outcomes(warehouse: Warehouse) -> list[Row]:
    return warehouse.read().rows(
        "select kpi, group_id, first_day, last_day, numerator from outcome_now order by all"
    )


# the same table in UTF-8, UTF-16, Windows-1252, with semicolons and decimal commas
SPELLED: dict[str, list[Row]] = {
    "01_utf8_bom.csv": [("revenue", "hr", *FEB, 800), ("revenue", "sales", *JAN, 1200)],
    "02_utf16le_bom_tab.csv": [("revenue", "rh", *FEB, 800), ("revenue", "ventes", *JAN, 1200)],
    "02b_utf16le_nobom_tab.csv": [("revenue", "hr", *FEB, 800), ("revenue", "sales", *JAN, 1200)],
    "03_cp1252_semicolon_comma.csv": [
        ("umsatz", "personal – büro", *FEB, 800), ("umsatz", "vertrieb süd", *JAN, 1234.5),
    ],
    "03b_utf8_semicolon_comma.csv": [
        ("umsatz", "personal", *FEB, 12800), ("umsatz", "vertrieb süd", *JAN, 1234.5),
    ],
    "03c_sep_line.csv": [("umsatz", "hr", *FEB, 800.25), ("umsatz", "vertrieb", *JAN, 1234.5)],
}  # fmt: skip


@pytest.mark.parametrize("name", SPELLED)
def test_a_column_per_kpi_loads_in_any_spelling(
    name: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    (result,) = ingest(warehouse, [shutil.copy(HAZARDS / name, tmp_path)]).files
    assert result.error is None
    assert outcomes(warehouse) == SPELLED[name]


# hazards without a period, or with one that lacks its year: the mapping `match` suggests
SUGGESTED = {
    "05_thousands_currency_pct.csv": Mapping(
        "kpi_columns", {"group": "Dept"}, {"period": "YYYY-MM"},
        {name: ValueColumn(name) for name in ("Revenue", "Margin", "Delta")},
    ),
    "06_excel_serial.csv": Mapping(
        "kpi_columns", {"group": "Dept", "period": "Month"}, {}, {"Value": ValueColumn("Value")}
    ),
    "09_two_headers.csv": Mapping(
        "kpi_columns", {"group": "Department"}, {},
        {
            f"{quarter} / {kpi}": ValueColumn(kpi, f"YYYY-{quarter}")
            for quarter in ("Q1", "Q2") for kpi in ("Users", "Active")
        },
    ),
    "10_totals.csv": Mapping(
        "kpi_columns", {"group": "Department"}, {"period": "YYYY-MM"},
        {"Users": ValueColumn("Users")},
    ),
}  # fmt: skip
FILLED: dict[str, list[Row]] = {
    "05_thousands_currency_pct.csv": [
        ("delta", "hr", *JAN, 1300), ("delta", "ops", *JAN, -15.5), ("delta", "sales", *JAN, -200),
        ("margin", "hr", *JAN, 0.07), ("margin", "ops", *JAN, 1), ("margin", "sales", *JAN, 0.125),
        ("revenue", "hr", *JAN, 2000), ("revenue", "ops", *JAN, 950),
        ("revenue", "sales", *JAN, 1234.5),
    ],
    "06_excel_serial.csv": [("value", "hr", *FEB, 12), ("value", "sales", *JAN, 10)],
    "09_two_headers.csv": [
        (kpi, group, date(2024, 3 * quarter - 2, 1), date(2024, 3 * quarter, last), number)
        for kpi, group, quarter, last, number in (
            ("active", "hr", 1, 31, 2), ("active", "hr", 2, 30, 3), ("active", "sales", 1, 31, 5),
            ("active", "sales", 2, 30, 6), ("users", "hr", 1, 31, 4), ("users", "hr", 2, 30, 4),
            ("users", "sales", 1, 31, 10), ("users", "sales", 2, 30, 11),
        )
    ],
    "10_totals.csv": [("users", "hr", *JAN, 5), ("users", "sales", *JAN, 10)],
}  # fmt: skip


def suggested(path: Path) -> Mapping:
    strange = read_head(path, path.name)
    assert strange is not None
    target = likeliest_field(strange, ())
    found = offered_fields(strange, target, ())
    return as_mapping(target, {n: Choice(one.column) for n, one in found.items()}, strange)


@pytest.mark.parametrize("name", SUGGESTED)
def test_a_complete_mapping_is_suggested_and_loads_right(
    name: str, warehouse: Warehouse, tmp_path: Path, write: Write
) -> None:
    path = Path(shutil.copy(HAZARDS / name, tmp_path))
    (refused,) = ingest(warehouse, [path]).files
    assert refused.error is not None
    assert "signpost match FILE" in refused.error.remedy
    mapping = suggested(path)
    assert mapping == SUGGESTED[name]
    text = dump_mapping(mapping).replace("YYYY-MM", "2024-01").replace("YYYY", "2024")
    (result,) = ingest(warehouse, [path], mapping=write("m.yaml", text)).files
    assert result.error is None
    assert outcomes(warehouse) == FILLED[name]


def test_a_mapping_of_kpis_is_remembered_by_its_columns(warehouse: Warehouse, write: Write) -> None:
    text = "read_as: kpi_columns\ncolumns: {group: Where, period: When}\nvalues: {What: Mood}\n"
    table = "Where,When,What,Why\nSales,2026-0{},{},x y\n"
    ingest(warehouse, [write("a.csv", table.format(1, 5))], mapping=write("m.yaml", text))
    (again,) = ingest(warehouse, [write("b.csv", table.format(2, 6))]).files
    assert again.status == "loaded"
    assert [row[4] for row in outcomes(warehouse)] == [5, 6]


def test_a_remembered_mapping_wins_over_what_the_header_says(
    warehouse: Warehouse, write: Write
) -> None:
    text = (
        "read_as: kpi_long\ncolumns: {group: Team, period: Month, value: Revenue}\n"
        "constants: {measure: Turnover}\n"
    )
    table = "Team,Month,Revenue\nSales,2026-0{},7\n"
    ingest(warehouse, [write("a.csv", table.format(1))], mapping=write("m.yaml", text))
    ingest(warehouse, [write("b.csv", table.format(2))])
    assert [row[0] for row in outcomes(warehouse)] == ["turnover", "turnover"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("{A: {kpi: Cost, period: YYYY-Q1}}", "'YYYY-Q1' is no period"),
        ("{A: Cost}", "A needs one period"),
        ("{A: {name: Cost}}", "name of a KPI"),
        ("[A]", "lists of field"),
        ("{}", "values belong to"),
    ],
)
def test_what_the_columns_hold_must_be_whole(values: str, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        parse_mapping(f"read_as: kpi_columns\ncolumns: {{group: X}}\nvalues: {values}\n")


REFUSED = {
    "two rows for one group and month": ("Team,Month,Cost", ["Sales,2026-01,1", "sales,2026-01,2"]),
    "a column of words": ("Team,Month,Product,Cost", ["Sales,2026-01,A,1", "HR,2026-01,B,2"]),
    "a column that does not say which KPI": ("Team,Month,Value", ["Sales,2026-01,1"]),
    "a year apart from its month": ("Team,Year,Month,Cost", ["Sales,2026,1,5"]),
    "no group": ("Month,Cost", ["2026-01,1"]),
    "no period": ("Team,Cost", ["Sales,1"]),
    "a number of a thing": ("Team,Month,Ticket number", ["Sales,2026-01,77"]),
    "codes": ("Team,Month,Site", ["Sales,2026-01,0100"]),
    "employees by number": ("Team,Month,Employee", ["Sales,2026-01,77"]),
    "the same KPI twice": ("Team,Month,Cost,Cost", ["Sales,2026-01,1,2"]),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_table_that_may_hold_something_else_is_not_guessed(why: str) -> None:
    header, rows = REFUSED[why]
    assert kpi_columns(header.split(","), [row.split(",") for row in rows]) == {}


def test_rows_set_aside_come_back_under_one_header(
    warehouse: Warehouse, write: Write, tmp_path: Path
) -> None:
    text = ",Q1 2026,,Q2 2026,\nTeam,Cost,NPS,Cost,NPS\nSales,1,2,3,4\nHR,x,y,z,w\nIT,5,6,7,8\n"
    path = write("k.csv", text)
    (loaded,) = ingest(warehouse, [path]).files
    assert loaded.receipt is not None
    assert (loaded.receipt.rows_loaded, loaded.receipt.rows_rejected) == (2, 1)
    made = correction_file(warehouse.read(), 1, path)
    assert made is not None
    name, content = made
    fixed = tmp_path / name
    fixed.write_bytes(content.replace(b"HR,x,y,z,w", b"HR,9,9,9,9"))
    (again,) = ingest(warehouse, [fixed]).files
    assert again.error is None
    assert len(outcomes(warehouse)) == 12


def test_remarks_and_codes_beside_kpis_are_left_out() -> None:
    found = kpi_columns(
        ("Cost centre", "Team", "Month", "Cost (EUR)", "NPS", "Comment"),
        [("0100", "Sales", "2026-01", "5", "", "fine")],
    )
    assert {at: (one["measure"], one["unit"]) for at, one in found.items()} == {
        3: ("Cost (EUR)", "EUR")
    }


@pytest.mark.parametrize(
    ("above", "below", "names"),
    [
        (",Q1,,Q2,", "Team,Cost,NPS,Cost,NPS", "Team|Q1 / Cost|Q1 / NPS|Q2 / Cost|Q2 / NPS"),
        ("Team,Cost,,NPS,", ",Jan,Feb,Jan,Feb", "Team|Cost / Jan|Cost / Feb|NPS / Jan|NPS / Feb"),
        (",2025,,2026,", "Team,A,B,A,B", "Team|2025 / A|2025 / B|2026 / A|2026 / B"),
        ("Report of July,,", "Team,Month,Cost", None),
        ("Team,,Cost", "Sales,,10", None),
        ("a,b,c", "Labels,Labels,Labels", None),
    ],
)
def test_rows_of_a_header_make_names_together(above: str, below: str, names: str | None) -> None:
    found = merged_headers(above.split(","), below.split(","))
    assert (found and "|".join(found)) == names


@pytest.mark.parametrize("hint", ["Monat", "Month", "Mois"])
def test_days_in_a_column_of_months_are_months_whatever_their_weekday(hint: str) -> None:
    found = period_spans(["31.01.2024", "28.02.2024"], "dmy", hint)  # both a Wednesday
    assert list(found.values()) == [JAN, FEB]


def test_every_kind_of_table_can_be_matched() -> None:
    assert {s.id for s in all_sources() if s.generic} >= {"kpi_columns", "kpi_wide", "kpi_long"}
    wide = Mapping("kpi_wide", {"group": "X"}, {"measure": "Cost"})
    assert parse_mapping(dump_mapping(wide)) == wide
    assert source_named("kpi_columns").fields["measure"].headers == ()


def test_months_without_a_kpi_take_it_from_the_mapping(warehouse: Warehouse, write: Write) -> None:
    text = "read_as: kpi_wide\ncolumns: {group: Team}\nconstants: {measure: Cost}\n"
    table = write("x.csv", "Team,2024-01,2024-02\nSales,5,6\n")
    ingest(warehouse, [table], mapping=write("m.yaml", text))
    assert outcomes(warehouse) == [("cost", "sales", *JAN, 5), ("cost", "sales", *FEB, 6)]


def test_a_day_that_does_not_exist_is_said_so_once_per_row(
    warehouse: Warehouse, write: Write
) -> None:
    text = (
        "Day;Team;Escalated;Calls;Remark;Target\n02.02.2026;Sales;5;90;;\n31.02.2026;Sales;6;91;;\n"
        "soon;Sales;7;92;;\n"
    )
    (result,) = ingest(warehouse, [write("k.csv", text)]).files
    assert result.receipt is not None
    found = [(one.line, one.column, one.text, one.reason) for one in result.receipt.rejected]
    assert found == [
        (3, "Day", "31.02.2026", "there is no such day"),
        (4, "Day", "soon", "expected a day, week, month or year such as 2026-07"),
    ]
    assert result.receipt.rows_rejected == 2
    assert result.receipt.how_read()[0] == "Each of these columns is a KPI: Calls, Escalated."
    (empty,) = [one for one in result.receipt.warnings if "without any value" in one]
    assert empty.startswith("Columns without any value: Target. ")  # a remark may well be empty
