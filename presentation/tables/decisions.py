"""Decisions as titles, numbers and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from signpost.answers.answer import Answer
from signpost.answers.decisions import Decision, Library, recheck
from signpost.presentation.formats import count, day, money, money_range, number, percent
from signpost.presentation.memo import memoised_by_identity
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import ADVICE, CaseBrief
from signpost.presentation.reports.number import Number
from signpost.presentation.theme import GRADES
from signpost.presentation.words.verdicts import AREAS

NO_VERDICT_YET = "no use case has a verdict yet"
OUTCOMES = {
    "kept": "● Kept", "fell short": "▲ Fell short", "went the other way": "◆ Went the other way",
    "cannot tell": "○ Cannot tell yet", "nothing expected": "No money was expected",
}  # fmt: skip


def decisions_title(taken: Sequence[Decision], late: Sequence[Decision]) -> str:
    """Return the number of decisions and of those to look at again, as a title."""
    if not taken:
        return "No decision is written down yet"
    text = f"{count(len(taken), 'decision')} taken"
    return f"{text}, {len(late)} to look at again now" if late else f"{text}, none overdue"


def is_decided(case: CaseBrief, taken: Sequence[Decision]) -> bool:
    """Return whether the advice of a use case, as it stands, was taken or another step was."""
    last = next((decision for decision in reversed(taken) if decision.use_case == case.id), None)
    advised = case.answer.advice[0].what
    return last is not None and (
        last.what == advised or (last.verdict == case.grade and last.expected is None)
    )


@memoised_by_identity
def decisions_table(
    taken: Sequence[Decision],
    answers: Sequence[Answer],
    report: BoardReport,
    today: date,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Return one line per decision, newest first: expected beside realised, and its review."""
    by_id = {case_answer.use_case.id: case_answer for case_answer in answers}
    rows = [
        _decision_row(decision, by_id.get(decision.use_case), report, today, names)
        for decision in reversed(taken)
    ]
    return pd.DataFrame(rows, columns=_DECIDED)


_DECIDED = [
    "Decided", "What", "Use case", "Group", "Verdict then", "Expected a year", "Realised, a year",
    "Review", "Outcome", "Why", "Owner",
]  # fmt: skip


def _decision_row(
    decision: Decision,
    answer: Answer | None,
    report: BoardReport,
    today: date,
    names: Mapping[str, str],
) -> tuple[str, ...]:
    currency = report.portfolio.currency
    now = recheck(decision, answer) if answer else None
    realised = ""
    if now and now.happened:
        low, point, high = now.happened
        realised = f"{money(point, currency)} ({money_range(low, high, currency)})"
    outcome = OUTCOMES[now.outcome] if now else ""
    if outcome and decision.recheck > today and now and now.happened:
        outcome = f"{outcome}, so far"
    return (
        day(decision.decided_at),
        ADVICE.get(decision.what, decision.what),
        report.label(decision.use_case),
        names.get(decision.group, decision.group) if decision.group else "all",
        GRADES[decision.verdict].word,
        money(decision.expected, currency) if decision.expected is not None else "",
        realised,
        f"{'due since' if decision.recheck <= today else 'on'} {day(decision.recheck)}",
        outcome,
        decision.why,
        decision.owner,
    )


def lessons(record: Library, report: BoardReport) -> tuple[Number, ...]:
    """Return the lessons of the use cases so far, as three numbers."""
    rate, account = record.win_rate, report.account
    works = [case.id for case in report.cases if case.grade == "works"]
    won = sum(account.point(case, "benefit line") for case in works)
    low, point, high = rate or (0.0, 0.0, 0.0)
    win = Number(
        "win_rate",
        "Use cases that worked",
        percent(point) if rate else "not known",
        f"{number(100 * low, 0)} to {percent(high)}; {record.won} of {record.told} with a verdict"
        if rate
        else NO_VERDICT_YET,
        "Of the use cases whose verdict is not 'cannot tell yet', how many work. The range holds "
        "the true rate nine times in ten.",
        point if rate else None,
        low,
        high,
        "share",
    )
    winners = Number(
        "winners",
        "Benefit to date, use cases that work",
        account.words(won) if rate else "not known",
        _winners_words(record),
        "The part of the benefit under Value that comes from use cases that work, each counted "
        "once, as they were measured.",
        record.winners_sum if rate else None,
    )
    fair = record.shrunk_sum
    value = "not known" if fair is None else account.words(fair)
    shrunk = Number(
        "shrunk",
        "The same, shrinkage-adjusted",
        value,
        "what to expect if all were tried again" if fair is not None else "needs six measured",
        "Each figure is drawn towards zero by as much as chance explains over all that was "
        "measured, not the winners alone (James and Stein).",
        fair,
    )
    return win, winners, shrunk


def _winners_words(library: Library) -> str:
    if library.win_rate is None:
        return NO_VERDICT_YET
    return (
        "as measured: flattering, because winners were also lucky" if library.won else "none worked"
    )


@memoised_by_identity
def areas_table(library: Library) -> pd.DataFrame:
    """Return one line per area: what was tried there, and what to expect of the next."""
    rows = [
        (
            AREAS[one.area],
            one.tried,
            one.told,
            one.won,
            f"{percent(one.expected[1])} ({number(100 * one.expected[0], 0)} to "
            f"{percent(one.expected[2])})",
        )
        for one in library.areas
    ]
    columns = ["Area", "Use cases", "With a verdict", "Work", "Chance that the next one works"]
    return pd.DataFrame(rows, columns=columns)
