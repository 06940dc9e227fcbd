"""The reading plan, without files: what a whole column of labels, numbers or bytes means."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.file_order import days_in_name, name_order
from signpost.pipelines.files.encoding_guess import decoded_again, doubt_of_utf8, guess_encoding
from signpost.pipelines.ingest import ingest
from signpost.pipelines.reading.number_column import odd_names, read_numbers
from signpost.pipelines.reading.period_column import header_periods, read_periods
from signpost.pipelines.recognition.usage_columns import match_usage
from signpost.pipelines.shapes.table_blocks import blocks
from signpost.pipelines.shapes.table_shapes import shaped
from signpost.warehouse.store import Warehouse

JAN, FEB = (date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 2, 28))
W01 = (date(2025, 12, 29), date(2026, 1, 4))


def first_of(labels: list[str], header: str = "", **answers: str) -> tuple[date, date]:
    return read_periods(labels, header, "dmy", answers).spans[labels[0]]


@pytest.mark.parametrize(
    ("labels", "header", "span"),
    [
        (["202601", "202602"], "week", W01),
        (["202601", "202602"], "month", JAN),
        (["202601", "202652"], "period", W01),
        (["01.2026", "02.2026"], "Week", W01),
        (["01.2026", "02.2026"], "Monat", JAN),
        (["2026-01", "2026-02"], "week", W01),
        (["1/10/2026"], "Week Ending", (date(2026, 9, 25), date(2026, 10, 1))),
        (["January 5, 2026 – January 11, 2026"], "Week", (date(2026, 1, 5), date(2026, 1, 11))),
        (["2026-01-05 - 2026-01-11"], "", (date(2026, 1, 5), date(2026, 1, 11))),
        (["1767225600000", "1769904000000"], "month", JAN),
        (["1767225600", "1769904000"], "month", JAN),
        (["2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z"], "month", JAN),
        (["2025-12-31 23:00:00+00", "2026-01-31 23:00:00+00"], "month", JAN),
        (["2026-01-05 00:00:00+00"], "week", (date(2026, 1, 5), date(2026, 1, 11))),
        (["26-Jan", "26-Feb"], "", JAN),
        (["Jan-26 (restated)", "Feb-26"], "", JAN),
        (["W/E 10-Jan-26", "W/E 17-Jan-26"], "", (date(2026, 1, 4), date(2026, 1, 10))),
        (["2026-01-01T13:06:04Z", "2026-01-02T13:40:00Z"], "date", (date(2026, 1, 1),) * 2),
        (["令和8年1月", "令和8年2月"], "年月", JAN),
        (["46023", "46054"], "month", JAN),
        (["08/01/2026"], "Semaine se terminant le", (date(2026, 1, 2), date(2026, 1, 8))),
        (["2026-07-01"], "date", (date(2026, 7, 1), date(2026, 7, 1))),
        (["2026-07-01"], "month", (date(2026, 7, 1), date(2026, 7, 31))),
        (["2026-01-04/2026-01-31"], "", (date(2026, 1, 4), date(2026, 1, 31))),
        (["2026-01-01/2026-02-01", "2026-02-01/2026-03-01"], "", JAN),
        (["[2026-01-01, 2026-02-01)"], "", JAN),
        (["(2025-12-31, 2026-01-31]"], "", JAN),
        (["1767225600000000000", "1769904000000000000"], "month", JAN),
        (["W1'26", "W2'26"], "", W01),
        (["26W01", "26W02"], "", W01),
        (["01/26", "02/26"], "KW", W01),
        (["2026 W01 (29 Dec - 4 Jan)"], "", W01),
        (["2026年第1周"], "周", W01),
        (["'2026-01", "'2026-02"], "Month", JAN),
    ],
)  # fmt: skip
def test_a_column_of_labels_has_one_reading(labels: list[str], header: str, span: object) -> None:
    assert first_of(labels, header) == span


@pytest.mark.parametrize(
    ("labels", "answers", "span"),
    [
        (["2023/24", "2024/25"], {"fiscal_year": "4"}, (date(2023, 4, 1), date(2024, 3, 31))),
        (["FY2026-P01"], {"fiscal_year": "10"}, (date(2025, 10, 1), date(2025, 10, 31))),
        (["FY2026-P01"], {"fiscal_year": "10s"}, (date(2026, 10, 1), date(2026, 10, 31))),
        (["Q1 FY26"], {"fiscal_year": "7"}, (date(2025, 7, 1), date(2025, 9, 30))),
        (["KW 01", "KW 02"], {"year": "2026"}, W01),
        (["Jan", "Feb"], {"year": "2026"}, JAN),
        (["Jan 31", "Feb 28"], {"year": "2026"}, JAN),
    ],
)
def test_what_labels_do_not_say_is_asked_and_then_known(
    labels: list[str], answers: dict[str, str], span: object
) -> None:
    with pytest.raises(UnreadableFile) as stopped:
        first_of(labels)
    question = stopped.value.trouble.question
    assert question is not None
    assert question.key in answers
    assert first_of(labels, **answers) == span


def test_a_week_that_does_not_exist_is_no_period() -> None:
    assert "202654" not in read_periods(["202601", "202654"], "week").spans


def test_periods_in_headers_are_read_together() -> None:
    assert header_periods(["Team", "2026-01-01", "2026-02-01"]) == {1: JAN, 2: FEB}
    assert header_periods(["Team", "Calls 24", "Rate"]) == {}


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["85%", "86", "0.81"], [0.85, 0.86, 0.81]),
        (["1:02:03", "00:10:00"], [3723, 600]),
        (["2 days", "35 min", "4.5 hrs"], [172800, 2100, 16200]),
        (["$1.2K", "$950"], [1200, 950]),
        (["42/50", "30/40"], [0.84, 0.75]),
        (["4.5 / 5", "3 / 5"], [4.5, 3]),
        (
            ["1 day, 2:00:00", "1 days 02:00:00", "1.02:00:00", "23:00:00"],
            [93600, 93600, 93600, 82800],
        ),
        (["1h02", "0h58"], [3720, 3480]),
        (["1,23,456", "12"], [123456, 12]),
        (["12'000.--", "(50.00)", "300-"], [12000, -50, -300]),
        (["12 pcs", "3"], [None, 3]),
    ],
)
def test_the_cells_of_a_measure_have_one_scale_and_unit(
    cells: list[str], numbers: list[float | None]
) -> None:
    read = read_numbers("KPI", dict.fromkeys(cells, 1), ".")
    assert [read.numbers[cell] for cell in cells] == pytest.approx(numbers)


@pytest.mark.parametrize(
    ("cells", "key", "answer", "numbers"),
    [
        (["EUR 1,000", "USD 900"], "currency", "EUR", [1000, None]),
        (["04:35", "04:20"], "duration", "mm:ss", [275, 260]),
        (["04:35", "04:20"], "duration", "h:mm", [16500, 15600]),
        (["1.2%", "0.9"], "scale", "percent", [0.012, 0.009]),
    ],
)
def test_two_units_in_one_measure_are_asked(
    cells: list[str], key: str, answer: str, numbers: list[float | None]
) -> None:
    texts = dict.fromkeys(cells, 1)
    with pytest.raises(UnreadableFile) as stopped:
        read_numbers("KPI", texts, ".")
    assert stopped.value.trouble.question is not None
    assert stopped.value.trouble.question.key == key
    read = read_numbers("KPI", texts, ".", {key: answer})
    assert [read.numbers[cell] for cell in cells] == pytest.approx(numbers)


def test_names_that_differ_in_a_sign_are_kept_apart() -> None:
    assert odd_names(["Escalations", "Escalations %"]) == {"Escalations %": "Escalations percent"}
    assert odd_names(["CSAT %", "Calls"]) == {}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Büro;Straße;Köln\n", "cp1252"),
        ("Sprzedaż;Łódź;Księgowość\n", "cp1250"),
        ("Продажи;отдел\n", "cp1251"),
        ("営業部,開発部\n", "cp932"),
        ("销售部,研发部\n", "gb18030"),
        ("영업부,개발부\n", "cp949"),
    ],
)
def test_an_encoding_is_found_by_its_letters(text: str, encoding: str) -> None:
    assert guess_encoding(text.encode(encoding)).encoding == encoding


def test_a_damaged_letter_is_no_other_language() -> None:
    rows = b"2026-03,Customer Care,Cost,64.5\n2026-04,Custom\xccr Care,Cost,71.5\n"
    guess = guess_encoding(b"month,department,kpi,value\n" + rows)
    assert guess.encoding == "cp1252"  # it was a half-width katakana of cp932
    assert "as 'Ì'" in guess.doubt


def test_the_final_file_counts_after_the_preliminary_one() -> None:
    names = ["KPI_2026-01_v2_final_02-20.csv", "KPI_2026-01_prelim_02-05.csv", "KPI_2026-01.csv"]
    assert sorted(names, key=name_order)[-1].endswith("final_02-20.csv")
    assert name_order("kpi_v3.csv") > name_order("kpi_v2.csv")
    assert days_in_name("claude_2026-07-04.json") != days_in_name("claude_2026-07-05.json")


def table_of(text: str, *around: str, **answers: str) -> list[tuple[str, ...]]:
    block = shaped(blocks(text, ",")[0], around, set(), answers, merged=False)
    assert block is not None
    return [block.names, *block.rows]


def test_a_compact_pivot_becomes_rows() -> None:
    text = "Row Labels,Sum of Calls\nSales,30\nJan-26,10\nFeb-26,20\nGrand Total,30\n"
    assert table_of(text) == [
        ("Group", "Period", "Calls"), ("Sales", "Jan-26", "10"), ("Sales", "Feb-26", "20"),
    ]  # fmt: skip


def test_labels_written_once_are_filled_and_sums_left_out() -> None:
    text = "Team,Month,Calls\nA,Jan-26,1\n,Feb-26,2\nA Total,,3\nB,Jan-26,4\n,Feb-26,5\n"
    assert table_of(text)[1:] == [
        ("A", "Jan-26", "1"), ("A", "Feb-26", "2"), ("B", "Jan-26", "4"), ("B", "Feb-26", "5"),
    ]  # fmt: skip


def test_tables_below_each_other_are_two() -> None:
    text = "Calls,,\nTeam,Jan 2026,Feb 2026\nA,1,2\n,,\nCost,,\nTeam,Jan 2026,Feb 2026\nA,3,4\n"
    assert [one.title for one in blocks(text, ",")] == ["Calls", "Cost"]


def test_the_newest_version_of_a_row_counts() -> None:
    text = "Month,Team,KPI,Value,As of\n2026-01,A,x,1,2026-02-05\n2026-01,A,x,2,2026-03-05\n"
    assert table_of(text)[1:] == [("2026-01", "A", "x", "2")]


def test_rows_about_one_thing_are_asked_about() -> None:
    text = "Month,Team,KPI,Value\n2026-01,A,x,100\n2026-01,A,x,-20\n"
    with pytest.raises(UnreadableFile) as stopped:
        table_of(text)
    assert stopped.value.trouble.question is not None
    assert stopped.value.trouble.question.key == "repeats"
    assert table_of(text, repeats="sum")[1:] == [("2026-01", "A", "x", "80")]


def test_the_name_of_a_sheet_is_the_period() -> None:
    assert table_of("Team,Calls\nA,1\nB,2\n", "Jan 2026")[1] == ("Jan 2026", "A", "1")


def test_usage_of_an_unknown_platform_asks_which() -> None:
    headers = ("email", "day", "chatRequests", "isActive", "usageLimit")
    rows = [
        ("a@x.org", "2026-07-01", "3", "true", "100"),
        ("b@x.org", "2026-07-01", "0", "false", "100"),
    ]
    with pytest.raises(UnreadableFile) as stopped:
        match_usage(headers, rows, "x.json", {})
    assert stopped.value.trouble.question is not None
    assert stopped.value.trouble.question.key == "platform"
    match = match_usage(headers, rows, "x.json", {"platform": "cursor"})
    assert match is not None
    assert set(match.source.actions) == {"chatrequests", "isactive"}


def test_a_table_without_people_is_no_usage() -> None:
    assert match_usage(("team", "day", "calls"), [("A", "2026-07-01", "3")], "x.csv", {}) is None


CALENDAR = {"fiscal_year": "2", "pattern": "4-4-5", "week_begins": "sunday"}


@pytest.mark.parametrize(
    ("label", "hint", "span"),
    [  # 1 February 2026 is a Sunday; the year before begins on 2 February 2025
        ("FY2026-P01", "", (date(2025, 2, 2), date(2025, 3, 1))),
        ("FY2026-P03", "", (date(2025, 3, 30), date(2025, 5, 3))),
        ("FY2026-P12", "", (date(2025, 12, 28), date(2026, 1, 31))),
        ("FY2026 Q4", "", (date(2025, 11, 2), date(2026, 1, 31))),
        ("FY2026", "", (date(2025, 2, 2), date(2026, 1, 31))),
        ("202602", "week", (date(2026, 1, 4), date(2026, 1, 10))),
    ],
)
def test_the_calendar_of_the_organisation_answers(label: str, hint: str, span: object) -> None:
    assert first_of([label], hint, **CALENDAR) == span


def test_a_programme_says_the_calendar(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data")
    programme = tmp_path / "programme.yaml"
    programme.write_text("calendar: {year_begins: 10, year_named_by: end}\n")
    ingest(warehouse, [programme])
    kpis = tmp_path / "k.csv"
    kpis.write_text("Period,Team,KPI,Value\nFY2026-P01,A,cost,5\n")
    (result,) = ingest(warehouse, [kpis]).files
    assert result.receipt is not None
    assert str(result.receipt.first_day) == "2025-10-01"
    assert "begin in month 10" in " ".join(result.receipt.how_read())


def test_clocks_and_bare_numbers_of_one_column_have_one_unit() -> None:
    cells = {"1:45": 1, "1.5": 1}
    hours = read_numbers("Time to resolve (h)", cells, ".")
    assert hours.numbers == {"1:45": 6300, "1.5": 5400}
    assert "bare numbers" in hours.notes[0]
    minutes = read_numbers("AHT [min]", {"4:35": 1, "4.5": 1}, ".")
    assert minutes.numbers == {"4:35": 275, "4.5": 270}
    unknown = read_numbers("Time", cells, ".", {"duration": "h:mm"})
    assert unknown.numbers == {"1:45": 6300, "1.5": None}
    assert "rejected" in unknown.notes[0]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("R$ 1.234,50", 1234.5, "BRL"), ("12万円", 120_000, "JPY"), ("₹1,23,456", 123_456, "INR"),
        ("30,000원", 30_000, "KRW"), ("12 ‰", 0.012, "share"), ("2 crore", 2e7, ""),
    ],
)  # fmt: skip
def test_money_is_read_as_it_is_written_elsewhere(text: str, number: float, unit: str) -> None:
    found = read_numbers("Cost", {text: 2}, "," if "," in text and "$" in text else ".")
    assert (found.numbers[text], found.unit) == (pytest.approx(number), unit)


def test_letters_that_were_encoded_twice_are_told_and_can_be_read() -> None:
    twice = "Vertrieb Süd".encode().decode("cp1252")
    assert decoded_again(twice) == "Vertrieb Süd"
    assert "encoding=utf-8-twice" in doubt_of_utf8(twice.encode())
    assert doubt_of_utf8("Vertrieb Süd, São Paulo, Łódź, 営業".encode()) == ""
    assert decoded_again("Süd, 営業") == "Süd, 営業"


@pytest.mark.parametrize("counted", ["active,licenced", "active users,licences", "active,seats"])
def test_adoption_of_no_platform_asks_which(tmp_path: Path, counted: str) -> None:
    file, warehouse = tmp_path / "adoption.csv", Warehouse(tmp_path / "data")
    file.write_text(f"week,department,{counted}\n2026-W05,Sales,7,20\n", "utf-8")
    (asked,) = ingest(warehouse, [file]).files
    assert asked.error is not None
    assert asked.error.question is not None
    assert asked.error.question.key == "platform"
    assert not ingest(warehouse, [file], answers={"platform": "Teams"}).failed
    sql = "select platform, group_id, measure, numerator, denominator from group_usage_now"
    assert warehouse.read().rows(sql) == [("teams", "sales", "active", 7, 20)]
    file.write_text(f"week,department,{counted}\n2026-W06,Sales,8,20\n", "utf-8")
    assert not ingest(warehouse, [file]).failed  # asked once
    assert {row[0] for row in warehouse.read().rows(sql)} == {"teams"}


def test_what_was_done_is_read_as_people_head_it(tmp_path: Path) -> None:
    file, warehouse = tmp_path / "rollout.csv", Warehouse(tmp_path / "data")
    file.write_text("Team,What,Tool,Start\nSales,Roll-out,Teams,2026-03-02\n", "utf-8")
    assert not ingest(warehouse, [file]).failed
    found = warehouse.read().rows("select group_id, kind, platform, from_day from intervention")
    assert found == [("sales", "roll-out", "teams", date(2026, 3, 2))]
