"""Bad files end in a clear message; nothing already loaded is lost."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.unpack import unpack
from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse
from tests.pipelines.golden_pairs import exports

from .conftest import Write

pytestmark = pytest.mark.slow  # many loads

TEAMS = (
    "Report Refresh Date,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,"
    "Assigned Products,Team Chat Message Count,Private Chat Message Count,Call Count,"
    "Meeting Count,Has Other Action,Report Period\r\n"
)


def teams(*rows: str) -> str:
    return TEAMS + "".join(row + "\r\n" for row in rows)


def ann(name: str = "ann@x.org", chats: str = "4", day: str = "2026-07-03") -> str:
    return f"{day},{name},2026-07-01,False,,E5,1,{chats},0,2,No,7"


@pytest.fixture
def loaded(warehouse: Warehouse, write: Write) -> Warehouse:
    assert not ingest(warehouse, [write("good.csv", teams(ann(), ann("bo@x.org")))]).failed
    return warehouse


def far() -> bytes:
    """A cell in the last row and column: the reader wants half a terabyte for it and aborts."""
    out, book = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(book) as written:
        written.add_worksheet().write_row(0, 0, ["period", "group"])
    with zipfile.ZipFile(book) as made, zipfile.ZipFile(out, "w") as spoilt:
        for name in made.namelist():
            spoilt.writestr(name, made.read(name).replace(b'r="B1"', b'r="XFD1048576"'))
    return out.getvalue()


HTML = "<html><table><tr><td>1</td></tr></table></html>"
BAD = {
    "unknown.csv": ("colour,taste\nred,sweet\n", "unknown_file", "colour, taste"),
    "empty.csv": ("", "empty_file", "0 bytes"),
    "space.csv": ("\n \n\n", "empty_file", "nothing but space"),
    "header.csv": (TEAMS, "no_rows", "no rows"),
    "one.csv": ("department\nSales\nHR\n", "one_column", "one column"),
    "page.xls": (HTML, "not_a_table", "web page"),
    "doc.pdf": (b"%PDF-1.7 ...", "not_a_table", "a PDF"),
    "cut.json": ('[{"a": 1}, {"a": ', "damaged", "line 1"),
    "cut.csv.gz": (b"\x1f\x8b\x08\x00\x00\x00", "damaged", "cannot be unpacked"),
    "broken.csv": (teams(ann(chats="x"), ann(chats="-1")), "no_usable_rows", "expected a whole"),
    "hidden.csv": (
        teams(ann("DC8C64D6EC3A3AA17481D7E5EB5B68A6"), ann("0C8C64D6EC3A3AA17481D7E5EB5B68A6")),
        "concealed_names",
        "names are concealed",
    ),
    "small.csv": (
        teams(ann("dc8c64d6ec3a3aa17481d7e5eb5b68a6"), ann("0c8c64d6ec3a3aa17481d7e5eb5b68a6")),
        "concealed_names",
        "names are concealed",
    ),
    "far.xlsx": (far(), "too_large", "more memory or time"),
    "dates.csv": (
        "E-mail,Department,Effective date\na@x,Sales,03/04/2026\nb@x,HR,05/06/2026\n",
        "ambiguous_dates",
        "03/04/2026",
    ),
    "both.csv": (
        "E-mail,Department,Effective date\na@x,Sales,25/06/2026\nb@x,HR,06/25/2026\n",
        "mixed_dates",
        "both orders",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_what_to_do(loaded: Warehouse, write: Write, name: str) -> None:
    content, code, said = BAD[name]
    before = loaded.version()
    report = ingest(loaded, [write(name, content)])
    (result,) = report.files
    assert result.status == "failed"
    assert result.error is not None
    assert result.error.code == code
    assert said in result.error.message
    assert result.error.remedy.endswith((".", ")."))
    assert "Traceback" not in str(report.to_dict())
    assert loaded.version() == before
    assert loaded.read().one("select count(*) from usage_now")[0] > 0


def test_a_bad_file_does_not_hold_up_a_good_one(loaded: Warehouse, write: Write) -> None:
    bad, good = write("bad.csv", "a,b\n1,2\n"), write("week.csv", teams(ann(day="2026-07-10")))
    report = ingest(loaded, [bad, good])
    assert [result.status for result in report.files] == ["failed", "loaded"]
    assert report.failed


def test_half_the_rows_broken_half_loaded(warehouse: Warehouse, write: Write) -> None:
    rows = [
        ann("a@x.org"),
        ann("b@x.org", chats="many"),
        ann("c@x.org", day="yesterday"),
        ann("", chats="1"),
        ann("e@x.org", chats="1e999"),
        ann("f@x.org", chats="inf"),
        ann("g@x.org", chats="NaN"),
        "2026-07-03,h@x.org,too,short",
        ann("i@x.org"),
    ]
    (result,) = ingest(warehouse, [write("half.csv", teams(*rows))]).files
    receipt = result.receipt
    assert receipt is not None
    assert (receipt.rows_read, receipt.rows_loaded, receipt.rows_rejected) == (9, 2, 7)
    assert [(reject.line, reject.column) for reject in receipt.rejected] == [
        (3, "Private Chat Message Count"),
        (4, "Report Refresh Date"),
        (5, "User Principal Name"),
        (6, "Private Chat Message Count"),
        (7, "Private Chat Message Count"),
        (8, "Private Chat Message Count"),
        (9, None),
    ]
    assert "has 4 cells, the header has 12" in receipt.rejected[-1].reason
    assert "h@x.org" not in str(receipt)


def test_a_manager_who_is_no_word_for_nobody_is_no_person(
    warehouse: Warehouse, write: Write
) -> None:
    words = ("NaN", "nan", "null", "None", "<NA>", "NaT", "")
    rows = [f"p{at}@x.org,Sales,2026-01-01,{word}" for at, word in enumerate(words)]
    text = "\n".join(["e-mail,department,effective date,manager", *rows, "z@x.org,nan,2026-01-01,"])
    (result,) = ingest(warehouse, [write("roster.csv", text)]).files
    receipt = result.receipt
    assert receipt is not None
    assert (receipt.rows_loaded, receipt.rows_rejected) == (7, 1)
    assert receipt.rejected[0].reason == "is empty; expected the name of a group"
    assert warehouse.read().one("select count(*), count(manager_id) from roster_now") == (7, 0)


def test_lines_stay_right_behind_newlines_in_cells_and_empty_lines(
    warehouse: Warehouse, write: Write
) -> None:
    text = (
        "period,group,kpi,value,comment\n"
        '2026-01,Sales,"Cost\nto serve",10,\n'
        "\n"
        "2026-01,HR,Cost,ten,\n"
        "2026-01,HR\n"
        '2026-01,Ops,Cost,eleven,"two\n\nlines"\n'
        "2026-02,Ops,Cost,x,\n"
    )
    (result,) = ingest(warehouse, [write("kpi.csv", text)]).files
    assert result.receipt is not None
    assert [reject.line for reject in result.receipt.rejected] == [5, 6, 7, 10]
    assert result.receipt.rows_skipped == 1


def test_unknown_groups_are_named_with_the_nearest(warehouse: Warehouse, write: Write) -> None:
    roster = write("r.csv", "E-mail,Department\na@x.org,Customer Support\nb@x.org,Sales\n")
    kpi = write("k.csv", "month,department,kpi,value\n2026-01,Cust. Suport,Cost,4\n")
    report = ingest(warehouse, [kpi, roster])
    warning = " ".join(report.files[0].receipt.warnings)  # type: ignore[union-attr]
    assert "'Cust. Suport' (did you mean 'Customer Support'?)" in warning
    assert warehouse.read().one("select count(*) from outcome_now")[0] == 1


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252"]
)
def test_a_wrong_encoding_is_read_all_the_same(
    warehouse: Warehouse, write: Write, encoding: str
) -> None:
    text = "Monat;Abteilung;Kennzahl;Wert\n2026-01;Vertrieb Süd – Köln;Kosten;1.234,50\n"
    (result,) = ingest(warehouse, [write("k.csv", text.encode(encoding))]).files
    assert result.status == "loaded"
    row = warehouse.read().one("select group_id, numerator from outcome_now")
    assert row == ("vertrieb süd – köln", 1234.5)


def test_one_bad_byte_behind_a_utf8_mark_is_read(warehouse: Warehouse, write: Write) -> None:
    good = "\ufeffmonth,department,kpi,value\n2026-01,Süd,Cost,4\n".encode()
    (result,) = ingest(warehouse, [write("k.csv", good + b"2026-02,Caf\xe9,Cost,5\n")]).files
    assert result.error is None
    rows = warehouse.read().rows("select group_id from outcome_now order by 1")
    assert rows == [("café",), ("süd",)]


def test_a_kpi_without_a_letter_is_set_aside(warehouse: Warehouse, write: Write) -> None:
    text = "month,department,kpi,value\n2026-01,Sales,Cost,4\n2026-01,Sales,+++,5\n"
    (result,) = ingest(warehouse, [write("k.csv", text)]).files
    assert result.receipt is not None
    assert [(r.line, r.reason) for r in result.receipt.rejected] == [(3, "has no kpi")]


def test_a_row_of_quotation_marks_alone_is_no_header(warehouse: Warehouse, write: Write) -> None:
    file = write("kpi.csv", "“”,“”,“”,“”\nmonth,department,kpi,value\n2026-01,Sales,Cost,4.5\n")
    (result,) = ingest(warehouse, [file], who="anna").files
    assert (result.status, result.error) == ("loaded", None)


def test_a_row_that_is_no_json_has_one_reason(warehouse: Warehouse, write: Write) -> None:
    row = '{"month": "2026-01", "department": "Sales", "kpi": "Cost", "value": 4}\n'
    (result,) = ingest(warehouse, [write("k.ndjson", row + row[:30] + "\n" + row)]).files
    assert result.receipt is not None
    assert [(r.line, r.reason) for r in result.receipt.rejected] == [(2, "it is not valid JSON")]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_archive_is_refused_or_read_whole(tmp_path: Path, method: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("a.csv", b"a,b\n1,2\n" * 50)
    for seed in range(300):
        draw, broken = random.Random(seed), bytearray(packed.getvalue())
        for _ in range(3):
            broken[draw.randrange(len(broken))] = draw.randrange(256)
        (tmp_path / "a.zip").write_bytes(broken)
        with contextlib.suppress(UnreadableFile):
            for loose in unpack(tmp_path / "a.zip", tmp_path):
                assert loose.name != "a.zip/a.csv" or len(loose.path.read_bytes()) == 400


@pytest.mark.parametrize("label", ["Total", "Grand Total (2)", "Insgesamt", "TOTAL 2026", "总计"])
@pytest.mark.parametrize("wide", [True, False])
def test_a_row_of_totals_is_no_group(
    warehouse: Warehouse, write: Write, label: str, wide: bool
) -> None:
    wide_text = "Department,KPI,2026-01,2026-02\nSales,Cost,1,2\nOps,Cost,3,4\n{},Cost,4,6\n"
    long_text = (
        "month,department,kpi,value\n2026-01,Sales,Cost,1\n2026-02,Ops,Cost,2\n2026-01,{},Cost,3\n"
    )
    roster = write("r.csv", "E-mail,Department\na@x.org,Sales\nb@x.org,Ops\n")
    text = (wide_text if wide else long_text).format(label)
    receipt = ingest(warehouse, [write("k.csv", text), roster]).files[0].receipt
    assert receipt is not None
    assert (receipt.rows_loaded, receipt.rows_skipped, receipt.rows_rejected) == (2, 1, 0)
    assert receipt.warnings == ()


def test_a_department_may_be_called_total_something(warehouse: Warehouse, write: Write) -> None:
    text = "month,department,kpi,value\n2026-01,Total Rewards,Cost,1\n"
    receipt = ingest(warehouse, [write("k.csv", text)]).files[0].receipt
    assert receipt is not None
    assert receipt.rows_loaded == 1


def test_a_question_without_a_scale_sets_nothing_aside(warehouse: Warehouse) -> None:
    (export,) = (path for path in exports() if path.name == "nps_three_header_rows.csv")
    receipt = ingest(warehouse, [export]).files[0].receipt
    assert receipt is not None
    assert receipt.rejected == ()


def test_a_table_of_day_and_value_is_matched_by_hand(
    warehouse: Warehouse, write: Write, tmp_path: Path
) -> None:
    """Discourse's reports are so: the file says neither what was counted nor of whom."""
    path = write("report_daily_engaged_users.csv", "date,value\n2026-07-03,8\n2026-07-02,11\n")
    (refused,) = ingest(warehouse, [path]).files
    assert refused.error is not None
    assert refused.error.code == "unknown_file"
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "read_as: kpi_long\ncolumns: {period: date, value: value}\n"
        "constants: {group: whole organisation, measure: daily engaged users}\n"
    )
    (result,) = ingest(warehouse, [path], mapping=mapping).files
    assert result.error is None
    rows = warehouse.read().rows(
        "select kpi, first_day, last_day, numerator from outcome order by 2"
    )
    assert [(kpi, str(first), str(last), n) for kpi, first, last, n in rows] == [
        ("daily_engaged_users", "2026-07-02", "2026-07-02", 11.0),
        ("daily_engaged_users", "2026-07-03", "2026-07-03", 8.0),
    ]


