"""Difference between two reports: verdicts, figures, restated factors."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from signpost.metrics.disclosure.restatements import restated_outcome
from signpost.metrics.model.types import Refusal
from signpost.metrics.value.ledger import RestatedForecast, restated_forecasts
from signpost.presentation.formats import count, money, number, period
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.theme import GRADES
from signpost.presentation.words.money import amounts, factor_words


@dataclass(frozen=True)
class Net:
    """Net value of one use case in an account: the amount, and in words."""

    amount: float
    currency: str
    words: str


@dataclass(frozen=True)
class CaseChange:
    """One use case before and after; None: it was or is not there."""

    label: str
    before: CaseBrief | None
    after: CaseBrief | None
    net_before: Net | None = None
    """What the account has of it; None: nothing."""
    net_after: Net | None = None

    @property
    def verdict_changed(self) -> bool:
        """Return whether the verdict is another one."""
        if self.before is None or self.after is None:
            return True
        return (self.before.grade, self.before.strength) != (self.after.grade, self.after.strength)

    @property
    def restated(self) -> tuple[RestatedForecast, ...]:
        """Return which factors moved a money figure that both accounts have, in one currency."""
        if self.before is None or self.after is None:
            return ()
        if self.before.money is None or self.after.money is None:
            return ()
        old, new = self.before.answer.at_stake, self.after.answer.at_stake
        if isinstance(old, Refusal) or isinstance(new, Refusal) or old.currency != new.currency:
            return ()
        return restated_forecasts(old, new, self.after.answer.evidence.question.better)


def case_changes(before: BoardReport, after: BoardReport) -> tuple[CaseChange, ...]:
    """Return every use case of either report; those whose verdict changed come first."""
    old = {case.id: case for case in before.cases}
    new = {case.id: case for case in after.cases}
    changes = [
        CaseChange(
            (new.get(key) or old[key]).label,
            old.get(key),
            new.get(key),
            _net(before, old.get(key)),
            _net(after, new.get(key)),
        )
        for key in dict.fromkeys((*new, *old))
    ]
    return tuple(sorted(changes, key=lambda change: not change.verdict_changed))


def diff_title(before: BoardReport, after: BoardReport) -> str:
    """Return what changed in one sentence."""
    verdicts = sum(change.verdict_changed for change in case_changes(before, after))
    text = f"{count(verdicts, 'verdict')} changed since version {before.stamp.version}"
    return (
        f"{text[:1].upper()}{text[1:]}; net value {net_words(before)} then, {net_words(after)} now"
    )


def net_words(report: BoardReport) -> str:
    """Return a report's net value in words."""
    return report.net.value


def changes_table(changes: tuple[CaseChange, ...]) -> pd.DataFrame:
    """Return one line per use case: verdict, effect and money before and after."""
    return pd.DataFrame(
        [
            (
                change.label,
                _verdict(change.before),
                _verdict(change.after),
                _effect(change.before),
                _effect(change.after),
                net_text(change.net_before),
                net_text(change.net_after),
            )
            for change in changes
        ],
        columns=[
            "Use case",
            "Verdict then",
            "Verdict now",
            "Effect then",
            "Effect now",
            "Net value then",
            "Net value now",
        ],
    )


def _verdict(case: CaseBrief | None) -> str:
    return "not there" if case is None else f"{GRADES[case.grade].glyph} {case.short}"


def _effect(case: CaseBrief | None) -> str:
    return "" if case is None else f"{case.effect.value} ({case.effect.under})"


def _net(report: BoardReport, case: CaseBrief | None) -> Net | None:
    if case is None or (case.id, "net") not in report.account.points:
        return None
    point, currency = report.account.point(case.id, "net"), report.account.currency
    if case.money is None:  # its cost is in the account, though nothing is claimed of it
        return Net(point, currency, f"{report.account.words(point)} (no range given)")
    return Net(point, currency, f"{case.money.words('net')} ({case.money.span('net')})")


def net_text(net: Net | None) -> str:
    """Return the net value of a use case in words."""
    return "no figure" if net is None else net.words


def nothing_restated(before: BoardReport, after: BoardReport) -> str:
    """Return why `restated_table` has no line."""
    old, new = before.portfolio.currency, after.portfolio.currency
    if old != new:
        return f"The money was in {old} and is in {new} now: its factors are not compared."
    return "The assumptions behind the money are unchanged."


def restated_table(changes: tuple[CaseChange, ...], currency: str) -> pd.DataFrame:
    """Return one line per factor that moved a money figure, or one for all that is counted."""
    rows = [row for change in changes for row in _moves(change, currency)]
    return pd.DataFrame(
        rows, columns=["Use case", "What moved", "Then", "Now", "Alone it moves the net value by"]
    )


def _moves(change: CaseChange, currency: str) -> list[tuple[str, ...]]:
    if change.restated:
        return [
            (
                change.label,
                factor_words(factor.factor),
                *amounts(factor.factor, factor.before, factor.after, currency),
                money(factor.net_after - factor.net_before, currency, signed=True),
            )
            for factor in change.restated
        ]
    was, now = change.net_before, change.net_after
    if was and now and was.currency != now.currency:
        return []
    moved = (now.amount if now else 0.0) - (was.amount if was else 0.0)
    if not moved:
        return []
    told = money(moved, currency, signed=True)
    return [(change.label, "What is counted of it", net_text(was), net_text(now), told)]


def outcomes_table(changes: tuple[CaseChange, ...]) -> pd.DataFrame:
    """Return one line per KPI and period with another figure over all groups, newest first.

    A KPI made of single records or answers says how many figures moved, not which values: the
    difference could be one of them.
    """
    rows, seen = [], set()
    for change in changes:
        if change.before is None or change.after is None or change.after.kpi in seen:
            continue
        old, new, card = (
            change.before.answer.panel,
            change.after.answer.panel,
            change.after.answer.kpi,
        )
        if old is None or new is None or card is None:
            continue
        seen.add(change.after.kpi)
        table = restated_outcome(old, new)
        table = table[table["cells"] > 0].sort_values("period", ascending=False)
        if card.records is not None and len(table):
            rows.append(
                (
                    card.label,
                    count(len(table), new.question.window),
                    card.unit,
                    int(table["cells"].sum()),
                    "made of single records",
                    "not compared",
                )
            )
        elif card.records is None:
            rows += [
                (
                    card.label,
                    period(str(row["period"])),
                    card.unit,
                    int(row["cells"]),
                    number(row["before"]),
                    number(row["value"]),
                )
                for row in table.to_dict("records")
            ]
    return pd.DataFrame(
        rows, columns=["KPI", "Period", "Unit", "Groups restated", "All groups then", "Now"]
    )


def outcomes_title(table: pd.DataFrame) -> str:
    """Return how many figures of KPIs were restated, as a title."""
    many, cards = int(table["Groups restated"].sum()), table["KPI"].nunique()
    if not many:
        return "KPIs: no figures restated"
    return f"{count(many, 'KPI figure')} restated, of {count(cards, 'KPI')}"
