"""The four steps of Add data, by value: what is shown is what is then in the data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from signpost.dashboard.progress_bar import load_status, time_left
from signpost.dashboard.upload.sorted_files import sort_files
from signpost.pipelines.errors import FileQuestion, FileTrouble
from signpost.pipelines.history import uploads
from signpost.pipelines.model.receipt import FileResult
from signpost.pipelines.recognition.identify import source_named
from signpost.pipelines.recognition.propose_mapping import (
    Choice,
    UnmatchedTable,
    as_mapping,
    likeliest_field,
    missing_fields,
    used_twice,
)
from signpost.warehouse import Warehouse
from tests.folders import own_copy, shared
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

KPI = "month,department,kpi,value\n"
STRANGE = "Bereich;Stichmonat;Ergebnis;Farbe\n{};2026-06;1.204,5;rot\n{};2026-06;980,0;blau\n"
Open = Callable[[], AppTest]


def script() -> None:
    from signpost.dashboard.navigation import open_app

    open_app("add_data")


@pytest.fixture
def data(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    return own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")


@pytest.fixture
def page(data: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    return AppTest.from_function(script, default_timeout=PATIENCE).run()


def drop(page: AppTest, *files: tuple[str, str]) -> AppTest:
    page.file_uploader[0].set_value([(n, text.encode(), "text/csv") for n, text in files])
    return whole(page.run())


def whole(page: AppTest) -> AppTest:
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    parts = (*page.markdown, *page.warning, *page.error)
    return "\n".join(str(one.value).replace("\\", "") for one in parts)


def button(page: AppTest, label: str) -> AppTest:
    return whole(next(one for one in page.button if one.label == label).click().run())


def groups(data: Path) -> list[str]:
    rows = Warehouse(data).read().rows("select distinct label from org_group_now order by label")
    return [label for (label,) in rows]


def outcome(data: Path, kpi: str) -> list[tuple[str, float]]:
    return [
        (group, float(value))
        for group, value in Warehouse(data)
        .read()
        .rows(
            "select group_id, numerator / denominator from outcome_now where kpi = ? "
            "order by group_id, first_day",
            [kpi],
        )
    ]


def test_a_known_file_is_checked_published_and_taken_back(page: AppTest, data: Path) -> None:
    name = groups(data)[0]
    before = Warehouse(data).version()
    drop(page, ("k.csv", f"{KPI}2026-01,{name},Mood,40\n2026-02,{name},Mood,44\n"))
    assert "2 rows ready" in words(page)
    assert "Publishing adds 2 rows from 1 file and replaces nothing" in words(page)
    assert "**3 Check**" not in words(page)
    assert "**4 Publish**" in words(page)
    assert Warehouse(data).version() == before
    button(page, "Publish")
    assert "1 file loaded" in words(page)
    assert outcome(data, "mood") == [(name.casefold(), 40.0), (name.casefold(), 44.0)]
    button(page, "Undo")
    assert outcome(data, "mood") == []


@pytest.mark.slow
def test_a_strange_file_is_matched_once_and_the_next_is_read_by_itself(
    page: AppTest, data: Path
) -> None:
    first, second = groups(data)[:2]
    drop(page, ("june.csv", STRANGE.format(first, second)))
    assert "it is no export we know" in words(page)
    assert "**2 Match columns**" in words(page)
    kind = next(one for one in page.selectbox if one.label == "What is in this file?")
    whole(kind.set_value("kpi_long").run())
    by_label = {one.label: one for one in page.selectbox}
    assert by_label["Group"].value == "Bereich"  # its values are groups we know
    assert f"{first} · {second}" in words(page)
    assert "by its values: please check" in words(page)
    whole(by_label["Name of the KPI"].set_value("The same for every row …").run())
    assert "Still needed: **Name of the KPI" in words(page)
    assert not [one for one in page.button if one.label == "Use this match"]
    whole(page.text_input[0].set_value("Complaint rate").run())
    whole(next(s for s in page.selectbox if s.label == "Period").set_value("Stichmonat").run())
    whole(next(s for s in page.selectbox if s.label == "Value").set_value("Ergebnis").run())
    button(page, "Use this match")
    assert "2 rows ready" in words(page)
    button(page, "Publish")
    found = dict(outcome(data, "complaint_rate"))
    assert found == {first.casefold(): 1204.5, second.casefold(): 980.0}
    july = STRANGE.format(first, second).replace("2026-06", "2026-07")
    drop(page, ("july.csv", july))
    assert "is no export we know" not in words(page)
    assert "2 rows ready" in words(page)


@pytest.mark.slow
def test_rows_set_aside_come_back_as_a_file_and_only_they_are_added(
    page: AppTest, data: Path
) -> None:
    name = groups(data)[0]
    lines = f"2026-01,{name},Mood,40\n2026-02,{name},Mood,many\n2026-03,{name},Mood,lots\n"
    drop(page, ("k.csv", KPI + lines))
    assert "1 row ready, 2 rejected" in words(page)
    (table,) = page.table
    assert table.value["Rows"].tolist() == ["2"]
    assert "many" in table.value["As found"].iloc[0]
    button(page, "Publish")
    (made,) = page.session_state["fixes"]
    text = made[1].decode("utf-8-sig")
    assert len(text.splitlines()) == 3
    drop(page, (made[0], text.replace("many", "44").replace("lots", "48")))
    assert "2 rows ready" in words(page)
    button(page, "Publish")
    assert [value for _, value in outcome(data, "mood")] == [40.0, 44.0, 48.0]


@pytest.mark.slow
def test_an_unknown_group_is_decided_once(page: AppTest, data: Path) -> None:
    name = groups(data)[0]
    wrong = name[:-1] + "zz"
    file = ("k.csv", f"{KPI}2026-01,{wrong},Mood,40\n")
    drop(page, file)
    assert "Which group is meant?" in words(page)
    asked = next(one for one in page.selectbox if one.label == f"{wrong} is")
    assert asked.value == name  # the nearest
    button(page, "Remember 1 name")
    drop(page, file)
    assert "Which group is meant?" not in words(page)
    button(page, "Publish")
    assert outcome(data, "mood") == [(name.casefold(), 40.0)]


def test_several_files_stand_together_and_one_that_is_no_use_stops_none(
    page: AppTest, data: Path
) -> None:
    name = groups(data)[0]
    drop(page, ("a.csv", f"{KPI}2026-01,{name},Mood,40\n"), ("b.csv", ""))
    assert "could not be read" in words(page)
    assert "Publishing adds 1 row from 1 file" in words(page)
    button(page, "Publish")
    assert len(outcome(data, "mood")) == 1


def test_the_likeliest_kind_and_what_a_choice_makes() -> None:
    rows = (("a@x.org", "Sales", "2026-01-01"),)
    strange = UnmatchedTable("x.csv", ("Employe", "Where", "Efective date"), rows)
    assert likeliest_field(strange, ("sales",)).id == "roster"
    target = source_named("kpi_long")
    choices = {"group": Choice("Where"), "period": Choice("Where"), "value": Choice()}
    assert missing_fields(target, choices, strange) == ("Name of the KPI",)
    assert used_twice(choices) == ("Where",)
    kpis = source_named("kpi_columns")
    assert missing_fields(kpis, {"group": Choice("Where")}, strange) == ("Column of numbers",)
    counted = UnmatchedTable("y.csv", ("Where", "Mood"), (("Sales", "5"),))
    assert missing_fields(kpis, {"group": Choice("Where")}, counted) == ("Period",)
    made = as_mapping(target, {"group": Choice("Where"), "measure": Choice(constant="Mood")})
    assert (made.columns, made.constants) == ({"group": "Where"}, {"measure": "Mood"})
    assert strange.first_values("Where") == "Sales"


def test_the_bar_says_how_far_it_is_and_how_long_it_takes() -> None:
    assert load_status(0, 100, 5.0) == "0 % read"
    assert load_status(25, 100, 0.5) == "25 % read"
    assert load_status(25, 100, 10.0) == "25 % read · about 30 s left"
    assert load_status(100, 100, 10.0).startswith("Read; ")
    assert time_left(600) == "10 min"


def test_a_question_is_answered_in_place(page: AppTest) -> None:
    drop(page, ("aht.csv", KPI + "2026-01,Sales,aht,04:35\n2026-02,Sales,aht,04:20\n"))
    assert "minutes and seconds or hours and minutes" in words(page)
    (question,) = (one for one in page.radio if str(one.key).startswith("answer_"))
    whole(question.set_value("mm:ss").run())
    (go,) = (one for one in page.button if str(one.key).endswith("_go"))
    whole(go.click().run())
    assert "aht.csv" in words(page)
    assert "minutes and seconds" not in words(page)
    assert "in seconds" in words(page)


def test_what_needs_the_reader_comes_first_and_one_question_stands_once() -> None:
    question = FileQuestion("fiscal_year", "In which month does it begin?", ("1", "10"))
    asks = FileTrouble("question", "A financial year.", "", question)
    broken = FileTrouble("no_rows", "No rows.", "")
    unknown = FileTrouble("unknown_file", "Unknown.", "")
    results = [
        FileResult("fine.csv", "already_loaded"),
        FileResult("a.csv", "failed", error=asks),
        FileResult("x.csv", "failed", error=unknown),
        FileResult("b.csv", "failed", error=asks),
        FileResult("empty.csv", "failed", error=broken),
    ]
    found = sort_files(results)
    assert [one.file for one in found.strange] == ["x.csv"]
    assert [(q.key, [one.file for one in many]) for q, many in found.asked] == [
        ("fiscal_year", ["a.csv", "b.csv"])
    ]
    assert [one.file for one in found.to_look_at] == ["empty.csv"]
    assert [one.file for one in found.fine] == ["fine.csv"]


def test_a_file_that_was_recognised_can_be_read_as_something_else(
    page: AppTest, data: Path
) -> None:
    name = groups(data)[0]
    drop(page, ("a.csv", f"{KPI}2026-01,{name},Mood,40\n"))
    assert "1 file ready" in words(page)
    (other,) = (one for one in page.toggle if one.label == "Read it as something else")
    whole(other.set_value(True).run())
    kinds = next(one for one in page.selectbox if one.label == "What is in this file?")
    assert "Tickets: one row per ticket" in kinds.options


@pytest.mark.slow
def test_a_roster_and_figures_of_one_drop_are_matched_to_each_other(
    page: AppTest, data: Path
) -> None:
    people = "".join(f"n{i}@x.org,Support North,2026-01-01\n" for i in range(3))
    drop(
        page,
        ("roster.csv", "e-mail,group,effective date\n" + people),
        ("k.csv", KPI + "2026-01,Suport North,Mood,40\n"),
    )
    asked = next(one for one in page.selectbox if one.label == "Suport North is")
    assert asked.value == "Support North"
    assert "Support North" in asked.options


TOLD = "Who;What;Begun\nSuport North;roll-out;2026-03-02\nSales;roll-out;2026-04-06\n"
STAFF = "person,department,effective date\n" + "".join(
    f"p{at}@a.example,{name},2025-01-01\n"
    for at, name in enumerate(["Support North"] * 12 + ["Sales"] * 12)
)


def match_interventions(page: AppTest) -> AppTest:
    kind = next(one for one in page.selectbox if one.label == "What is in this file?")
    whole(kind.set_value("interventions").run())
    for field, column in (("Group", "Who"), ("Kind", "What"), ("From day", "Begun")):
        whole(next(s for s in page.selectbox if s.label == field).set_value(column).run())
    return button(page, "Use this match")


def test_a_matched_file_is_compared_with_the_roster_of_its_own_drop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_DATA", str(tmp_path / "data"))
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    drop(page, ("staff.csv", STAFF), ("told.csv", TOLD))
    assert "from 1 file and replaces nothing. 1 file is left out." in words(page)
    match_interventions(page)
    assert "No roster is loaded yet" not in words(page)
    assert next(s for s in page.selectbox if s.label == "Suport North is").value == "Support North"
    button(page, "Remember 1 name")
    button(page, "Publish")
    warehouse = Warehouse(tmp_path / "data")
    found = warehouse.read().rows("select distinct group_id from intervention order by 1")
    assert found == [("sales",), ("support north",)]
    assert len(uploads(warehouse)) == 2
    assert warehouse.version() == 2  # the name, and one for both files


def test_files_with_the_same_columns_are_matched_once(page: AppTest, data: Path) -> None:
    name = groups(data)[0]
    lines = "Who;What;Begun\n{};{};2026-03-02\n"
    drop(page, ("a.csv", lines.format(name, "training")), ("b.csv", lines.format(name, "tour")))
    match_interventions(page)
    assert "no export we know" not in words(page)
    button(page, "Publish")
    kinds = Warehouse(data).read().rows("select distinct kind from intervention order by kind")
    assert {("tour",), ("training",)} <= set(kinds)