def test_a_missing_file_says_so(warehouse: Warehouse, write: Write) -> None:
    gone = write("gone.csv", "x")
    gone.unlink()
    (result,) = ingest(warehouse, [gone]).files
    assert result.error is not None
    assert result.error.code == "not_found"


def test_a_bomb_is_refused_and_the_limit_named(warehouse: Warehouse, write: Write) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", b"0" * (200 << 20))
    (result,) = ingest(warehouse, [write("bomb.zip", packed.getvalue())]).files
    assert result.error is not None
    assert result.error.code == "too_large"
    assert "400 times" in result.error.message


def test_two_sources_for_one_file_are_both_named(warehouse: Warehouse, write: Write) -> None:
    text = "group,date,kpi,value,barrier,score,answers\nA,2026-01-01,k,1,search,2,9\n"
    (result,) = ingest(warehouse, [write("x.csv", text)]).files
    assert result.error is not None
    assert result.error.code == "several_sources"
    assert "barriers" in result.error.remedy
    assert "kpi_long" in result.error.remedy


def test_columns_are_told_from_the_first_row_though_names_repeat(
    warehouse: Warehouse, write: Write
) -> None:
    text = "Summary,Labels,Labels,Comment\nA,x,y,fine\nB,z,w,good\n"
    (result,) = ingest(warehouse, [write("x.csv", text)]).files
    assert result.error is not None
    assert "Its columns are: Summary, Labels, Labels, Comment." in result.error.message


