from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from signpost.metrics.model.purpose import Goal
from signpost.metrics.model.schema import dump, parse
from signpost.metrics.planning.opportunities import Opportunities, PilotProposal
from signpost.metrics.planning.pattern_catalogue import pattern_catalogue
from signpost.metrics.planning.worksheet import (
    FIELDS,
    WorksheetError,
    read_worksheet,
    with_drafts,
    worksheet_rows,
    worksheet_to_html,
    worksheet_to_xlsx,
)


@pytest.fixture
def rows(programme):
    pilot = PilotProposal("escalations", "teams", ("=team 00", "team 01"), 20.0, None, 5.0, True)
    (row,) = worksheet_rows(Opportunities((), (pilot,), ()), programme)
    return [row]


def filled(row, **changes):
    answers = {
        "area": "customer",
        "problem": "Experts <are> not & found",
        "mechanism": "A channel",
        "review_date": "2026-12-01",
        "adoption_target": "0.6",
    }
    return {**row, **answers, **changes}


@pytest.mark.parametrize("kind", ["xlsx", "html"])
def test_what_goes_out_filled_in_comes_back_as_drafts(programme, rows, kind):
    table = [filled(rows[0]), filled(rows[0], id="other", focus="")]
    content = (
        worksheet_to_xlsx(table) if kind == "xlsx" else worksheet_to_html(table, "Session").encode()
    )
    drafts = read_worksheet(content, programme)
    assert drafts.set_aside == ()
    first, second = drafts.use_cases
    assert (first.id, first.stage, first.kpi) == ("escalations-pilot", "explore", "escalations")
    assert first.focus == ("=team 00", "team 01")
    assert first.problem == "Experts <are> not & found"
    assert first.adoption_target == 0.6
    assert first.review_date.isoformat() == "2026-12-01"
    assert second.focus == ()
    whole = with_drafts(programme, drafts.use_cases)
    assert parse(dump(whole)) == whole
    assert [c.id for c in with_drafts(whole, [first]).use_cases][-1] == "escalations-pilot"
    assert len(with_drafts(whole, [first]).use_cases) == 3


def test_text_never_becomes_a_formula(rows):
    evil = {name: f"={name}()" for name in FIELDS} | {"owner": "@SUM(1)", "label": "+1"}
    sheet = openpyxl.load_workbook(io.BytesIO(worksheet_to_xlsx([evil]))).active
    cells = [cell for row in sheet.iter_rows(min_row=3, max_row=3) for cell in row]
    assert len(cells) == len(FIELDS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert "<script>" not in worksheet_to_html([{**evil, "label": "<script>x</script>"}], "<b>")


def test_a_row_that_is_no_draft_is_set_aside_with_its_reason(programme, rows):
    table = [
        filled(rows[0], kpi="happiness"),
        filled(rows[0], area="sales"),
        filled(rows[0], problem=""),
        filled(rows[0], adoption_target="lots"),
        filled(rows[0], id="fewer-escalations"),
        filled(rows[0]),
        filled(rows[0]),
    ]
    drafts = read_worksheet(worksheet_to_xlsx(table), programme)
    assert len(drafts.use_cases) == 1
    assert [(s.line, s.column) for s in drafts.set_aside] == [
        (3, "kpi"),
        (4, "area"),
        (5, "problem"),
        (6, "adoption_target"),
        (7, "id"),
        (9, "id"),
    ]
    assert "there are escalations, nps" in drafts.set_aside[0].reason


def test_an_untouched_worksheet_has_no_drafts(programme, rows):
    drafts = read_worksheet(worksheet_to_xlsx(rows), programme)
    assert drafts.use_cases == ()
    assert [s.column for s in drafts.set_aside] == ["area"]
    assert read_worksheet(worksheet_to_xlsx([]), programme).set_aside == ()


def far() -> bytes:
    """One cell in the last row and column: its reader would want half a terabyte for it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(worksheet_to_xlsx([]))) as made,
        zipfile.ZipFile(out, "w") as spoilt,
    ):
        for name in made.namelist():
            text = made.read(name).replace(b'r="A1"', b'r="XFD1048576"')
            spoilt.writestr(name, text)
    return out.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no table"),
        (b"hello", "no table"),
        (b"<table><tr><td>a</td></tr></table>", "no column id, kpi, problem"),
        (b"PK nothing", "no readable XLSX"),
        (worksheet_to_xlsx([])[:600], "no readable XLSX"),
        (b"0" * 5_000_001, "larger"),
        (bomb(), "larger"),
        (far(), "further out"),
    ],
    ids=["nothing", "text", "table", "not a zip", "cut", "large", "bomb", "far"],
)
def test_another_file_is_refused_in_words(programme, content, says):
    with pytest.raises(WorksheetError, match=says):
        read_worksheet(content, programme)


@pytest.mark.parametrize("kind", ["xlsx", "html"])
def test_what_the_session_found_out_comes_back(programme, rows, kind):
    found_out = {
        "goal": "Better service",
        "today": "Ask around; by phone",
        "pain_points": "Nobody answers",
        "wished_way": "One place",
        "obstacles": "No time",
        "must_agree": "Works council; Finance",
        "doubts": "Works council: more work [time]; will it last",
        "budget": "12000",
    }
    table = [filled(rows[0], **found_out)]
    content = (
        worksheet_to_xlsx(table) if kind == "xlsx" else worksheet_to_html(table, "Session").encode()
    )
    drafts = read_worksheet(content, programme)
    assert drafts.set_aside == ()
    (case,) = drafts.use_cases
    assert case.discovery.model_dump() == {
        "today": "Ask around; by phone",
        "pain_points": "Nobody answers",
        "wished_way": "One place",
        "obstacles": "No time",
        "must_agree": ("Works council", "Finance"),
        "doubts": ("Works council: more work [time]", "will it last"),
    }
    assert (case.goal, case.budget.value) == ("Better service", 12_000)
    whole = with_drafts(programme, [case])
    assert [(goal.id, goal.label) for goal in whole.goals] == [("Better service", "Better service")]
    again = read_worksheet(content, whole)
    assert with_drafts(whole, again.use_cases).goals == whole.goals
    assert parse(dump(whole)) == whole


def test_a_goal_is_known_by_its_label(programme, rows):
    goal = Goal(id="service", label="Better service")
    known = programme.model_copy(update={"goals": (goal,)})
    (case,) = read_worksheet(
        worksheet_to_xlsx([filled(rows[0], goal="better SERVICE")]), known
    ).use_cases
    assert case.goal == "service"
    assert with_drafts(known, [case]).goals == (goal,)


def test_a_doubt_about_no_known_figure_is_set_aside(programme, rows):
    drafts = read_worksheet(worksheet_to_xlsx([filled(rows[0], doubts="so [luck]")]), programme)
    (aside,) = drafts.set_aside
    assert (aside.line, aside.column) == (3, "doubts")
    assert aside.reason.startswith("[luck] is none of effect, lasting")


def test_patterns_are_there_to_talk_about_and_never_read_back(programme):
    book = openpyxl.load_workbook(io.BytesIO(worksheet_to_xlsx([])))
    assert book.sheetnames == ["use cases", "patterns"]
    assert book["patterns"].max_row == 1 + len(pattern_catalogue())
    page = worksheet_to_html([], "Session")
    assert all(one.problem.replace("'", "&#x27;") in page for one in pattern_catalogue())
    assert read_worksheet(page.encode(), programme).use_cases == ()
