"""Reviews in words: which are overdue, which come next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from signpost.answers.decisions import Decision, decisions_due
from signpost.metrics.model.schema import UseCase
from signpost.presentation.formats import count, day, listed

SOON_DAYS = 30
"""A review is announced so long before its day."""


@dataclass(frozen=True)
class ReviewState:
    """Reviews of use cases and of decisions on one day."""

    overdue: dict[str, int]
    """Use case -> days since its review, or the day to look again at a decision, has passed."""
    coming: dict[str, date]
    """Use case -> its next review, within a month."""


def review_state(cases: Sequence[UseCase], taken: Sequence[Decision], today: date) -> ReviewState:
    """Return what is overdue and what comes next; a decision since the day counts as its review."""
    decided = {one.use_case: one.decided_at.date() for one in taken}
    again = {one.use_case: one.recheck for one in decisions_due(taken, today)}
    overdue: dict[str, int] = {}
    coming: dict[str, date] = {}
    for case in cases:
        due, last = case.review_date, decided.get(case.id)
        is_open = due is not None and (last is None or last < due)
        if case.stage in ("pilot", "scale") and due is not None and is_open:
            if due <= today:
                overdue[case.id] = (today - due).days
            elif due <= today + timedelta(days=SOON_DAYS):
                coming[case.id] = due
        if case.id in again:
            late = (today - again[case.id]).days
            overdue[case.id] = max(overdue.get(case.id, 0), late)
    return ReviewState(overdue, coming)


def reviews_words(state: ReviewState, labels: dict[str, str]) -> str:
    """Return in one sentence what is overdue, the oldest first, and what comes next; '' if none."""
    parts = []
    if state.overdue:
        ordered = sorted(state.overdue, key=lambda case: -state.overdue[case])
        verb = "is" if len(ordered) == 1 else "are"
        names = listed([labels.get(case, case) for case in ordered])
        most = "" if len(ordered) == 1 else "up to "
        parts.append(
            f"{count(len(ordered), 'review')} {verb} overdue, by {most}"
            f"{count(state.overdue[ordered[0]], 'day')}: {names}."
        )
    if state.coming:
        first = min(state.coming, key=lambda case: state.coming[case])
        parts.append(f"Next review: {labels.get(first, first)}, {day(state.coming[first])}.")
    return " ".join(parts)


def review_words(state: ReviewState, case: UseCase) -> str:
    """Return when one use case is reviewed, or by how much that is overdue; '' without a day."""
    if case.id in state.overdue:
        late = state.overdue[case.id]
        return f"review overdue by {count(late, 'day')}" if late else "review due today"
    return f"review on {day(case.review_date)}" if case.review_date else ""
