"""Changes since somebody last looked: findings from two states of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from signpost.answers.decisions import Decision, decisions_due
from signpost.answers.digest.state import AnswerState, MoneyRange
from signpost.metrics.model.schema import UseCase
from signpost.metrics.model.types import Finding

STALE_AFTER = timedelta(days=45)
"""Data that comes every week or month is stale when its newest day lies further back."""


@dataclass(frozen=True)
class DataAge:
    """The newest day of data that comes regularly."""

    subject: str
    last_day: date


def digest(
    before: AnswerState | None,
    now: AnswerState,
    use_cases: Iterable[UseCase] = (),
    taken: Sequence[Decision] = (),
    ages: Iterable[DataAge] = (),
) -> tuple[Finding, ...]:
    """Return what changed since `before`, what is due and what is stale, most telling first.

    Without `before` (a first look) only what is due and stale. A sum of money is told when its
    expected value leaves the range it had.
    """
    today, cases = now.at.date(), tuple(use_cases)
    changed = () if before is None else (*_verdicts(before, now), *_amounts(before, now))
    return (*changed, *_reviews(cases, taken, today), *_stale(ages, today))


def _verdicts(before: AnswerState, now: AnswerState) -> Iterable[Finding]:
    old = {one.use_case: one for one in before.cases}
    for one in now.cases:
        was = old.pop(one.use_case, None)
        verdict = {"grade": one.grade, "strength": one.strength}
        if was is None:
            yield Finding("digest.new_use_case", {"use_case": one.label, **verdict})
        elif (was.grade, was.strength) != (one.grade, one.strength):
            values = {"grade_before": was.grade, "strength_before": was.strength}
            yield Finding("digest.verdict", {"use_case": one.label, **verdict, **values})
    for gone in old.values():
        yield Finding("digest.use_case_gone", {"use_case": gone.label})


def _amounts(before: AnswerState, now: AnswerState) -> Iterable[Finding]:
    if before.currency != now.currency:
        return  # nobody knows at which rate
    if _is_beyond(before.net, now.net, now.unit):
        yield Finding("digest.net", _moved(before.net, now.net, now))
    old = {one.use_case: one.money for one in before.cases}
    for one in now.cases:
        was = old.get(one.use_case)
        if _is_beyond(was, one.money, now.unit):
            values = _moved(was, one.money, now)
            yield Finding("digest.money", {"use_case": one.label, **values})


def _is_beyond(was: MoneyRange | None, new: MoneyRange | None, unit: float) -> bool:
    """Return whether the expected value left the range that it had, by more than rounding does."""
    return was is not None and new is not None and not was[0] - unit <= new[1] <= was[2] + unit


def _moved(was: MoneyRange | None, new: MoneyRange | None, now: AnswerState) -> dict[str, Any]:
    low, before, high = was or (0.0, 0.0, 0.0)
    point, shown = new[1] if new else 0.0, {"currency": now.currency, "unit": now.unit}
    return {"before": before, "low": low, "high": high, "now": point, **shown}


def _reviews(
    use_cases: Sequence[UseCase], taken: Sequence[Decision], today: date
) -> Iterable[Finding]:
    """Yield the reviews whose day has come and after which nothing was decided, by their day."""
    due: dict[date, list[str]] = {}
    for case in use_cases:
        day = case.review_date
        if day is None or day > today or case.stage not in ("pilot", "scale"):
            continue
        decided = any(one.use_case == case.id and one.decided_at.date() >= day for one in taken)
        if not decided:
            due.setdefault(day, []).append(case.label)
    for day in sorted(due):
        yield Finding(
            "digest.reviews_due",
            {"use_cases": tuple(due[day]), "day": day.isoformat(), "days": (today - day).days},
            {"days": "days"},
        )
    labels = {case.id: case.label for case in use_cases}
    for one in decisions_due(taken, today):
        values = {"use_case": labels.get(one.use_case, one.use_case), "step": one.what}
        yield Finding("digest.decision_due", {**values, "day": one.recheck.isoformat()})


def _stale(ages: Iterable[DataAge], today: date) -> Iterable[Finding]:
    """Yield what is stale, by its newest day."""
    stale: dict[date, list[str]] = {}
    for one in ages:
        if today - one.last_day > STALE_AFTER:
            stale.setdefault(one.last_day, []).append(one.subject)
    for day in sorted(stale):
        yield Finding(
            "digest.stale",
            {"subjects": tuple(stale[day]), "day": day.isoformat(), "days": (today - day).days},
            {"days": "days"},
        )