def test_only_exports_with_half_of_their_columns_are_called_near(
    warehouse: Warehouse, write: Write
) -> None:
    far, near = write("far.csv", "id,height\n1,2\n"), write("near.csv", "Dept,Month,Value\na,b,3\n")
    said = [one.error.remedy for one in ingest(warehouse, [far, near]).files if one.error]
    assert "Nearest" not in said[0]
    assert "(kpi_long) lacks kpi" in said[1]
    assert "kpi_wide" not in said[1]  # no column names a month


def test_two_header_rows_are_named(warehouse: Warehouse, write: Write) -> None:
    text = "Report\n,Q1,,Q2,\nDepartment,Cost,CSAT,Cost,CSAT\nSales,1,2,3,4\nHR,1,2,3,4\n"
    (result,) = ingest(warehouse, [write("x.csv", text)]).files
    assert result.error is not None
    assert "two header rows" in result.error.message
    assert "Department, Q1 / Cost, Q1 / CSAT, Q2 / Cost" in result.error.message
    assert "signpost match FILE" in result.error.remedy


@pytest.mark.parametrize(
    ("names", "what"),
    [
        (["users.json", "channels.json", *(f"general/{n}.json" for n in range(300))], "Slack"),
        (["export/Users.csv", "export/Messages.csv", "export/Networks.csv"], "Viva Engage"),
    ],
)
def test_exports_of_conversations_are_refused_as_such(
    warehouse: Warehouse, write: Write, names: list[str], what: str
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, '[{"type": "message", "text": "hi"}]')
    (result,) = ingest(warehouse, [write("export.zip", packed.getvalue())]).files
    assert result.error is not None
    assert result.error.code == "messages"
    assert what in result.error.message
    assert "what people wrote" in result.error.message
