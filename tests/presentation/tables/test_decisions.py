"""What the decisions so far teach, in numbers that say so where there are none."""

from __future__ import annotations

from signpost.answers.decisions import Library
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.tables.decisions import NO_VERDICT_YET, lessons


def test_where_nothing_can_be_told_nothing_is_zero(report: BoardReport) -> None:
    win, winners, shrunk = lessons(Library(3, 0, 0, None, 0.0, None), report)
    assert [one.value for one in (win, winners, shrunk)] == ["not known"] * 3
    assert win.under == winners.under == NO_VERDICT_YET
    assert win.point is None
    assert winners.point is None


def test_none_that_worked_is_a_zero_that_is_known(report: BoardReport) -> None:
    win, winners, _ = lessons(Library(3, 2, 0, (0.0, 0.0, 0.6), 0.0, None), report)
    assert win.under.replace("\N{NO-BREAK SPACE}", " ") == "0 to 60 %; 0 of 2 that can be told"
    assert winners.under == "none worked"
    assert winners.point == 0.0


def test_the_winners_are_said_to_flatter(report: BoardReport) -> None:
    _, winners, shrunk = lessons(Library(8, 7, 3, (0.2, 0.43, 0.7), 2.7e6, 6e5), report)
    assert winners.value == "€2,701\N{NO-BREAK SPACE}k"
    assert "flattering" in winners.under
    assert shrunk.value == "€600\N{NO-BREAK SPACE}k"
