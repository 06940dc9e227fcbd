"""One file per trap (hazards/), and what becomes of it: rows that are right, or a clear refusal."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.staging import Table, body, tables
from signpost.pipelines.model import cells
from signpost.pipelines.model.cells import MACROS, Cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.reading.parse import parse_table
from signpost.pipelines.reading.rejected_rows import reject_rows
from signpost.pipelines.recognition.match_table import match_table
from signpost.pipelines.text.dates import Order
from signpost.warehouse.connection import connect

HAZARDS = Path(__file__).parent / "hazards"
HOW = HowToGet("anybody", "by hand", "x.csv", "please")
T, D, N, C = cells.text_cell, cells.day_cell, cells.number_cell, cells.count_cell


@dataclass(frozen=True)
class Outcome:
    """Which columns are read as what, and the rows, the lines rejected, the rows left out."""

    columns: Mapping[str, Cell]
    rows: list[tuple[object, ...]]
    rejected: list[int] = field(default_factory=list)
    skipped: int = 0
    dates: Order | None = None


def read(path: Path, columns: Mapping[str, Cell], work: Path, dates: Order | None):
    source = Source("hazard", "hazard", "record", columns, "here", HOW)
    with closing(
        connect(work / "b.duckdb", memory_limit="500MB", spill=work / "s", reads=[work, path])
    ) as con:
        con.execute(MACROS)
        (table,) = tables(path, work)
        assert isinstance(table, Table)
        layout, match = match_table(table, [source])
        rows = body(table, layout, work)
        counts = reject_rows(con, rows, parse_table(con, rows, match, dates, work))
        names = ", ".join(f'"{name}"' for name in columns)
        good = "problems is null and skip is null"
        found = con.execute(f"select {names} from p where {good} order by row").fetchall()
        lines = con.execute("select distinct line from rejected order by line").fetchall()
        return found, [line for (line,) in lines], counts


def columns(**kinds: Cell) -> dict[str, Cell]:
    return kinds


MONEY = columns(
    dept=cells.group_cell("Department", "Abteilung", "Département"),
    month=D("Month", "Monat"),
    value=N("Revenue", "Umsatz", "Umsatz (€)"),
)
GROUPS = columns(dept=cells.group_cell("Department", "Dept"), n=C("Users", "Value"))
AB = columns(a=T("a"), b=T("b"))
OPENED = columns(id=T("id"), opened=D("opened"))
at = datetime.fromisoformat
_REST = ("HR", "Ops", "IT", "Legal", "Fin", "Mkt", "RnD")
JAN, FEB = date(2024, 1, 31), date(2024, 2, 29)

OUTCOMES: dict[str, Outcome] = {
    "01_utf8_bom.csv": Outcome(MONEY, [("Sales", JAN, 1200), ("HR", FEB, 800)]),
    "02_utf16le_bom_tab.csv": Outcome(MONEY, [("Ventes", JAN, 1200), ("RH", FEB, 800)]),
    "02b_utf16le_nobom_tab.csv": Outcome(MONEY, [("Sales", JAN, 1200), ("HR", FEB, 800)]),
    "03_cp1252_semicolon_comma.csv": Outcome(
        MONEY, [("Vertrieb Süd", JAN, 1234.5), ("Personal – Büro", FEB, 800)]
    ),
    "03b_utf8_semicolon_comma.csv": Outcome(
        MONEY, [("Vertrieb Süd", JAN, 1234.5), ("Personal", FEB, 12800)]
    ),
    "03c_sep_line.csv": Outcome(
        MONEY, [("Vertrieb", JAN, 1234.5), ("HR", date(2024, 2, 28), 800.25)]
    ),
    "04a_ambiguous_mdy.csv": Outcome(
        OPENED,
        [("1", date(2024, 3, 4)), ("2", date(2024, 5, 6)), ("3", date(2024, 11, 12))],
        dates="mdy",
    ),
    "04c_mixed.csv": Outcome(
        OPENED, [("1", date(2024, 4, 3)), ("2", date(2024, 6, 25))], rejected=[4], dates="dmy"
    ),
    "05_thousands_currency_pct.csv": Outcome(
        columns(dept=T("Dept"), revenue=N("Revenue"), margin=N("Margin"), delta=N("Delta")),
        [("Sales", 1234.5, 0.125, -200), ("HR", 2000, 0.07, 1300), ("Ops", 950, 1.0, -15.5)],
    ),
    "06_excel_serial.csv": Outcome(
        columns(dept=T("Dept"), month=D("Month"), value=C("Value")),
        [("Sales", JAN, 10), ("HR", FEB, 12)],
    ),
    "07_null_tokens.csv": Outcome(
        GROUPS,
        [("Sales", 10), *((name, None) for name in _REST)],
    ),
    "08_preamble.csv": Outcome(
        columns(dept=cells.group_cell("Department"), n=C("Active Users"), rate=N("Rate")),
        [("Sales", 10, 0.5), ("HR", 5, 0.25)],
        skipped=1,
    ),
    "10_totals.csv": Outcome(GROUPS, [("Sales", 10), ("HR", 5)], skipped=4),
    "11_embedded_newlines.csv": Outcome(
        columns(id=T("id"), desc=T("desc"), dept=T("dept")),
        [("1", "line one\nline two, with comma", "Sales"), ("2", 'he said "hi"', "HR")],
    ),
    "11b_stray_quote.csv": Outcome(
        columns(id=T("id"), desc=T("desc"), dept=T("dept")),
        [("1", '5" pipe', "Sales"), ("2", "ok", "HR"), ("3", "quoted tail", "Ops")],
    ),
    "12_dup_headers.csv": Outcome(
        columns(summary=T("Summary"), labels=T("Labels"), comment=T("Comment")),
        [("A", "x", "c1"), ("B", "z", "c3")],
    ),
    "12b_case_dup_headers.csv": Outcome(columns(user=T("user")), [("1",)]),
    "13_formula.csv": Outcome(
        columns(name=T("displayName"), dept=T("department")),
        [("=1+3", "Sales"), ("@SUM(A1)", "HR"), ("+4915123", "Ops"), ("-5", "IT")],
    ),
    "14_nul.csv": Outcome(AB, [("1", "xy"), ("2", "z")]),
    "15_ragged.csv": Outcome(AB, [("1", "2"), ("10", "11")], rejected=[3, 4]),
    "16_cr_only.csv": Outcome(AB, [("1", "2"), ("3", "4")]),
    "16b_mixed_nl.csv": Outcome(AB, [("1", "2"), ("3", "4")]),
    "17_leading_zero_ids.csv": Outcome(
        columns(id=T("employee_id"), zip=T("zip"), phone=T("phone")),
        [("00123", "02134", "+4915123"), ("00456", "10115", "+4915999")],
    ),
    "17b_bigint_ids.csv": Outcome(
        columns(id=T("user_id"), n=C("n")),
        [("12345678901234567890", 1), ("98765432109876543210", 2)],
    ),
    "18_bools.csv": Outcome(
        columns(u=T("u"), gone=cells.flag_cell("Is Deleted"),
                other=cells.flag_cell("Has Other Action"), teams=cells.flag_cell("Teams")),
        [("a", False, False, True), ("b", True, True, False)],
    ),
    "19_durations.csv": Outcome(
        columns(u=T("u"), audio=cells.duration_cell("Audio Duration"),
                other=cells.duration_cell("dur2")),
        [("a", 0, 750), ("b", 3723, 97500)],
    ),
    "25_trailing_delim.csv": Outcome(AB, [("1", "2"), ("3", "4")]),
    "26_product_plus.csv": Outcome(
        columns(upn=T("UPN"), products=T("Assigned Products")),
        [("a@x", "MICROSOFT 365 E5+ENTERPRISE MOBILITY + SECURITY E5")],
    ),
    "27_localized_dates.csv": Outcome(
        columns(u=T("u"), d=D("d")), [("a", date(2026, 7, 7)), ("b", date(2026, 2, 10))]
    ),
    "28_month_names.csv": Outcome(
        columns(u=T("u"), d=D("d")), [("a", date(2026, 4, 17)), ("b", date(2025, 3, 2))]
    ),
    "29_jira_dates.csv": Outcome(
        columns(k=T("k"), created=cells.moment_cell("Created")),
        [("A-1", at("2024-01-09T15:54")), ("A-2", at("2024-02-10T11:22"))],
    ),
    "30_latin_in_utf8.csv": Outcome(
        columns(dept=T("dept"), n=C("n")), [("Ventes été", 1), ("Société", 2)]
    ),
    "40_concat.json": Outcome(columns(a=C("a"), c=C("b.c")), [(1, 2), (2, 3)]),
    "41_nd.ndjson": Outcome(columns(a=C("a"), z=T("z")), [(1, None), (2, "x")]),
    "42_graph.json": Outcome(columns(u=T("u"), days=C("reportPeriod")), [("a", 7), ("b", 7)]),
    "43_arr.json": Outcome(columns(a=C("a")), [(1,)], skipped=1),
    "44_bom.json": Outcome(columns(a=C("a")), [(1,)]),
    "45_nd_bad.ndjson": Outcome(columns(a=C("a")), [(1,), (3,)], rejected=[2]),
}  # fmt: skip

# columns the file would be read by, the code of the refusal, and a word of the message
REFUSALS: dict[str, tuple[Mapping[str, Cell], str, str]] = {
    "04a_ambiguous_mdy.csv": (OPENED, "ambiguous_dates", "day/month or month/day"),
    "04c_mixed.csv": (OPENED, "mixed_dates", "both orders"),
    "09_two_headers.csv": (
        columns(dept=T("Department"), rate=N("Rate")), "unknown_file",
        "Read together its columns are: Department, Q1 / Users, Q1 / Active",
    ),
    "20_quoted_semicolon_in_comma.csv": (AB, "unknown_file", "Its columns are"),
    "21_single_column.csv": (AB, "one_column", "one column only"),
    "23_empty.csv": (AB, "empty_file", "0 bytes"),
    "24_all_text_noheader.csv": (AB, "unknown_file", "Sales, London"),
}  # fmt: skip


@pytest.mark.parametrize("name", OUTCOMES)
def test_it_loads_right(name: str, tmp_path: Path) -> None:
    expected = OUTCOMES[name]
    path = shutil.copy(HAZARDS / name, tmp_path)
    rows, lines, counts = read(Path(path), expected.columns, tmp_path, expected.dates)
    assert rows == expected.rows
    assert lines == expected.rejected
    assert counts.skipped == expected.skipped
    assert counts.loaded == len(expected.rows)
    assert counts.rejected == len(expected.rejected)


@pytest.mark.parametrize("name", REFUSALS)
def test_it_is_refused_in_words(name: str, tmp_path: Path) -> None:
    wanted, code, said = REFUSALS[name]
    path = shutil.copy(HAZARDS / name, tmp_path)
    with pytest.raises(UnreadableFile) as caught:
        read(Path(path), wanted, tmp_path, None)
    assert caught.value.trouble.code == code
    assert said in caught.value.trouble.message
    assert caught.value.trouble.remedy


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    path = shutil.copy(HAZARDS / "22_header_only.csv", tmp_path)
    rows, lines, counts = read(Path(path), GROUPS, tmp_path, None)
    assert (rows, lines, counts.read) == ([], [], 0)


def test_a_day_on_line_30_001_decides(tmp_path: Path) -> None:
    path = tmp_path / "04b_dmy_late.csv"
    days = [f"{i},{i % 12 + 1:02d}/{i % 12 + 1:02d}/2024" for i in range(29_999)]
    path.write_text("id,opened\n" + "\n".join(days) + "\n29999,03/04/2024\n30000,25/12/2024\n")
    rows, lines, _ = read(path, OPENED, tmp_path, None)
    assert rows[-2:] == [("29999", date(2024, 4, 3)), ("30000", date(2024, 12, 25))]
    assert lines == []


def test_every_hazard_has_its_outcome_written_down() -> None:
    files = {path.name for path in HAZARDS.iterdir()}
    assert files == {*OUTCOMES, *REFUSALS, "22_header_only.csv"}
