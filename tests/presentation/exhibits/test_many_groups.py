"""A picture of 120 groups is not read: its two ends are drawn, the table has every group."""

from __future__ import annotations

from dataclasses import replace

from signpost.presentation.exhibits.evidence import MOST_FOREST_ROWS, first_and_last, groups_exhibit
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.theme import LIGHT


def test_the_two_ends_of_many_groups_are_drawn(report: BoardReport) -> None:
    case = next(case for case in report.cases if case.rows)
    row = case.rows[0]
    rows = tuple(replace(row, label=f"G{at:03}", point=float(at)) for at in range(120))
    shown = groups_exhibit(replace(case, rows=rows), "groups", "Where")
    assert shown.figure is not None
    assert shown.table is not None
    names = shown.figure(LIGHT).layout.yaxis.ticktext
    assert len(names) == MOST_FOREST_ROWS
    assert "G000" in names[0]
    assert "G119" in names[-1]
    assert "of 120 groups" in shown.note
    assert len(shown.table()) == sum(shown.marks.values()) == 120


def test_a_few_groups_are_all_drawn(report: BoardReport) -> None:
    case = next(case for case in report.cases if case.rows)
    assert first_and_last(case.rows) == case.rows
    assert groups_exhibit(case, "groups").note == ""
