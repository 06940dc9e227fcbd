"""A file that newer ones replaced wholly counts nowhere as a file in force."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost.metrics.register.consistency import known_names
from signpost.pipelines.facts.group_warnings import listed_groups, unmatched_in_file
from signpost.pipelines.history import undo
from signpost.pipelines.ingest import ingest
from signpost.presentation.loaded_files import files_text
from signpost.presentation.tables.uploads import history_title, publish_text, uploads_table
from signpost.warehouse import Warehouse
from signpost.workspace.open_versions import folder_counts
from signpost.workspace.results import Results

HEAD = "Week,Team,KPI,Value\n"
WEEKS = [f"2026-W{week:02}" for week in range(1, 9)]


def kpi(weeks: list[str], more: str = "") -> str:
    return HEAD + "".join(f"{week},Sales,travel,{at + 5}\n" for at, week in enumerate(weeks)) + more


def load(folder: Path, **files: str) -> Results:
    """Load each text as a file of that name, one after the other."""
    for name, text in files.items():
        place = folder / f"{name}.csv"
        place.write_text(text, "utf-8")
        (result,) = ingest(Warehouse(folder / "data"), [place]).files
        assert result.status == "loaded", result
    return Results.open(folder / "data")


def files_of(results: Results) -> dict[str, int]:
    return {subject.name: subject.files for subject in results.coverage_subjects()}


def test_a_growing_file_is_one_file_in_force(tmp_path: Path) -> None:
    results = load(tmp_path, july=kpi(WEEKS[:4]), august=kpi(WEEKS[:6]), september=kpi(WEEKS))
    assert list(results.uploads()["in_force"]) == [True, False, False]
    assert results.stamp().sources == 1
    assert folder_counts(tmp_path / "data").in_force == 1
    assert files_of(results) == {"KPI: travel": 1}
    assert files_text(results._reader, "outcome:travel").startswith("1 file with 8 rows in all")
    uploads = results.uploads()
    assert history_title(uploads) == "1 file in force, 2 replaced, 0 reverted"
    assert list(uploads_table(uploads)["State"]) == ["in force", "replaced", "replaced"]


def test_a_file_replaced_in_part_still_counts(tmp_path: Path) -> None:
    results = load(tmp_path, spring=kpi(WEEKS[:6]), summer=kpi(WEEKS[3:]))
    assert results.stamp().sources == 2
    assert files_of(results) == {"KPI: travel": 2}


def test_undo_brings_the_replaced_file_back_in_force(tmp_path: Path) -> None:
    load(tmp_path, july=kpi(WEEKS[:4]), august=kpi(WEEKS[:6]))
    undo(Warehouse(tmp_path / "data"), "2", who="ann")
    results = Results.open(tmp_path / "data")
    assert list(uploads_table(results.uploads())["State"]) == ["reverted by ann", "in force"]
    assert results.stamp().sources == 1


def test_rows_of_a_corrected_file_are_rejected_no_longer(tmp_path: Path) -> None:
    wrong = load(tmp_path, first=kpi(WEEKS, "2026-W09,Sales,travel,12x\n"))
    assert list(wrong.rejected_uploads()["rows_rejected"]) == [1]
    right = load(tmp_path, second=kpi(WEEKS, "2026-W09,Sales,travel,12\n"))
    assert right.rejected_uploads().empty


TICKETS = "number,assignment_group,opened_at,resolved_at,state\n"


@pytest.mark.parametrize(("again", "in_force"), [(3, 1), (2, 2)], ids=["all of them", "some"])
def test_records_are_replaced_one_by_one(tmp_path: Path, again: int, in_force: int) -> None:
    rows = [
        f"INC000{at},Sales,2026-01-0{at} 08:00:00,2026-01-1{at} 08:00:00,Resolved\n"
        for at in range(1, 6)
    ]
    older, newer = rows[:3], rows[3 - again :]
    results = load(tmp_path, older=TICKETS + "".join(older), newer=TICKETS + "".join(newer))
    assert results.stamp().sources == in_force
    assert files_of(results) == {"Records: tickets": in_force}


def test_a_group_that_only_a_replaced_roster_named_is_in_no_roster(tmp_path: Path) -> None:
    rows = "person,group,since\n" + "".join(f"p{at}@x.org,{{}},2026-01-01\n" for at in range(12))
    results = load(
        tmp_path,
        wrong=rows.replace("{}", "Salse"),
        right=rows.replace("{}", "Sales"),
        kpi=kpi(WEEKS, "2026-W09,Salse,travel,12\n"),
    )
    states = list(uploads_table(results.uploads())["State"])
    assert states == ["in force", "in force", "replaced"]
    assert list(results.unmatched_group_names()["nearest"]) == ["Sales"]
    [warning] = results.receipt(3).warnings
    assert "'Salse' (did you mean 'Sales'?)" in warning
    assert set(known_names(results._reader).groups) == {"sales", "salse"}  # the KPI's, too
    assert set(listed_groups(results._reader)) == {"sales"}
    assert [uploads for _, uploads in unmatched_in_file(results._reader)] == [[3]]
    undo(Warehouse(tmp_path / "data"), "3", who="ann")
    assert unmatched_in_file(Results.open(tmp_path / "data")._reader) == []


def test_figures_are_added_and_replaced_in_one_unit(tmp_path: Path) -> None:
    wide = "Department,KPI,Jan-26,Feb-26,Mar-26{}\nSales,ideas,1,2,3{}\nCare,ideas,4,5,6{}\n"
    load(tmp_path, march=wide.replace("{}", ""))
    place = tmp_path / "april.csv"
    place.write_text(wide.replace("{}", ",Apr-26", 1).replace("{}", ",7"), "utf-8")
    report = ingest(Warehouse(tmp_path / "data"), [place])
    told = "Publishing adds 2 rows with 8 figures from 1 file and replaces 6 earlier figures."
    assert publish_text(report.files).startswith(told)
    newest = uploads_table(Results.open(tmp_path / "data").uploads()).iloc[0]
    assert (newest["Rows"], newest["Figures"], newest["Replaced figures"]) == (2, 8, 6)
