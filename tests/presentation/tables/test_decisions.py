"""What the decisions so far teach, in numbers that say so where there are none."""

from __future__ import annotations

from datetime import date, datetime

from signpost.answers.decisions import Decision, Library, recheck
from signpost.presentation.formats import money
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.tables.decisions import NO_VERDICT_YET, decisions_table, lessons


def test_where_nothing_can_be_told_nothing_is_zero(report: BoardReport) -> None:
    win, winners, shrunk = lessons(Library(3, 0, 0, None, 0.0, None), report)
    assert [one.value for one in (win, winners, shrunk)] == ["not known"] * 3
    assert win.under == winners.under == NO_VERDICT_YET
    assert win.point is None
    assert winners.point is None


def test_none_that_worked_is_a_zero_that_is_known(report: BoardReport) -> None:
    win, winners, _ = lessons(Library(3, 2, 0, (0.0, 0.0, 0.6), 0.0, None), report)
    assert win.under.replace("\N{NO-BREAK SPACE}", " ") == "0 to 60 %; 0 of 2 with a verdict"
    assert winners.under == "none worked"
    assert winners.point == 0.0


def test_the_winners_are_said_to_flatter(report: BoardReport) -> None:
    _, winners, shrunk = lessons(Library(8, 7, 3, (0.2, 0.43, 0.7), 2.7e6, 6e5), report)
    assert winners.value == "€2,701\N{NO-BREAK SPACE}k"
    assert "flattering" in winners.under
    assert shrunk.value == "€600\N{NO-BREAK SPACE}k"


def decided(report: BoardReport, **changes: object) -> Decision:
    case = report.cases[0]
    given = {
        "number": 1, "use_case": case.id, "group": None, "verdict": "works", "what": "stop",
        "why": "Enough.", "expected": 20_000.0, "owner": "Ann",
        "decided_at": datetime(2020, 1, 1), "recheck": date(2026, 11, 2),  # noqa: DTZ001
    }  # fmt: skip
    return Decision(**(given | changes))  # type: ignore[arg-type]


def test_expected_and_realised_stand_beside_each_other_with_the_review(report: BoardReport) -> None:
    case, today = report.cases[0], date(2026, 11, 29)
    group = next(iter(case.groups))
    taken = (decided(report), decided(report, number=2, group=group, recheck=date(2027, 2, 1)))
    answers = tuple(one.answer for one in report.cases)
    table = decisions_table(taken, answers, report, today, {group: "Group One"})
    assert list(table["Group"]) == ["Group One", "all"]  # the newest first
    assert list(table["Review"]) == [
        "on 1\N{NO-BREAK SPACE}Feb\N{NO-BREAK SPACE}2027",
        "due since 2\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026",
    ]
    at = list(table.columns).index("Expected a year")
    assert table.columns[at + 1] == "Realised, a year"
    assert set(table["Expected a year"]) == {"€20\N{NO-BREAK SPACE}k"}
    seen = recheck(taken[0], case.answer)
    if seen.happened is None:
        assert set(table["Realised, a year"]) == {""}
    else:
        assert money(seen.happened[1], "EUR") in table["Realised, a year"].iloc[1]
        assert table["Outcome"].iloc[0].endswith("so far")
        assert not table["Outcome"].iloc[1].endswith("so far")
